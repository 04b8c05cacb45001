"""A month of a thousand sessions and a series of three years cost as many queries as few of them."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from supportgroups import actions
from supportgroups.models import Scope, Series, Session

THREE_YEARS = 156
APRIL = "on=2027-04-10"


def queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


@pytest.fixture
def crowd(plan, group):
    """crowd(1000) fills April with so many sessions online."""
    series = plan(count=1, room=None, online_link="https://meet.example/a", facilitators=[])
    first = timezone.make_aware(datetime.combine(date(2027, 4, 1), time(8)))

    def filled(number: int) -> None:
        starts = [first + timedelta(days=each % 30, minutes=15 * (each // 30)) for each in range(number)]
        Session.objects.bulk_create(
            Session(
                organisation_id=group.organisation_id,
                group=group,
                series=series,
                period=DateTimeTZRange(start, start + timedelta(hours=1)),
                online_link=series.online_link,
            )
            for start in starts
        )

    return filled


@pytest.mark.parametrize("kind", ["month", "week"])
def test_a_month_of_a_thousand_sessions(kind, crowd, page_of, coordinator):
    browser = page_of(coordinator)
    address = f"/groups/{kind}/?{APRIL}"
    browser.get(address)
    few = queries(lambda: browser.get(address))
    crowd(1000)
    assert queries(lambda: browser.get(address)) == few
    assert browser.get(address).content.decode().count("data-move=") > 200


def test_three_years_are_previewed_in_as_many_queries_as_three_weeks(page_of, coordinator, room, counsellor):
    typed = {"name": "Lang", "first_on": "2027-04-06", "every": "1", "starts": "19:30", "ends": "21:00"}
    typed |= {"room": room.pk, "facilitators": [counsellor.pk], "on_holiday": "skip_and_add"}
    browser = page_of(coordinator)

    def look(count: int) -> int:
        return queries(lambda: browser.post("/groups/plan/", typed | {"count": count}))

    look(3)
    assert look(THREE_YEARS) == look(3)


def test_three_years_are_planned_changed_and_cancelled_in_as_many(
    plan, coordinator, other_group, other_room, colleague
):
    def lives(series: Series) -> tuple[int, int]:
        session = series.sessions.select_related("organisation", "group", "room", "series").first()
        facilitators = [part.user for part in session.facilitations.select_related("user")]
        change = {"session": session, "by": coordinator, "scope": Scope.ALL, "on": date(2027, 4, 7)}
        change |= {"starts": time(18), "ends": time(19), "room": session.room, "facilitators": facilitators}
        return (
            queries(lambda: actions.change(**change)),
            queries(lambda: actions.cancel_session(session=session, by=coordinator, scope=Scope.ALL)),
        )

    planned = {}
    short = queries(lambda: planned.update(short=plan(count=3)))
    of_another = {"group": other_group, "room": other_room, "facilitators": [colleague]}
    assert queries(lambda: planned.update(long=plan(count=THREE_YEARS, **of_another))) == short
    assert planned["long"].sessions.count() == THREE_YEARS
    assert lives(planned["long"]) == lives(planned["short"])
