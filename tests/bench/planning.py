"""P10: a year of sessions in one statement under constraints, beside looking first at each date; races for a room."""

import time as clock
from datetime import date, time, timedelta

from django.db import connection

from aftercare.accounts.models import Organisation, User
from aftercare.core import scope
from aftercare.local.postgres import APPLICATION
from supportgroups import actions, planning
from supportgroups.models import Facilitation, Room, Series, Session, SupportGroup
from tests import races
from tests.bench.judging import Line, Spread, count, verdict
from tests.bench.portal import Served
from tests.stage import connected

GOAL, WEEKS = 0.2, 52
YEAR = {"starts": time(19), "ends": time(20, 30), "on_holiday": Series.OnHoliday.SKIP}
DOUBLE = """
SELECT count(*) FROM supportgroups_session AS one JOIN supportgroups_session AS other
ON one.room_id = other.room_id AND one.period && other.period AND one.id < other.id
WHERE one.state = 'planned' AND other.state = 'planned'
"""


def lines(served: Served, *, series: int, contests: int) -> list[Line]:
    with connected(served.url(APPLICATION)):
        with scope.system():
            room, leader, coordinator = _room(), *_people()
            groups = [_group(room.organisation, coordinator, f"Bank {number}") for number in range(2)]
        mine, naive = [], []
        for number in range(series):
            first = _first_day(number)
            mine.append(_seconds(lambda first=first: _plan(groups[0], room, leader, coordinator, first)))
            naive.append(_seconds(lambda first=first: _look_then_insert(groups[1], room, leader, coordinator, first)))
        won = [_contest(groups, room, leader, coordinator, number) for number in range(contests)]
        with scope.system(), connection.cursor() as cursor:
            cursor.execute(DOUBLE)
            double = cursor.fetchone()[0]
    found = Spread.of([one / other for one, other in zip(mine, naive, strict=True)])
    judged = verdict(found.middle, GOAL)
    name = f"{WEEKS} sessions in one statement, beside looking first"
    timed = Line(
        "P10", name, p50=1000 * Spread.of(mine).middle, ratio=found, unit="×", gate=f"≤ {GOAL}", verdict=judged
    )
    booked = count("P10", f"double bookings in {contests} races", found=double, goal=0, exactly=True)
    return [timed, booked, count("P10", "winners of each race", found=max(won, default=0), goal=1, exactly=True)]


def _first_day(number: int) -> date:
    """A day of the week of its own, and after seven series other years: no series meets another one."""
    years, day = divmod(number, 7)
    return date(2030, 1, 7) + timedelta(days=day, weeks=years * (WEEKS + 1))


def _room() -> Room:
    organisation = Organisation.objects.get(name="Organisatie 0")
    return Room.objects.create(organisation=organisation, name="Bank", seats=12)


def _people() -> tuple[User, User]:
    return tuple(User.objects.get(email=f"{who}@bench.example") for who in ("begeleider1", "coordinator"))


def _group(organisation: Organisation, by: User, name: str) -> SupportGroup:
    return actions.create_group(organisation=organisation, by=by, name=name)


def _plan(group: SupportGroup, room: Room, leader: User, by: User, first: date, weeks: int = WEEKS) -> Series:
    with scope.system():
        return actions.plan_series(
            group=group, by=by, first_on=first, count=weeks, room=room, facilitators=[leader], **YEAR
        )


def _look_then_insert(group: SupportGroup, room: Room, leader: User, by: User, first: date) -> None:
    """As it is first thought of: is the room free, is the leader free, then the session; date by date."""
    with scope.system():
        series = Series.objects.create(
            organisation=group.organisation, group=group, first_on=first, count=WEEKS, room=room, planned_by=by,
            starts=time(21), ends=time(22),
        )  # fmt: skip
        for week in range(WEEKS):
            period = planning.period(first + timedelta(weeks=week), time(21), time(22), "Europe/Amsterdam")
            if Session.objects.planned().filter(room=room, period__overlap=period).exists():
                continue
            if Facilitation.objects.filter(user=leader, period__overlap=period).exists():
                continue
            session = Session.objects.create(
                organisation=group.organisation, group=group, series=series, room=room, period=period
            )
            Facilitation.objects.create(organisation=group.organisation, session=session, user=leader, period=period)


def _contest(groups: list[SupportGroup], room: Room, leader: User, by: User, number: int) -> int:
    """Two planners want the same room at the same time: how many of them got it."""
    day = date(2040, 1, 2) + timedelta(days=number)
    answers = races.at_once(*(lambda group=group: _plan(group, room, leader, by, day, 1) for group in groups))
    return sum(isinstance(answer, Series) for answer in answers)


def _seconds(work) -> float:
    began = clock.perf_counter()
    work()
    return clock.perf_counter() - began
