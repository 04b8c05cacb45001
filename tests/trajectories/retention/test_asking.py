"""Asking for destruction, and what is answered."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications.models import Message
from trajectories.closing import reopening
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import CareTeamSeat
from trajectories.retention import actions
from trajectories.retention.access import kept_until, request_of
from trajectories.retention.models import DestructionRequest
from trajectories.teamtasks.models import TeamTask

State = DestructionRequest.State
MINE = reverse("retention:mine")


@pytest.fixture
def asked(closed, client_user):
    return actions.ask(trajectory=closed, by=client_user, words="Ik wil dit achter me laten.")


def of_client(trajectory, page="of_client"):
    return reverse(f"retention:{page}", args=[trajectory.pk])


def test_running_aftercare_has_no_last_day(trajectory):
    assert kept_until(trajectory.client) is None


def test_a_closed_dossier_is_kept_until_twenty_years_after_the_last_change(closed, clock, counsellor):
    assert kept_until(closed.client).year == 2046
    clock.shift(timedelta(days=400))
    closed.refresh_from_db()
    dossier.correct(trajectory=closed, by=counsellor, revision=closed.revision, learned="Iets anders.")
    assert kept_until(closed.client).year == 2047


def test_a_client_asks_on_the_phone_and_the_team_has_a_task(closed, client_user, browser_of):
    page = browser_of(client_user).post(MINE, {"words": "Ik wil dit achter me laten."}, follow=True)
    assert "You get an answer within four weeks" in page.content.decode()
    assert "Ik wil dit achter me laten." in page.content.decode()
    task = closed.team_tasks.open().get()
    assert (task.kind, task.text) == (TeamTask.Kind.DESTRUCTION, "Ik wil dit achter me laten.")
    assert task.due_at - timezone.now() < timedelta(days=29)
    change = AccessEntry.objects.filter(segment="keeping", event=Event.CHANGE).get()
    assert (change.user, change.client) == (client_user, client_user)


def test_asking_twice_is_asking_once(asked, closed, client_user):
    assert actions.ask(trajectory=closed, by=client_user, words="Nog eens.") == asked
    assert closed.team_tasks.open().count() == 1


def test_somebody_sees_the_request_when_everybody_who_carried_it_left(closed, client_user, colleague, clock):
    clock.shift(timedelta(days=30))
    CareTeamSeat.objects.filter(trajectory=closed).update(until=timezone.localdate() - timedelta(days=1))
    actions.ask(trajectory=closed, by=client_user)
    assert CareTeamSeat.objects.on(timezone.localdate()).filter(trajectory=closed).exists()


def test_the_task_leads_to_the_page_where_it_is_decided(asked, closed, counsellor, browser_of):
    task = closed.team_tasks.open().get()
    address = reverse("teamtasks:finish", args=[closed.pk, task.pk])
    assert browser_of(counsellor).post(address).url == of_client(closed)
    assert of_client(closed) in browser_of(counsellor).get(closed.get_absolute_url()).content.decode()
    assert closed.team_tasks.open().exists()


def test_a_request_is_granted_after_saying_that_nothing_comes_back(asked, closed, counsellor, browser_of):
    browser = browser_of(counsellor)
    refused = browser.post(of_client(closed, "grant"))
    assert "This field is required" in refused.content.decode()
    browser.post(of_client(closed, "grant"), {"understood": "on"})
    stored = request_of(closed)
    assert (stored.state, stored.decided_by) == (State.GRANTED, counsellor)
    assert stored.destroy_at == timezone.now() + actions.REFLECTION
    assert not closed.team_tasks.open().exists()
    assert Message.objects.get(kind="keeping").recipient == closed.client.user
    assert "Everything is destroyed on" in browser.get(of_client(closed)).content.decode()


def test_running_aftercare_is_rounded_off_first(trajectory, client_user, counsellor, browser_of):
    actions.ask(trajectory=trajectory, by=client_user)
    page = browser_of(counsellor).post(of_client(trajectory, "grant"), {"understood": "on"})
    assert "Round it off first." in page.content.decode()
    assert request_of(trajectory).state == State.ASKED


def test_a_refusal_says_why_and_the_client_reads_it(asked, closed, counsellor, client_user, browser_of):
    browser = browser_of(counsellor)
    assert "This field is required" in browser.post(of_client(closed, "refuse"), {"because": ""}).content.decode()
    browser.post(of_client(closed, "refuse"), {"because": "Er loopt een klacht waarin dit nodig is."})
    assert request_of(closed).state == State.REFUSED
    page = browser_of(client_user).get(MINE).content.decode()
    assert "Er loopt een klacht waarin dit nodig is." in page
    assert "complaints officer" in page


def test_nobody_without_an_address_is_written_to(asked, closed, counsellor):
    closed.client.user.email = None
    closed.client.user.save()
    actions.refuse(trajectory=closed, by=counsellor, because="Een wet.")
    assert not Message.objects.filter(kind="keeping").exists()


def test_it_is_decided_once(asked, closed, counsellor):
    actions.grant(trajectory=closed, by=counsellor)
    with pytest.raises(TransitionRefused, match="dealt with already"):
        actions.refuse(trajectory=closed, by=counsellor, because="Toch niet.")


def test_without_a_request_nothing_is_granted(closed, counsellor, browser_of):
    with pytest.raises(Refused):
        actions.grant(trajectory=closed, by=counsellor)


def test_it_is_decided_also_when_somebody_withdrew_the_task(asked, closed, counsellor):
    closed.team_tasks.update(withdrawn_at=timezone.now())
    actions.grant(trajectory=closed, by=counsellor)
    assert request_of(closed).state == State.GRANTED


@pytest.mark.parametrize("granted", [False, True])
def test_a_client_takes_it_back_until_the_last_moment(granted, asked, closed, counsellor, client_user, browser_of):
    if granted:
        actions.grant(trajectory=closed, by=counsellor)
    page = browser_of(client_user).post(reverse("retention:take_back"), follow=True).content.decode()
    assert "Everything stays as it was." in page
    assert (request_of(closed).state, request_of(closed).destroy_at) == (State.WITHDRAWN, None)
    assert not closed.team_tasks.open().exists()
    again = browser_of(client_user).post(reverse("retention:take_back"), follow=True).content.decode()
    assert "dealt with already" in again


def test_a_counsellor_records_that_it_was_taken_back(asked, closed, counsellor, browser_of):
    actions.grant(trajectory=closed, by=counsellor)
    assert "The client takes it back" in browser_of(counsellor).get(of_client(closed)).content.decode()
    browser_of(counsellor).post(of_client(closed, "take_back_of"))
    assert request_of(closed).state == State.WITHDRAWN


def test_a_request_on_paper_is_recorded_by_the_counsellor(closed, counsellor, browser_of):
    browser = browser_of(counsellor)
    assert "This field is required" in browser.post(of_client(closed), {"words": ""}).content.decode()
    browser.post(of_client(closed), {"words": "Brief van 28 februari."})
    assert (request_of(closed).asked_by, request_of(closed).words) == (counsellor, "Brief van 28 februari.")
    assert "Recorded by Ilse Doornbosch" in browser.get(of_client(closed)).content.decode()


def test_what_was_asked_of_an_earlier_period_stands_for_all(asked, closed, counsellor, client_user):
    new = reopening.reopen(trajectory=closed, by=counsellor)
    assert request_of(new) == asked
    with pytest.raises(Refused, match="still running"):
        actions.grant(trajectory=new, by=counsellor)


def test_others_find_no_page(asked, closed, outsider, browser_of):
    assert browser_of(outsider).get(of_client(closed)).status_code == 404
    assert browser_of(outsider).post(of_client(closed, "grant"), {"understood": "on"}).status_code == 404
    assert request_of(closed).state == State.ASKED
