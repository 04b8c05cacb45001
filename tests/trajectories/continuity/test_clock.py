"""The continuity clock of one dossier: the first contact, the longest gap, handovers."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from supportgroups import actions as groups
from trajectories.continuity.clock import Clock
from trajectories.dossier import actions as dossier
from trajectories.handovers import actions as handovers
from trajectories.teamtasks import actions as teamtasks

DAY = timedelta(days=1)


@pytest.fixture
def clock(browser_of, counsellor, trajectory):
    """clock() is what Ilse's dossier page says now."""

    def read() -> Clock:
        return browser_of(counsellor).get(reverse("overview:dossier", args=[trajectory.pk])).context["facts"].clock

    return read


def test_the_clock_starts_when_treatment_ended(clock, treated_until, trajectory, meet, today):
    treated_until(70)
    meet(trajectory, today - 58 * DAY)
    assert clock().days_to_first == 12


def test_without_treatment_before_it_starts_with_the_trajectory(clock, trajectory, meet, today):
    meet(trajectory, trajectory.starts_on + 3 * DAY)
    assert clock().days_to_first == 3


def test_who_did_not_come_had_no_contact(clock, trajectory, meet, today):
    meet(trajectory, today - 20 * DAY, "missed")
    found = clock()
    assert (found.first, found.days_to_first) == (None, None)
    assert found.days_without == 60


def test_the_longest_gap_lies_between_two_contacts_or_still_goes_on(clock, trajectory, meet, today):
    for days in (58, 50, 20):
        meet(trajectory, today - days * DAY)
    found = clock()
    assert (found.longest_gap, found.gap) == (30, (today - 50 * DAY, today - 20 * DAY))
    assert not found.gap_goes_on
    assert found.days_without == 20
    meet(trajectory, today - 45 * DAY)
    meet(trajectory, today - 33 * DAY)
    found = clock()
    assert (found.longest_gap, found.gap, found.gap_goes_on) == (20, (today - 20 * DAY, today), True)


def test_a_call_that_was_asked_for_is_contact(clock, trajectory, client_user, counsellor, today):
    at = timezone.now() - 5 * DAY
    task = teamtasks.ask(trajectory=trajectory, kind="call", key="x", due_at=at + DAY, by=client_user, at=at)
    teamtasks.finish(task=task, by=counsellor, at=at + timedelta(hours=2))
    assert clock().first == timezone.localdate(at + timedelta(hours=2))


def test_coming_to_a_group_is_contact(clock, trajectory, client_user, series, coordinator):
    session = series.sessions.filter(period__startswith__lt=timezone.now()).order_by("-period").first()
    groups.enrol(
        group=series.group, participant=client_user, by=coordinator, at=session.period.lower - timedelta(days=1)
    )
    groups.mark_attendance(session=session, by=coordinator, marks={client_user.pk: "present"})
    assert clock().last == timezone.localdate(session.period.lower)


def test_an_unread_handover_is_open(clock, browser_of, trajectory, counsellor, colleague, today):
    assert clock().open_handovers == 0
    handovers.give(trajectory=trajectory, to=colleague, on=today + DAY, by=counsellor)
    assert clock().open_handovers == 1


def test_the_gap_of_a_closed_trajectory_ends_with_it(clock, trajectory, counsellor, meet, today):
    meet(trajectory, today - 40 * DAY)
    at = timezone.make_aware(datetime.combine(today - 30 * DAY, time(12)))
    dossier.close(trajectory=trajectory, by=counsellor, at=at)
    found = clock()
    assert (found.longest_gap, found.gap_goes_on) == (20, False)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_dossier_says_it_in_words(browser_of, counsellor, trajectory, meet, today, language):
    counsellor.language = language
    counsellor.save()
    browser = browser_of(counsellor)
    url = reverse("overview:dossier", args=[trajectory.pk])
    assert {"nl": "Nog geen contact, 60 dagen", "en": "No contact yet, 60 days"}[language] in browser.get(url).text
    meet(trajectory, trajectory.starts_on)
    said = {"nl": "Eerste contact op de dag", "en": "First contact on the day that treatment ended"}
    assert said[language] in browser.get(url).text
