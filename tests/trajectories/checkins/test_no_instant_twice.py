"""Whatever the schedule: no instant twice, none lost, and nobody is reminded in quiet hours."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.core.clocks import instant, local
from aftercare.notifications.hours import first_moment
from trajectories.checkins import actions
from trajectories.checkins.actions.asking import REMINDED_WITHIN
from trajectories.checkins.models import CheckInSchedule, Occurrence
from trajectories.checkins.timing import next_due

DAY = timedelta(days=1)
FROM, UNTIL = date(2027, 1, 1), date(2027, 12, 31)
ZONES = ["Europe/Amsterdam", "Europe/London", "Europe/Helsinki", "America/Curacao", "America/New_York", "Asia/Tokyo"]
"""Home, a zone on each side of it that changes its clock too, and some from afar."""
CHANGES = [date(2027, 3, 28), date(2027, 10, 31)]
QUIET_ENDS, QUIET_BEGINS = time(8), time(22)

MINUTES = st.times().map(lambda value: value.replace(second=0, microsecond=0, tzinfo=None))
DAYS = st.dates(FROM, UNTIL)


@st.composite
def schedules(draw) -> CheckInSchedule:
    agreed = CheckInSchedule(
        weekday=draw(st.integers(0, 6)),
        wall_time=draw(MINUTES),
        zone=draw(st.sampled_from(ZONES)),
        every_weeks=draw(st.sampled_from([1, 2, 4, 13])),
        starts_on=draw(DAYS),
        until=draw(st.none() | DAYS),
    )
    if draw(st.booleans()):
        agreed.paused_from = draw(DAYS)
        agreed.paused_until = agreed.paused_from + draw(st.integers(0, 90)) * DAY
    return agreed


def expected(agreed: CheckInSchedule) -> list[datetime]:
    """Day by day, as somebody would tick them off on a calendar."""
    first = next(day for day in (agreed.starts_on + n * DAY for n in range(7)) if day.weekday() == agreed.weekday)
    days = [first + number * timedelta(weeks=agreed.every_weeks) for number in range(80)]
    asked = [
        day
        for day in days
        if day <= (agreed.until or UNTIL + 60 * DAY)
        and day <= UNTIL + 60 * DAY
        and not (agreed.paused_from and agreed.paused_from <= day <= agreed.paused_until)
    ]
    return [instant(day, agreed.wall_time, agreed.zone) for day in asked]


def told(agreed: CheckInSchedule, *, after: datetime) -> list[datetime]:
    """What the sweep would open, each from the one before."""
    found, last = [], instant(UNTIL + 60 * DAY, time(23, 59), agreed.zone)
    while (due := next_due(agreed, after=after)) and due <= last:
        found.append(due)
        after = due
    return found


@given(agreed=schedules())
def test_no_instant_twice_and_none_lost(agreed):
    found = told(agreed, after=datetime(2026, 12, 1, tzinfo=UTC))
    assert len(set(found)) == len(found)
    assert found == expected(agreed)


@given(agreed=schedules(), after=st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_who_was_asleep_goes_on_where_it_was(agreed, after):
    assert told(agreed, after=after) == [due for due in expected(agreed) if due > after]


@given(agreed=schedules())
def test_nobody_is_reminded_in_quiet_hours_and_every_reminder_still_counts(agreed):
    for due in expected(agreed):
        reminded = first_moment(due, zone=agreed.zone)
        assert QUIET_ENDS <= local(reminded, agreed.zone).time() < QUIET_BEGINS
        assert due <= reminded < due + REMINDED_WITHIN


@pytest.mark.parametrize("zone", ZONES[:3])
@pytest.mark.parametrize("day", CHANGES)
def test_every_minute_of_both_clock_changes(day, zone):
    eve, morrow = instant(day - DAY, time(12), zone), instant(day + DAY, time(12), zone)
    for minute in range(24 * 60):
        wall = time(minute // 60, minute % 60)
        agreed = CheckInSchedule(weekday=6, wall_time=wall, zone=zone, every_weeks=1, starts_on=day - 7 * DAY)
        due = next_due(agreed, after=eve)
        assert eve < due < morrow, wall
        assert next_due(agreed, after=due) > morrow, wall
        assert local(due, zone).time() >= wall, wall  # never earlier than agreed; later only in the gap
        assert QUIET_ENDS <= local(first_moment(due, zone=zone), zone).time() < QUIET_BEGINS, wall


@pytest.mark.parametrize("day", CHANGES)
def test_a_clock_that_ticks_each_minute_of_that_night_opens_each_once(day, trajectory, counsellor, time_machine):
    begin = instant(day - DAY, time(20), "Europe/Amsterdam")
    time_machine.move_to(begin, tick=False)
    agreed = [
        ("weekly_seven", "Europe/Amsterdam", time(2, 30)),
        ("phq9", "Europe/Amsterdam", time(3)),
        ("gad7", "Europe/London", time(1, 30)),
        ("bam30", "Europe/Helsinki", time(3, 30)),
        ("bam7", "Europe/Helsinki", time(2, 59)),
    ]
    for instrument, zone, wall in agreed:
        actions.schedule(
            trajectory=trajectory,
            by=counsellor,
            instrument=instrument,
            weekday=6,
            wall_time=wall,
            zone=zone,
            starts_on=day - DAY,
        )
    for minute in range(10 * 60):
        actions.open_due(at=begin + minute * timedelta(minutes=1))
    opened = Occurrence.objects.filter(trajectory=trajectory).values_list("schedule__instrument", "due_at")
    assert sorted(opened) == sorted((name, instant(day, wall, zone)) for name, zone, wall in agreed)
