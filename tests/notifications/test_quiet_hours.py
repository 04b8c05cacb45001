"""Nobody is disturbed at night, on their own clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.notifications.hours import first_moment
from aftercare.notifications.models import Message

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def local(day: int, hour: int, minute: int = 0, zone=AMSTERDAM) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("at", "first"),
    [
        (local(10, 21, 59), local(10, 21, 59)),
        (local(10, 22, 0), local(11, 8, 0)),
        (local(10, 23, 59), local(11, 8, 0)),
        (local(11, 0, 0), local(11, 8, 0)),
        (local(11, 7, 59), local(11, 8, 0)),
        (local(11, 8, 0), local(11, 8, 0)),
        (local(27, 23, 0), local(28, 8, 0)),  # the clock goes forward in this night
    ],
)
def test_the_night_moves_to_its_end(at, first):
    assert first_moment(at, zone="Europe/Amsterdam") == first


def test_it_is_the_recipients_own_night():
    at = local(10, 10, 0)
    assert first_moment(at, zone="America/Curacao") == datetime(2027, 3, 10, 8, tzinfo=ZoneInfo("America/Curacao"))


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc"])
def test_an_unknown_zone_counts_as_here(zone):
    assert first_moment(local(10, 23), zone=zone) == local(11, 8)


def test_quiet_hours_within_one_day(settings):
    settings.QUIET_HOURS = ("12:00", "14:00")
    assert first_moment(local(10, 13), zone="Europe/Amsterdam") == local(10, 14)
    assert first_moment(local(10, 23), zone="Europe/Amsterdam") == local(10, 23)
    assert first_moment(local(10, 11), zone="Europe/Amsterdam") == local(10, 11)


def test_without_quiet_hours_nothing_moves(settings):
    settings.QUIET_HOURS = ("00:00", "00:00")
    assert first_moment(local(10, 3), zone="Europe/Amsterdam") == local(10, 3)


@given(
    st.datetimes(min_value=datetime(2027, 1, 1), max_value=datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["Europe/Amsterdam", "America/Curacao", "America/St_Johns", "Asia/Tokyo"]),
)
def test_the_first_moment_is_never_at_night_and_never_earlier(at, zone):
    first = first_moment(at, zone=zone)
    assert first >= at
    assert first - at <= timedelta(hours=11)
    assert 8 <= first.astimezone(ZoneInfo(zone)).hour < 22
    assert first_moment(first, zone=zone) == first


def test_what_is_queued_at_night_is_due_in_the_morning(queued):
    night = datetime(2027, 3, 10, 23, 0, tzinfo=UTC)
    assert queued("a", due_at=night, expires_at=night + timedelta(days=1)).due_at == local(11, 8)
    assert Message.objects.get().due_at.date() == date(2027, 3, 11)
