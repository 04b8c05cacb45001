"""Every rhythm over years: no date lost, doubled or shifted, whatever holidays and clock changes come between."""

import itertools
from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportgroups import planning
from supportgroups.models import Room, Series
from supportgroups.planning import Change, Draft
from supportgroups.school_holidays import known, school_holiday

ZONE = "Europe/Amsterdam"
WERF = Room(name="De Werf", seats=12)
SPRING = Draft(first_on=date(2027, 4, 6), count=12, starts=time(19, 30), ends=time(21, 0), zone=ZONE, room=WERF)

days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
rhythms = st.sampled_from(Series.Rhythm.values)
everies = st.integers(1, 6)


def dates_of(draft: Draft) -> list[date]:
    return [slot.on for slot in planning.slots(draft)]


def fitting(first_on: date, rhythm: str, every: int, **different) -> Draft:
    """From the first such weekday, from the day given on, that fits the rhythm."""
    while planning.misfit(first_on, rhythm):
        first_on += timedelta(weeks=1)
    return replace(SPRING, first_on=first_on, rhythm=rhythm, every=every, **different)


@given(days, rhythms, everies, st.integers(1, 60))
@settings(max_examples=200)
def test_every_rhythm_starts_on_the_first_day_and_keeps_its_weekday(first_on, rhythm, every, count):
    draft = fitting(first_on, rhythm, every, count=count, on_holiday=Series.OnHoliday.SKIP)
    dates = dates_of(draft)
    assert dates[0] == draft.first_on
    assert len(dates) == count == len(set(dates))
    assert dates == sorted(dates)
    assert {day.weekday() for day in dates} == {first_on.weekday()}


@given(days, everies)
def test_weeks_are_as_far_apart_as_asked(first_on, every):
    dates = dates_of(fitting(first_on, Series.Rhythm.WEEKS, every))
    assert {later - one for one, later in itertools.pairwise(dates)} == {timedelta(weeks=every)}


@given(days, everies)
def test_a_month_is_never_left_out_or_met_twice(first_on, every):
    for rhythm in (Series.Rhythm.MONTH, Series.Rhythm.LAST_OF_MONTH):
        dates = dates_of(fitting(first_on, rhythm, every, on_holiday=Series.OnHoliday.SKIP))
        months = [day.year * 12 + day.month for day in dates]
        assert {later - one for one, later in itertools.pairwise(months)} == {every}


@given(days)
def test_the_last_of_the_month_has_no_such_weekday_after_it(first_on):
    for day in dates_of(fitting(first_on, Series.Rhythm.LAST_OF_MONTH, 1)):
        assert (day + timedelta(weeks=1)).month != day.month


@given(days, rhythms, everies, st.integers(0, 700))
def test_an_end_date_is_never_passed_and_the_next_date_would_be(first_on, rhythm, every, ahead):
    usual = fitting(first_on, rhythm, every)
    until = usual.first_on + timedelta(days=ahead)
    dates = dates_of(replace(usual, count=None, until=until))
    assert dates[-1] <= until
    following = list(zip(planning.regular_dates(usual.first_on, rhythm, every), range(len(dates) + 1), strict=False))
    assert following[-1][0] > until


@given(days, rhythms, everies, st.integers(1, 30))
def test_as_many_are_held_as_asked_when_dates_are_added_for_holidays(first_on, rhythm, every, count):
    slots = planning.slots(fitting(first_on, rhythm, every, count=count))
    held = [slot for slot in slots if slot.held]
    assert [slot.number for slot in held] == list(range(1, count + 1))
    assert not any(slot.holiday for slot in held)
    added = [slot for slot in slots if slot.instead_of]
    assert len(added) == len(slots) - count


@given(days, rhythms, st.times(time(6), time(20)))
def test_the_clock_says_the_same_time_on_every_date(first_on, rhythm, starts):
    starts = starts.replace(second=0, microsecond=0)
    draft = fitting(first_on, rhythm, 1, count=30, starts=starts, ends=planning.later(starts, timedelta(hours=1)))
    for slot in planning.slots(draft):
        begin = slot.period.lower.astimezone(ZoneInfo(ZONE))
        assert (begin.date(), begin.time()) == (slot.on, starts)
        assert slot.period.upper - slot.period.lower == timedelta(hours=1)


@given(days, st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)))
def test_a_change_on_one_date_leaves_the_others(first_on, skipped, moved):
    usual = replace(SPRING, first_on=first_on, on_holiday=Series.OnHoliday.SKIP)
    regular = planning.slots(usual)
    changes = {regular[place].on: Change(on=regular[place].on + timedelta(days=1)) for place in moved}
    changes |= {regular[place].on: Change(hold=False) for place in skipped}
    for place, (before, after) in enumerate(zip(regular, planning.slots(replace(usual, changes=changes)), strict=True)):
        assert after.on == before.on
        assert after.day - after.on == timedelta(days=place in moved - skipped)
        if place in skipped:
            assert not after.held
        elif place not in moved:
            assert after.held == before.held


def test_a_date_moved_by_hand_is_held():
    kings_day = date(2027, 4, 27)
    moved = planning.slots(replace(SPRING, changes={kings_day: Change(on=date(2027, 4, 28))}))
    assert [slot.day for slot in moved if slot.on == kings_day and slot.held] == [date(2027, 4, 28)]


@pytest.mark.parametrize(
    ("first_on", "rhythm", "why"),
    [
        (date(2027, 4, 20), Series.Rhythm.LAST_OF_MONTH, "not the last one"),
        (date(2027, 3, 30), Series.Rhythm.MONTH, "Choose the last"),
        (date(2027, 3, 30), Series.Rhythm.LAST_OF_MONTH, ""),
        (date(2027, 3, 30), Series.Rhythm.WEEKS, ""),
    ],
)
def test_a_rhythm_that_the_first_day_does_not_fit_is_explained(first_on, rhythm, why):
    misfit = planning.misfit(first_on, rhythm)
    assert why in misfit
    assert bool(misfit) == bool(why)


def test_school_holidays_name_their_regions_only_when_they_differ():
    assert school_holiday(date(2027, 10, 18)) == "Autumn holidays (north and central)"
    assert school_holiday(date(2027, 4, 28)) == "May holidays"
    assert school_holiday(date(2027, 3, 10)) == ""


def test_each_school_holiday_begins_before_it_ends():
    assert all(row[region][0] < row[region][1] for row in known() for region in ("north", "central", "south"))
