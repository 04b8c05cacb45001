"""Which dates a series falls on."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from aftercare.core.clocks import instant
from supportgroups import planning
from supportgroups.models import Room, Series
from supportgroups.planning import Change, Draft

ZONE = "Europe/Amsterdam"
WERF, KADEZAAL = Room(name="De Werf", seats=12), Room(name="Kadezaal", seats=8)
SPRING = Draft(first_on=date(2027, 4, 6), count=12, starts=time(19, 30), ends=time(21, 0), zone=ZONE, room=WERF)
KINGS_DAY = date(2027, 4, 27)


def held(draft: Draft) -> list[date]:
    return [slot.on for slot in planning.slots(draft) if slot.held]


def test_a_public_holiday_is_skipped_and_a_week_added():
    weeks = planning.slots(SPRING)
    assert len(held(SPRING)) == 12
    assert [slot.on for slot in weeks if not slot.held] == [KINGS_DAY]
    assert weeks[-1].on == date(2027, 6, 29)
    assert weeks[-1].instead_of.holiday == "King's Day"
    assert weeks[-2].instead_of is None


def test_a_public_holiday_shortens_the_series_if_asked():
    shorter = replace(SPRING, on_holiday=Series.OnHoliday.SKIP)
    assert len(held(shorter)) == 11
    assert held(shorter)[-1] == date(2027, 6, 22)
    assert [slot.number for slot in planning.slots(shorter)][:5] == [1, 2, 3, None, 4]


def test_a_holiday_can_be_held_anyway():
    assert KINGS_DAY in held(replace(SPRING, changes={KINGS_DAY: Change(hold=True)}))


def test_a_date_can_be_left_out_and_an_added_week_says_for_which():
    weeks = planning.slots(replace(SPRING, changes={date(2027, 5, 18): Change(hold=False)}))
    assert [slot.instead_of.on for slot in weeks[-2:]] == [KINGS_DAY, date(2027, 5, 18)]
    assert weeks[-1].on == date(2027, 7, 6)


def test_an_added_week_that_is_a_holiday_itself_moves_on():
    december = replace(SPRING, first_on=date(2027, 12, 18), count=1, changes={date(2027, 12, 18): Change(hold=False)})
    assert held(december) == [date(2028, 1, 8)]  # 25 December and 1 January are Saturdays too


def test_king_s_day_is_on_saturday_when_the_27th_is_a_sunday():
    with translation.override("nl"):
        assert planning.holiday(date(2031, 4, 26)) == "Koningsdag"
        assert planning.holiday(date(2031, 4, 27)) == ""


@pytest.mark.parametrize(("language", "name"), [("nl", "Koningsdag"), ("en", "King's Day"), (None, "Koningsdag")])
def test_holidays_are_named_in_the_reader_s_language(language, name):
    with translation.override(language):
        assert planning.holiday(KINGS_DAY) == name


def test_one_date_can_have_another_room_and_hour():
    change = Change(room=KADEZAAL, starts=time(18, 0))
    slot = planning.slots(replace(SPRING, changes={date(2027, 5, 4): change}))[4]
    assert (slot.room, slot.starts, slot.ends) == (KADEZAAL, time(18, 0), time(19, 30))


def test_the_evening_of_remembrance_day_is_noted_with_an_earlier_start():
    weeks = {slot.on: slot for slot in planning.slots(SPRING)}
    assert [on for on, slot in weeks.items() if slot.in_silence] == [date(2027, 5, 4)]
    assert weeks[date(2027, 5, 4)].before_silence == time(18, 0)


def test_a_session_that_ends_before_the_silence_is_not_noted():
    early = replace(SPRING, starts=time(18, 0), ends=time(19, 30))
    assert not any(slot.in_silence for slot in planning.slots(early))


@pytest.mark.parametrize("first_on", [date(2027, 3, 23), date(2027, 10, 26)])
def test_half_past_seven_stays_half_past_seven_across_the_clock_change(first_on):
    around = replace(SPRING, first_on=first_on, count=2)
    before, after = [slot.period for slot in planning.slots(around)]
    assert after.lower - before.lower != timedelta(weeks=1)
    for period in (before, after):
        assert f"{period.lower.astimezone(ZoneInfo(ZONE)):%H:%M}" == "19:30"
        assert f"{period.upper.astimezone(ZoneInfo(ZONE)):%H:%M}" == "21:00"


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Amsterdam", "Europe/Helsinki"])
def test_every_minute_of_a_clock_change_gives_a_session_of_the_asked_length(day, zone):
    for minute in range(24 * 60 - 45):
        starts = time(*divmod(minute, 60))
        period = planning.period(day, starts, planning.later(starts, timedelta(minutes=45)), zone)
        assert period.lower == instant(day, starts, zone)
        assert period.upper - period.lower == timedelta(minutes=45)


def test_half_past_two_in_the_gap_begins_at_three():
    period = planning.period(date(2027, 3, 28), time(2, 30), time(3, 15), ZONE)
    assert period.lower == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
