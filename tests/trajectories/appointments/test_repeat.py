"""A regular row: the same time on the clock, public holidays, and the days as they are looked at before."""

from datetime import UTC, date, datetime, time
from html import unescape

import pytest

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Refused
from tests.trajectories.appointments.conftest import HOUR, NOW, WEEK
from trajectories.appointments import actions as appointments
from trajectories.appointments import dates
from trajectories.appointments.models import Appointment
from trajectories.plans import actions as plans

HOME = "Europe/Amsterdam"


def row(first_on: date, at: time, *, zone: str = HOME, every_weeks: int = 1, times: int | None = None, until=None):
    return dates.days(first_on=first_on, at=at, zone=zone, every_weeks=every_weeks, times=times, until=until)


@pytest.mark.parametrize(
    ("first_on", "hours"),
    [
        (date(2027, 3, 21), [18, 17, 17]),  # summer time begins on 28 March
        (date(2027, 10, 24), [17, 18, 18]),  # and ends on 31 October
    ],
)
def test_seven_in_the_evening_stays_seven_in_the_evening(first_on, hours):
    days = row(first_on, time(19), times=3)
    assert [day.starts_at.hour for day in days] == hours
    assert [day.on for day in days] == [first_on, first_on + WEEK, first_on + 2 * WEEK]


@pytest.mark.parametrize(("zone", "hours"), [("Atlantic/Azores", [20, 19]), ("Europe/Athens", [17, 16])])
def test_each_side_of_home_has_its_own_clock(zone, hours):
    assert [day.starts_at.hour for day in row(date(2027, 3, 21), time(19), zone=zone, times=2)] == hours


def test_a_time_that_a_night_does_not_have_is_its_first_valid_minute():
    (night,) = row(date(2027, 3, 28), time(2, 30), times=1)
    assert night.starts_at == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_until_a_day_includes_that_day():
    days = row(date(2026, 3, 19), time(10, 30), every_weeks=2, until=date(2026, 4, 16))
    assert [day.on.isoformat() for day in days] == ["2026-03-19", "2026-04-02", "2026-04-16"]


def test_a_row_is_planned_after_its_days_were_seen(desk, url, typed, trajectory):
    weekly = typed | {"every_weeks": "1", "times": "7"}
    page = desk.post(url(), weekly)
    preview = page.context["preview"]
    assert [len(preview.choices), len(preview.chosen)] == [7, 7]
    assert not trajectory.appointments.exists()
    desk.post(url(), weekly | {"seen": preview.seen, "on": [day.on for day in preview.chosen]})
    planned = list(trajectory.appointments.all())
    assert len(planned) == 7
    assert len({one.series_id for one in planned}) == 1
    assert planned[0].starts_at.hour != planned[-1].starts_at.hour  # the clock changes in between
    assert AccessEntry.objects.filter(event=Event.CHANGE, object_id=planned[0].series_id).count() == 1


def test_public_holidays_are_named_and_left_out_unless_ticked(desk, url, typed, trajectory):
    spring = typed | {"day": "2026-04-20", "every_weeks": "1", "times": "3"}
    page = desk.post(url(), spring)
    assert "King's Day" in unescape(page.content.decode())
    preview = page.context["preview"]
    assert [choice.chosen for choice in preview.choices] == [True, False, True]
    desk.post(url(), spring | {"seen": preview.seen, "on": ["2026-04-20", "2026-04-27"]})
    days = [one.starts_at.date().isoformat() for one in trajectory.appointments.all()]
    assert days == ["2026-04-20", "2026-04-27"]


def test_one_day_that_is_a_holiday_is_looked_at_before(desk, url, typed, trajectory):
    holiday = typed | {"day": "2026-04-27"}
    page = desk.post(url(), holiday)
    assert [choice.day.holiday for choice in page.context["preview"].choices] == ["King's Day"]
    assert not trajectory.appointments.exists()
    desk.post(url(), holiday | {"seen": page.context["preview"].seen, "on": "2026-04-27"})
    assert trajectory.appointments.get().series is None


def test_other_days_than_those_that_were_seen_are_shown_first(desk, url, typed, trajectory):
    seen = desk.post(url(), typed | {"every_weeks": "1", "times": "3"}).context["preview"].seen
    later = typed | {"day": "2026-03-26", "every_weeks": "1", "times": "3", "seen": seen, "on": ["2026-04-02"]}
    preview = desk.post(url(), later).context["preview"]
    assert [choice.chosen for choice in preview.choices] == [False, True, True]
    assert not trajectory.appointments.exists()


def test_the_days_appear_while_typing(desk, url, typed, trajectory):
    answer = desk.post(url(), typed | {"every_weeks": "4", "times": "3"}, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert html.count('name="on"') == 3
    assert "<h1" not in html
    assert desk.post(url(), {"day": ""}, headers={"HX-Request": "true"}).content.strip() == b""
    assert not trajectory.appointments.exists()


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"every_weeks": "1"}, "times"),
        ({"every_weeks": "1", "times": "1"}, "times"),
        ({"every_weeks": "1", "times": "53"}, "times"),
        ({"every_weeks": "1", "times": "3", "until": "2026-06-01"}, "until"),
        ({"every_weeks": "1", "until": "2026-03-19"}, "until"),
        ({"every_weeks": "1", "until": "2027-12-31"}, "until"),
        ({"every_weeks": "1", "times": "3", "day": ""}, "day"),
        ({"every_weeks": "1", "times": "3", "seen": "2026-03-19,2026-03-26,2026-04-02"}, "day"),
    ],
)
def test_a_wrong_row_is_said_at_the_field(desk, url, typed, trajectory, wrong, where):
    page = desk.post(url(), typed | wrong)
    assert list(page.context["form"].errors) == [where]
    assert not trajectory.appointments.exists()


def test_without_a_day_there_is_no_row(trajectory, counsellor):
    rhythm = {"every_weeks": 1, "wall_time": time(10), "zone": HOME}
    with pytest.raises(Refused):
        appointments.plan_row(trajectory=trajectory, by=counsellor, with_user=counsellor, moments=[], **rhythm)


@pytest.mark.parametrize(
    ("frequency", "weeks"),
    [
        ("Elke week", 1),
        ("Twice a week, mostly", 1),
        ("Om de week", 2),
        ("Elke 3 weken", 3),
        ("Every 6 weeks", 6),
        ("Om de twee weken", 2),
        ("Iedere drie weken", 3),
        ("Every four weeks", 4),
        ("Elke zes weken", 6),
        ("1 keer per maand", 4),
        ("Zo vaak als nodig", None),
        ("Elke 0 weken", None),
    ],
)
def test_how_often_is_read_from_the_plan(frequency, weeks):
    assert dates.weeks_in(frequency) == weeks


def next_of(appointment: Appointment) -> str:
    found = dates.next_day(appointment, today=NOW.date(), zone=HOME)
    return f"{found.on} {found.starts_at:%H:%M}"


def test_the_next_one_follows_the_plan(plan, trajectory, counsellor):
    held = plan(-HOUR / HOUR)
    plans.add(
        trajectory=trajectory,
        by=counsellor,
        kind="individual",
        title="Gesprek",
        frequency="Om de week",
        state="active",
    )
    assert next_of(held) == "2026-03-26 08:00"
    held.kind = Appointment.Kind.FAMILY
    assert next_of(held) == "2026-03-26 08:00"  # the usual rhythm: nothing is agreed about the family


@pytest.mark.parametrize(("weeks_in", "expected"), [(7, "2026-03-19"), (8, "2026-03-26"), (43, "2026-04-09")])
def test_without_an_agreement_the_usual_rhythm_is_proposed(plan, trajectory, weeks_in, expected):
    trajectory.starts_on = NOW.date() - weeks_in * WEEK
    held = plan(-1)
    assert next_of(held).startswith(expected)


def test_the_next_one_of_a_row_follows_the_row_and_passes_holidays(trajectory, counsellor):
    first, *_rest = appointments.plan_row(
        trajectory=trajectory,
        by=counsellor,
        with_user=counsellor,
        moments=[datetime(2026, 3, 30, 8, 0, tzinfo=UTC)],
        every_weeks=4,
        wall_time=time(10),
        zone=HOME,
    )
    assert next_of(first) == "2026-05-04 08:00"  # four weeks later is King's Day
    long_ago = Appointment(trajectory=trajectory, series=first.series, starts_at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    assert next_of(long_ago) == "2026-03-30 08:00"
