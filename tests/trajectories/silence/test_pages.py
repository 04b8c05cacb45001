"""Hours for the organisation and for one client, the steps on the dossier, and the coordinator's list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.personas import person, running
from trajectories.overview import timeline
from trajectories.silence import actions
from trajectories.silence.access import hours_of
from trajectories.silence.models import Climb, LadderHours

HOURS = {"second": 12, "counsellor": 24, "stand_in": 30, "coordinator": 48, "revision": 0}


@pytest.fixture(autouse=True)
def english(counsellor, manager, coordinator):
    for one in (counsellor, manager, coordinator):
        one.language = "en"
        one.save()


@pytest.fixture
def page(trajectory):
    return reverse("silence:of_client", args=[trajectory.pk])


@pytest.fixture
def climbed(due_occurrence, trajectory, coordinator):
    """Nobody reached Noor, and the coordinator was told."""
    for hours in (24, 48, 60, 96):
        actions.go_on(at=due_occurrence.due_at + timedelta(hours=hours))
    return trajectory.climbs.get()


def test_a_manager_sets_the_hours_of_the_organisation(browser_of, manager, trajectory, other_trajectory):
    browser, url = browser_of(manager), reverse("silence:hours")
    assert 'value="24"' in browser.get(url).text
    assert browser.post(url, HOURS).url == url
    assert (hours_of(trajectory).counsellor, hours_of(other_trajectory).counsellor) == (24, 24)
    assert LadderHours.objects.get().changed_by == manager


def test_hours_that_do_not_go_up_are_refused_in_words(browser_of, manager):
    shown = browser_of(manager).post(reverse("silence:hours"), HOURS | {"counsellor": 12})
    assert shown.status_code == 200
    assert "Each step comes after the one before it." in shown.text
    assert not LadderHours.objects.exists()


def test_the_action_refuses_them_too(manager, organisation):
    with pytest.raises(actions.Refused):
        actions.set_hours(organisation=organisation, by=manager, **HOURS | {"second": 40})


def test_a_change_of_somebody_else_is_shown_and_nothing_typed_is_lost(browser_of, manager):
    browser, url = browser_of(manager), reverse("silence:hours")
    browser.post(url, HOURS)
    shown = browser.post(url, HOURS | {"second": 7})
    assert shown.status_code == 409
    assert "after 12 hours" in shown.text
    assert 'value="7"' in shown.text
    assert browser.post(url, HOURS | {"second": 7, "revision": 1}).status_code == 302


def test_a_counsellor_agrees_on_hours_with_one_client(browser_of, counsellor, trajectory, other_trajectory, page):
    browser = browser_of(counsellor)
    assert "These are the hours of the organisation." in browser.get(page).text
    assert browser.post(page, HOURS).url == page
    assert (hours_of(trajectory).second, hours_of(other_trajectory).second) == (12, 24)
    assert "These hours were agreed with this client." in browser.get(page).text
    assert browser.post(page, HOURS | {"second": 9}).status_code == 409
    usual = reverse("silence:usual", args=[trajectory.pk])
    assert browser.post(usual).url == browser.post(usual).url == page
    assert hours_of(trajectory).second == 24


def test_a_closed_trajectory_has_no_hours_to_set(browser_of, counsellor, trajectory, page):
    type(trajectory).objects.filter(pk=trajectory.pk).update(
        status="closed", closed_at=timezone.now(), closed_by=counsellor
    )
    assert browser_of(counsellor).post(page, HOURS).status_code == 200
    assert not LadderHours.objects.exists()


def test_every_step_stands_on_the_dossier(browser_of, counsellor, climbed, page, trajectory):
    shown = browser_of(counsellor).get(page).text
    for step in ("Reminder", "Second reminder", "The counsellor is asked to call", "The coordinator is told"):
        assert step in shown
    later = timezone.now() + timedelta(days=5)
    found = timeline.read(trajectory, by=counsellor, now=later, looked_at=None, kind="contact")
    assert len(found.entries) == 4


def test_a_reminder_that_was_answered_is_no_moment_of_its_own(due_occurrence, trajectory, counsellor):
    later = timezone.now() + timedelta(days=5)
    found = timeline.read(trajectory, by=counsellor, now=later, looked_at=None, kind="contact")
    assert found.entries == []


def test_the_timeline_says_when_the_client_wants_no_letters(due_occurrence, trajectory, counsellor, client_user):
    type(client_user).objects.filter(pk=client_user.pk).update(gets_letters=False)
    actions.go_on(at=due_occurrence.due_at + timedelta(hours=24))
    later = timezone.now() + timedelta(days=5)
    found = timeline.read(trajectory, by=counsellor, now=later, looked_at=None, kind="contact")
    assert len({entry.words.text for entry in found.entries}) == 2


def test_the_coordinator_reads_who_could_call_and_nothing_of_the_dossier(
    browser_of, coordinator, climbed, trajectory, counsellor
):
    browser, url = browser_of(coordinator), reverse("silence:unreached")
    shown = browser.get(url).text
    assert "Noor Velthuizen" in shown
    assert "Counsellor: Ilse Doornbosch" in shown
    assert trajectory.get_absolute_url() not in shown
    arrange = reverse("silence:arrange", args=[climbed.pk])
    assert browser.post(arrange, {"arranged": ""}).url == url
    assert browser.post(arrange, {"arranged": "Farah belt morgen om 10 uur."}).url == url
    shown = browser.get(url).text
    assert "Noor Velthuizen" not in shown
    assert "Everybody was reached" in shown
    assert "Farah belt morgen" in browser_of(counsellor).get(reverse("silence:of_client", args=[trajectory.pk])).text
    assert browser.post(arrange, {"arranged": "Nog een keer"}).status_code == 404


def test_what_was_reached_meanwhile_is_said(browser_of, coordinator, climbed, monkeypatch):
    def refuse(**_how):
        raise actions.TransitionRefused("Er was al contact.")

    monkeypatch.setattr(actions, "arrange", refuse)
    arrange = reverse("silence:arrange", args=[climbed.pk])
    page = browser_of(coordinator).post(arrange, {"arranged": "Farah belt."}, follow=True)
    assert "Er was al contact." in page.text


def test_nothing_is_arranged_twice_or_after_contact(climbed, coordinator, trajectory):
    actions.arrange(climb=climbed, by=coordinator, arranged="Farah belt.")
    with pytest.raises(actions.TransitionRefused):
        actions.arrange(climb=climbed, by=coordinator, arranged="Nog eens.")


@pytest.mark.parametrize("persona", ["outsider", "colleague"])
def test_outsiders_find_none_of_it(request, browser_of, climbed, page, persona):
    browser = browser_of(request.getfixturevalue(persona))
    assert browser.get(page).status_code == 404
    assert browser.get(reverse("silence:unreached")).status_code == 403
    assert browser.get(reverse("silence:hours")).status_code == 403


def test_three_on_the_list_take_as_many_queries_as_one(browser_of, coordinator, climbed, counsellor, organisation):
    browser, url = browser_of(coordinator), reverse("silence:unreached")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            browser.get(url)
        return len(captured)

    queries()
    one = queries()
    step = climbed.steps.get(step="coordinator")
    occurrence = climbed.occurrence
    for name in ("Aad", "Bea"):
        trajectory = running(person(name), counsellor, organisation)
        occurrence.pk, occurrence.trajectory, occurrence.due_at = None, trajectory, occurrence.due_at - timedelta(1)
        occurrence.id = Climb._meta.pk.get_default()
        occurrence.save(force_insert=True)
        climbed.id = Climb._meta.pk.get_default()
        climbed.trajectory, climbed.occurrence = trajectory, occurrence
        climbed.save(force_insert=True)
        step.id = Climb._meta.pk.get_default()
        step.climb, step.trajectory = climbed, trajectory
        step.save(force_insert=True)
    assert len(browser.get(url).context["climbs"]) == 3
    assert queries() == one
