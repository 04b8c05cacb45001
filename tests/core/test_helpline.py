"""The helpline's hours: Monday to Friday 07:00 to 22:00 in Dutch wall time, not on public holidays."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from aftercare.core.helpline import helpline

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def at(year, month, day, hour, minute=0):
    return helpline(at=datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM))


@pytest.mark.parametrize(
    ("moment", "is_open", "now"),
    [
        ((2027, 3, 15, 6, 59), False, "Opens today at 07:00"),
        ((2027, 3, 15, 7, 0), True, "Open until 22:00"),
        ((2027, 3, 15, 21, 59), True, "Open until 22:00"),
        ((2027, 3, 15, 22, 0), False, "Opens tomorrow at 07:00"),
        ((2027, 3, 19, 22, 0), False, "Opens Monday at 07:00"),  # Friday evening
        ((2027, 3, 20, 12, 0), False, "Opens Monday at 07:00"),  # Saturday
        ((2027, 3, 21, 12, 0), False, "Opens tomorrow at 07:00"),  # Sunday
        ((2027, 3, 29, 12, 0), False, "Opens tomorrow at 07:00"),  # Easter Monday
        ((2027, 3, 27, 12, 0), False, "Opens Tuesday at 07:00"),  # the Saturday before it
        ((2027, 4, 27, 6, 0), False, "Opens tomorrow at 07:00"),  # King's Day
        ((2026, 12, 24, 22, 30), False, "Opens Monday at 07:00"),  # Christmas on Friday and Saturday
        ((2026, 12, 31, 23, 0), False, "Opens Monday at 07:00"),  # over the turn of the year
    ],
)
def test_it_says_whether_it_is_open_and_when_it_opens(moment, is_open, now):
    shown = at(*moment)
    assert (shown.is_open, shown.now) == (is_open, now)


def test_hours_are_dutch_wall_time_in_summer_and_in_winter():
    assert helpline(at=datetime(2027, 7, 1, 5, 0, tzinfo=UTC)).is_open
    assert not helpline(at=datetime(2027, 1, 4, 5, 0, tzinfo=UTC)).is_open
    assert helpline(at=datetime(2027, 1, 4, 6, 0, tzinfo=UTC)).is_open


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (datetime(2028, 3, 26, 5, 0, tzinfo=UTC), datetime(2028, 3, 26, 20, 0, tzinfo=UTC)),
        (datetime(2027, 10, 31, 6, 0, tzinfo=UTC), datetime(2027, 10, 31, 21, 0, tzinfo=UTC)),
    ],
    ids=["clocks go forward", "clocks go back"],
)
def test_on_the_day_that_the_clock_changes_it_keeps_the_hours_on_the_wall(settings, opens, closes):
    settings.HELPLINE = settings.HELPLINE | {"weekdays": [6]}
    moments = (opens - MINUTE, opens, closes - MINUTE, closes)
    assert [helpline(at=moment).is_open for moment in moments] == [False, True, True, False]


@pytest.mark.parametrize("day", [(2027, 5, 6), (2027, 5, 17), (2027, 1, 1), (2030, 5, 5)])
def test_it_is_closed_on_dutch_public_holidays(settings, day):
    settings.HELPLINE = settings.HELPLINE | {"weekdays": range(7)}
    assert not at(*day, 12).is_open


def test_the_day_of_liberation_is_free_once_in_five_years():
    assert at(2027, 5, 5, 12).is_open


def test_a_week_or_more_ahead_is_a_date(settings):
    settings.HELPLINE = settings.HELPLINE | {"weekdays": [0]}
    assert at(2027, 3, 29, 12).now == "Opens 5 April at 07:00"


@pytest.mark.parametrize(
    ("weekdays", "words"),
    [
        ([0, 1, 2, 3, 4], "Mon-Fri, 07:00 to 22:00"),
        ([0, 2, 4], "Mon, Wed, Fri, 07:00 to 22:00"),
        ([5, 6], "Sat, Sun, 07:00 to 22:00"),
    ],
)
def test_its_hours_are_said_in_short(settings, weekdays, words):
    settings.HELPLINE = settings.HELPLINE | {"weekdays": weekdays}
    assert str(at(2027, 3, 15, 12).hours) == words


def test_its_number_can_be_called(settings):
    settings.HELPLINE = settings.HELPLINE | {"phone": "+31 20 123 45 67"}
    assert at(2027, 3, 15, 12).tel == "tel:+31201234567"
