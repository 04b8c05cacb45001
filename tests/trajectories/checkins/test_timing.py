"""When a check-in falls due, also on the days that the clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trajectories.checkins.models import CheckInSchedule, Weekday
from trajectories.checkins.timing import next_due

MINUTES = [time(hour, minute) for hour in range(24) for minute in range(60)]
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


def at(wall_time=time(10), weekday=Weekday.MONDAY, **details) -> CheckInSchedule:
    details = {"zone": "Europe/Amsterdam", "starts_on": date(2027, 3, 1), **details}
    return CheckInSchedule(wall_time=wall_time, weekday=weekday, **details)


def utc(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (utc(3, 1), utc(3, 1, 9)),
        (utc(3, 1, 8, 59), utc(3, 1, 9)),
        (utc(3, 1, 9), utc(3, 8, 9)),
        (utc(3, 25), utc(3, 29, 8)),  # summer time has begun: ten o'clock stays ten o'clock
        (datetime(2026, 1, 1, tzinfo=UTC), utc(3, 1, 9)),  # not before it starts
    ],
)
def test_weekly(after, due):
    assert next_due(at(), after=after) == due


def test_it_starts_on_the_first_such_day():
    assert next_due(at(starts_on=date(2027, 3, 2)), after=utc(1, 1)) == utc(3, 8, 9)


@pytest.mark.parametrize(("after", "due"), [(utc(3, 1, 9), utc(3, 15, 9)), (utc(3, 10), utc(3, 15, 9))])
def test_every_two_weeks_keeps_its_rhythm(after, due):
    assert next_due(at(every_weeks=2), after=after) == due


def test_a_pause_is_passed_over_both_days_included():
    paused = at(paused_from=date(2027, 3, 8), paused_until=date(2027, 3, 15))
    assert next_due(paused, after=utc(3, 1, 9)) == utc(3, 22, 9)


def test_a_pause_keeps_the_rhythm_of_two_weeks():
    paused = at(every_weeks=2, paused_from=date(2027, 3, 15), paused_until=date(2027, 3, 15))
    assert next_due(paused, after=utc(3, 1, 9)) == utc(3, 29, 8)


def expected_in_spring(wall: time) -> datetime:
    """02:00 to 03:00 does not exist: it becomes 03:00, one o'clock UTC."""
    if wall.hour == 2:
        return utc(3, 28, 1)
    hours = 1 if wall.hour < 2 else 2
    return datetime.combine(SPRING, wall, UTC) - timedelta(hours=hours)


def expected_in_autumn(wall: time) -> datetime:
    """02:00 to 03:00 comes twice: the first counts, which is summer time still."""
    hours = 2 if wall.hour < 3 else 1
    return datetime.combine(AUTUMN, wall, UTC) - timedelta(hours=hours)


@pytest.mark.parametrize(("day", "expected"), [(SPRING, expected_in_spring), (AUTUMN, expected_in_autumn)])
def test_every_minute_of_the_days_that_the_clock_changes(day, expected):
    midnight = datetime.combine(day, time(), UTC)
    before, after = midnight - timedelta(days=2), midnight + timedelta(days=2)
    for wall in MINUTES:
        schedule = at(wall, Weekday.SUNDAY)
        first = next_due(schedule, after=before)
        assert first == expected(wall), wall
        assert next_due(schedule, after=first) > after, wall
        assert next_due(schedule, after=first - timedelta(minutes=1)) == first, wall


@pytest.mark.parametrize(
    ("zone", "day", "wall", "due"),
    [
        ("America/St_Johns", date(2027, 3, 14), time(2, 30), utc(3, 14, 5, 30)),
        ("America/St_Johns", date(2027, 11, 7), time(1, 30), utc(11, 7, 4)),
        ("Australia/Lord_Howe", date(2027, 10, 3), time(2, 15), utc(10, 2, 15, 30)),  # a gap of half an hour
        ("Asia/Tokyo", date(2027, 3, 28), time(2, 30), utc(3, 27, 17, 30)),
    ],
)
def test_other_zones_change_on_their_own_days(zone, day, wall, due):
    schedule = at(wall, day.weekday(), zone=zone, starts_on=day)
    assert next_due(schedule, after=due - timedelta(hours=1)) == due


@given(
    after=st.datetimes(datetime(2027, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    wall=st.times().map(lambda value: value.replace(second=0, microsecond=0, tzinfo=None)),
    weekday=st.integers(0, 6),
    every=st.integers(1, 13),
    zone=st.sampled_from(["Europe/Amsterdam", "America/Curacao", "Pacific/Kiritimati", "America/New_York"]),
)
def test_the_next_time_lies_ahead_and_within_one_period(after, wall, weekday, every, zone):
    schedule = at(wall, weekday, zone=zone, every_weeks=every, starts_on=date(2026, 12, 1))
    due = next_due(schedule, after=after)
    assert after < due <= after + timedelta(weeks=every, hours=1)
    assert next_due(schedule, after=due) > due
