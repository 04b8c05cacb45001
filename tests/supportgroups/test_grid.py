"""Where a session stands in the week's grid of half hours, and beside which others."""

from datetime import UTC, date, datetime, time, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from supportgroups import grid
from supportgroups.agenda import Day, Sieve, Week
from supportgroups.models import Session
from trajectories.absences import actions as absences

MONDAY = date(2027, 4, 5)
ANYTHING = Sieve([], [], None, None, "")


def meeting(starts: str, ends: str) -> Session:
    """On that Monday; the clock says two hours more than UTC."""
    moments = (
        datetime.combine(MONDAY, time.fromisoformat(one), tzinfo=UTC) - timedelta(hours=2) for one in (starts, ends)
    )
    return Session(period=DateTimeTZRange(*moments))


def laid(*sessions: Session) -> grid.Grid:
    days = [Day(MONDAY, "", list(sessions)), Day(MONDAY + timedelta(days=1), "", [])]
    return grid.of(Week(MONDAY, days, ANYTHING))


def places(*sessions: Session) -> list[tuple[int, int, int, int]]:
    return [(spot.row, spot.end_row, spot.lane, spot.lanes) for spot in laid(*sessions).columns[0].spots]


def test_the_usual_hours_are_always_there():
    shown = laid()
    assert (shown.opens, shown.closes, shown.slots) == (9, 21, 24)
    assert shown.hours[0] == (4, time(10))
    assert shown.hours[-1] == (24, time(20))
    assert [column.number for column in shown.columns] == [2, 3]


def test_earlier_and_later_sessions_stretch_the_day():
    shown = laid(meeting("07:30", "08:15"), meeting("20:00", "21:30"))
    assert (shown.opens, shown.closes) == (7, 22)


def test_a_session_takes_the_half_hours_that_it_touches():
    assert places(meeting("09:00", "10:00")) == [(2, 4, 0, 1)]
    assert places(meeting("19:15", "20:45")) == [(22, 26, 0, 1)]


def test_until_midnight_or_beyond_is_until_the_end_of_the_day():
    shown = laid(meeting("21:00", "23:59"))
    assert shown.closes == 24
    beyond = Session(
        period=DateTimeTZRange(meeting("23:00", "23:30").period.lower, datetime(2027, 4, 5, 23, tzinfo=UTC))
    )
    assert [(spot.row, spot.end_row) for spot in laid(beyond).columns[0].spots] == [(30, 32)]


def test_those_at_the_same_time_stand_side_by_side():
    assert places(meeting("10:00", "11:00"), meeting("10:30", "11:30"), meeting("11:00", "12:00")) == [
        (4, 6, 0, 2),
        (5, 7, 1, 2),
        (6, 8, 0, 2),
    ]


def test_one_right_after_the_other_has_the_whole_width():
    assert [lanes for *_place, lanes in places(meeting("10:00", "11:00"), meeting("11:00", "12:00"))] == [1, 1]


def test_the_week_shows_its_working_days_and_a_weekend_only_with_sessions(plan, page_of, coordinator):
    browser = page_of(coordinator)
    assert browser.get("/groups/week/?on=2027-04-06").content.decode().count("data-day=") == 5
    plan(first_on=date(2027, 4, 10), count=1)
    assert browser.get("/groups/week/?on=2027-04-06").content.decode().count("data-day=") == 6


def test_planners_see_who_is_missed_and_may_drag(plan, organisation, page_of, coordinator, counsellor, colleague):
    plan(count=1)
    absences.announce(organisation=organisation, by=counsellor, since=MONDAY, back_on=date(2027, 4, 9))
    page = page_of(coordinator).get("/groups/week/?on=2027-04-06").content.decode()
    for shown in ("Ilse Doornbosch is away", "Take Farah Noordhoek", "is-missed", "data-move="):
        assert shown in page
    page = page_of(counsellor).get("/groups/week/?on=2027-04-06").content.decode()
    for hidden in ("is away", "is-missed", "data-move="):
        assert hidden not in page


def test_a_session_dropped_on_another_hour_keeps_its_length(session, page_of, coordinator):
    path = f"/groups/sessions/{session.pk}/move/?on=2027-04-09&at="
    page = page_of(coordinator).get(f"{path}14:30").content.decode()
    for shown in ('value="2027-04-09"', 'value="14:30"', 'value="16:00"'):
        assert shown in page
    assert 'value="19:30"' in page_of(coordinator).get(f"{path}25:00").content.decode()
