"""One client handed over with a sheet: given, read, acknowledged, called off."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare.core.errors import Refused, TransitionRefused
from trajectories.appointments import actions as appointments
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import CareTeamSeat, Trajectory
from trajectories.handovers import actions
from trajectories.handovers.models import Handover
from trajectories.plans import actions as plans


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def handover(trajectory, counsellor, colleague, today):
    return actions.give(trajectory=trajectory, to=colleague, on=today, by=counsellor, words="Bel haar op donderdag.")


def sheet_url(handover) -> str:
    return reverse("handovers:sheet", args=[handover.trajectory_id, handover.pk])


def test_the_receiver_finds_the_givers_words_above_the_dossier_as_it_is(
    browser_of, handover, trajectory, colleague, counsellor
):
    plans.add(trajectory=trajectory, by=colleague, kind="skill", title="Nee zeggen", state="active")
    appointments.plan(
        trajectory=trajectory, by=colleague, with_user=colleague, starts_at=timezone.now() + timedelta(days=1)
    )
    shown = browser_of(colleague).get(sheet_url(handover)).text
    assert "Bel haar op donderdag." in shown
    assert "Nee zeggen" in shown
    assert counsellor.name in shown


def test_an_unread_handover_is_a_reason_on_the_caseload_until_it_is_acknowledged(browser_of, handover, colleague):
    browser = browser_of(colleague)
    url = sheet_url(handover)
    assert url in browser.get(reverse("caseload:today")).text
    assert browser.post(url).url == reverse("overview:dossier", args=[handover.trajectory_id])
    assert url not in browser.get(reverse("caseload:today")).text
    handover.refresh_from_db()
    assert handover.acknowledged_at


def test_the_giver_sees_how_many_were_read_and_no_dossier_any_more(browser_of, handover, counsellor, trajectory):
    browser = browser_of(counsellor)
    shown = browser.get(reverse("handovers:mine"))
    assert [(one["count"], one["read"]) for one in shown.context["given"]] == [(1, 0)]
    assert trajectory.client.user.name not in shown.text
    assert browser.get(sheet_url(handover)).status_code == 404


def test_only_the_receiver_acknowledges_and_once(handover, colleague, counsellor):
    with pytest.raises(Refused):
        actions.acknowledge(handover=handover, by=counsellor)
    actions.acknowledge(handover=handover, by=colleague)
    with pytest.raises(TransitionRefused):
        actions.acknowledge(handover=handover, by=colleague)


def test_a_second_acknowledgement_is_answered_in_words(browser_of, handover, colleague):
    browser = browser_of(colleague)
    browser.post(sheet_url(handover))
    page = browser.post(sheet_url(handover), follow=True)
    assert "error" in [message.level_tag for message in page.context["messages"]]


def test_before_its_day_the_giver_keeps_the_dossier_and_can_call_it_off(
    trajectory, counsellor, colleague, browser_of, today
):
    later = actions.give(trajectory=trajectory, to=colleague, on=today + timedelta(7), by=counsellor)
    assert Trajectory.objects.visible_to(counsellor).exists()
    assert not Trajectory.objects.visible_to(colleague).exists()
    shown = browser_of(counsellor).get(sheet_url(later))
    assert colleague.short_name in shown.text
    dossier.end_seat(seat=later.seat, by=counsellor)
    assert not Handover.objects.exists()
    assert CareTeamSeat.objects.get(user=counsellor).until is None


def test_what_is_planned_goes_along_and_comes_back_when_it_is_called_off(trajectory, counsellor, colleague, today):
    starts_at = timezone.now() + timedelta(days=9)
    planned = appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=starts_at)
    later = actions.give(trajectory=trajectory, to=colleague, on=today + timedelta(7), by=counsellor)
    planned.refresh_from_db()
    assert planned.with_user == colleague
    dossier.end_seat(seat=later.seat, by=counsellor)
    planned.refresh_from_db()
    assert planned.with_user == counsellor


def test_the_page_shows_the_sheet_and_hands_over(browser_of, trajectory, counsellor, colleague, today):
    browser = browser_of(counsellor)
    url = reverse("handovers:give", args=[trajectory.pk])
    assert browser.get(url).context["sheet"].trajectory == trajectory
    sent = {"to": str(colleague.pk), "on": str(today), "words": "Let op de zondagen."}
    assert browser.post(url, sent).url == reverse("handovers:mine")
    assert Handover.objects.get().words == "Let op de zondagen."
    assert browser.get(url).status_code == 404


def test_handing_over_for_a_later_day_returns_to_the_team(browser_of, trajectory, counsellor, colleague, today):
    sent = {"to": str(colleague.pk), "on": str(today + timedelta(3))}
    answer = browser_of(counsellor).post(reverse("handovers:give", args=[trajectory.pk]), sent)
    assert answer.url == reverse("dossier:team", args=[trajectory.pk])


@pytest.mark.parametrize("change", [{"to": ""}, {"on": ""}, {"on": "2020-01-01"}, {"words": "x" * 2001}])
def test_what_cannot_be_is_explained_and_nothing_typed_is_lost(
    browser_of, trajectory, counsellor, colleague, today, change
):
    sent = {"to": str(colleague.pk), "on": str(today), "words": "Let op de zondagen."} | change
    page = browser_of(counsellor).post(reverse("handovers:give", args=[trajectory.pk]), sent)
    assert page.context["form"].errors
    assert sent["words"] in page.text
    assert not Handover.objects.exists()


@pytest.mark.parametrize("persona", ["other_client", "coordinator", "administrator", "manager", "outsider"])
def test_nobody_else_reads_a_sheet(request, browser_of, trajectory, counsellor, handover, persona):
    assert browser_of(request.getfixturevalue(persona)).get(sheet_url(handover)).status_code == 404


def test_nobody_of_elsewhere_receives(browser_of, trajectory, counsellor, outsider, today):
    sent = {"to": str(outsider.pk), "on": str(today)}
    page = browser_of(counsellor).post(reverse("handovers:give", args=[trajectory.pk]), sent)
    assert list(page.context["form"].errors) == ["to"]
    assert not Trajectory.objects.visible_to(outsider).exists()
