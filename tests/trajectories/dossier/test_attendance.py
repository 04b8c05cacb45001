"""Two absences in a row in one group stand on the caseload, until somebody comes, corrects, or there is contact."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from supportgroups import actions
from trajectories.caseload import queue
from trajectories.caseload.access import caseload_of
from trajectories.caseload.queue import Asked
from trajectories.dossier.models import Summary

ABSENT, PRESENT = "absent", "present"


@pytest.fixture
def sessions(organisation, coordinator, counsellor, client_user):
    """Four Tuesday evenings of a group in which Noor has a place; it is after the last."""
    room = actions.add_room(organisation=organisation, by=coordinator, name="De Werf", seats=12)
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=timezone.get_default_timezone()), tick=False) as clock:
        group = actions.create_group(organisation=organisation, by=coordinator, name="Stevig Staan")
        series = actions.plan_series(
            group=group,
            by=coordinator,
            first_on=date(2027, 4, 6),
            count=3,
            starts=time(19, 30),
            ends=time(21, 0),
            room=room,
            facilitators=[counsellor],
        )
        actions.enrol(group=group, participant=client_user, by=coordinator)
        rows = list(series.sessions.all())
        clock.move_to(rows[-1].period.upper)
        yield rows


@pytest.fixture
def mark(counsellor, client_user):
    return lambda session, value: actions.mark_attendance(session=session, by=counsellor, marks={client_user.pk: value})


def missed_at(trajectory) -> datetime | None:
    return Summary.objects.get(pk=trajectory.pk).groups_missed_at


def test_one_absence_is_no_reason_and_two_in_a_row_are(trajectory, sessions, mark):
    mark(sessions[0], ABSENT)
    assert missed_at(trajectory) is None
    mark(sessions[1], ABSENT)
    assert missed_at(trajectory) == sessions[1].period.lower


@pytest.mark.parametrize("came", ["present", "late", "excused"])
def test_who_came_or_let_us_know_in_between_did_not_miss_two_in_a_row(trajectory, sessions, mark, came):
    for session, value in zip(sessions, (ABSENT, came, ABSENT), strict=True):
        mark(session, value)
    assert missed_at(trajectory) is None


def test_a_correction_takes_the_reason_away(trajectory, sessions, mark):
    for session in sessions[:2]:
        mark(session, ABSENT)
    mark(sessions[0], PRESENT)
    assert missed_at(trajectory) is None


def test_the_reason_stands_on_the_caseload_until_there_is_contact(trajectory, sessions, mark, counsellor):
    for session in sessions[:2]:
        mark(session, ABSENT)

    def said() -> list[str]:
        with translation.override("en"):
            rows = queue.load(caseload_of(counsellor).running(), by=counsellor, asked=Asked(), at=timezone.now()).rows
            return [stated.text for row in rows for stated in row.stated]

    assert "Missed the group twice" in said()
    Summary.objects.filter(pk=trajectory.pk).update(last_contact_at=timezone.now() - timedelta(minutes=1))
    assert "Missed the group twice" not in said()


def test_somebody_else_is_not_touched(trajectory, other_trajectory, sessions, mark):
    for session in sessions[:2]:
        mark(session, ABSENT)
    assert missed_at(other_trajectory) is None
