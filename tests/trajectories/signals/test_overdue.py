"""What nobody tells of is found by the clock, once."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from supportgroups import actions as groups
from supportgroups.models import Attendance
from tests.trajectories.signals.conftest import DAY, NOW, WEEK
from trajectories.appointments import actions as appointments
from trajectories.handovers import actions as handovers
from trajectories.signals import actions, overdue
from trajectories.signals.rules import rules
from trajectories.signals.tasks import sweep


@pytest.fixture
def handover(trajectory, counsellor, colleague):
    return handovers.give(trajectory=trajectory, to=colleague, on=timezone.localdate(), by=counsellor)


def test_a_handover_is_stale_after_three_days_and_reading_it_settles_that(handover, trajectory, colleague, keys, clock):
    assert overdue.notice(at=NOW + 3 * DAY - timedelta(minutes=1)) == 0
    clock.shift(3 * DAY)
    sweep()
    sweep()
    assert keys() == ["handover-stale"]
    assert trajectory.signals.get().evidence[0]["id"] == str(handover.pk)
    handovers.acknowledge(handover=handover, by=colleague)
    settled = trajectory.signals.settled().get()
    assert settled.settled_by == colleague
    sweep()
    assert keys() == []


def test_an_organisation_waits_longer_or_not_at_all(handover, organisation, manager):
    rule = rules()["handover-stale"]
    actions.set_rule(organisation=organisation, by=manager, rule=rule, threshold=5)
    assert overdue.notice(at=NOW + 4 * DAY) == 0
    assert overdue.notice(at=NOW + 5 * DAY) == 1
    actions.set_rule(organisation=organisation, by=manager, rule=rule, threshold=5, is_on=False, revision=1)
    assert overdue.notice(at=NOW + 9 * DAY) == 0


@pytest.fixture
def meet(trajectory, counsellor):
    """meet("missed", 3) is an appointment of three days ago, and how it went."""

    def met(state, days):
        at = NOW - days * DAY
        planned = appointments.plan(
            trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=at, at=at - DAY, tell=False
        )
        appointments.record(appointment=planned, by=counsellor, state=state)

    return met


@pytest.fixture
def attend(trajectory, series, coordinator):
    """attend("absent", 3) is a mark for an evening of about so many weeks ago."""

    def attended(mark, weeks):
        session = series.sessions.filter(period__startswith__gt=NOW - weeks * WEEK).earliest("period")
        Attendance.objects.create(
            organisation_id=trajectory.organisation_id,
            session=session,
            participant=trajectory.client.user,
            mark=mark,
            marked_at=session.period.lower,
            marked_by=coordinator,
        )

    return attended


@pytest.mark.parametrize(
    ("marks", "appointment", "pieces"),
    [
        (["absent"], None, 0),
        (["absent", "absent"], None, 2),
        (["absent", "excused", "absent"], None, 2),
        (["absent", "present"], None, 0),
        (["absent", "present", "absent"], None, 0),
        (["absent"], "missed", 2),
        (["absent", "absent"], "held", 0),
        (["present"], "missed", 0),
    ],
    ids=str,
)
def test_not_having_come_twice_in_a_row_is_a_signal(marks, appointment, pieces, attend, meet, trajectory):
    for weeks, mark in zip(range(len(marks), 0, -1), marks, strict=True):
        attend(mark, weeks)
    if appointment:
        meet(appointment, 0.2)
    overdue.notice(at=NOW)
    assert sum(len(one.evidence) for one in trajectory.signals.filter(rule="absences")) == pieces


def test_it_is_told_once_and_the_next_absence_joins_it(attend, meet, trajectory, counsellor):
    attend("absent", 2)
    attend("absent", 1)
    assert overdue.notice(at=NOW) == 1
    assert overdue.notice(at=NOW) == 0
    meet("missed", 0.2)
    assert overdue.notice(at=NOW) == 1
    signal = trajectory.signals.get()
    assert [one["what"] for one in signal.evidence] == ["attendance", "attendance", "appointment"]


def test_what_is_long_ago_is_not_told_any_more(attend, trajectory):
    attend("absent", 5)
    attend("absent", 4)
    assert overdue.notice(at=NOW) == 0


def test_who_did_not_come_elsewhere_is_told_by_nobody_here(attend, meet, other_trajectory):
    attend("absent", 2)
    attend("absent", 1)
    overdue.notice(at=NOW)
    assert not other_trajectory.signals.exists()


@pytest.fixture
def evenings(organisation, coordinator, counsellor, client_user, clock):
    """Three evenings of a group in which Noor has a place; it is after the last."""
    room = groups.add_room(organisation=organisation, by=coordinator, name="De Werf", seats=12)
    group = groups.create_group(organisation=organisation, by=coordinator, name="Stevig Staan")
    series = groups.plan_series(
        group=group,
        by=coordinator,
        first_on=NOW.date() + DAY,
        count=3,
        starts=time(19, 30),
        ends=time(21),
        room=room,
        facilitators=[counsellor],
    )
    groups.enrol(group=group, participant=client_user, by=coordinator)
    clock.shift(3 * WEEK)
    return list(series.sessions.all())


@pytest.fixture
def mark(counsellor, client_user):
    return lambda session, value: groups.mark_attendance(session=session, by=counsellor, marks={client_user.pk: value})


def test_marking_the_second_absence_raises_it_at_once(evenings, mark, trajectory, other_trajectory, keys):
    mark(evenings[0], "absent")
    assert keys() == []
    mark(evenings[1], "absent")
    assert keys() == ["absences"]
    mark(evenings[2], "absent")
    assert len(trajectory.signals.get().evidence) == 3
    assert not other_trajectory.signals.exists()


@pytest.mark.parametrize("came", ["present", "late"])
def test_a_correction_takes_back_what_was_told(evenings, mark, trajectory, keys, came):
    for evening in evenings:
        mark(evening, "absent")
    mark(evenings[0], came)
    assert len(trajectory.signals.get().evidence) == 2
    mark(evenings[1], came)
    assert keys() == []


@pytest.mark.parametrize("came", ["present", "late", "excused"])
def test_who_came_in_between_did_not_miss_two_in_a_row(evenings, mark, keys, came):
    for evening, value in zip(evenings, ("absent", came, "absent"), strict=True):
        mark(evening, value)
    assert keys() == (["absences"] if came == "excused" else [])
