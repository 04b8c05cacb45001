"""The calendar: the sessions of one week or one month, day by day, of one room, facilitator or location if asked."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.db.models import CharField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Trunc
from django.utils import timezone

from supportgroups import planning
from supportgroups.models import Session, SessionQuerySet, SupportGroup

WEEK = timedelta(weeks=1)
WORKING_DAYS = 5
DAYS = [timedelta(days=day) for day in range(7)]


class Choice(NamedTuple):
    pk: UUID
    name: str
    address: str = ""
    """Of a room."""


@dataclass(frozen=True)
class Sieve:
    """What can be asked, and what is asked: a room, a facilitator, a location, or nothing of it."""

    rooms: list[Choice]
    people: list[Choice]
    room: Choice | None
    person: Choice | None
    place: str

    @property
    def places(self) -> list[str]:
        return sorted({room.address for room in self.rooms if room.address})

    @property
    def query(self) -> str:
        """As an address says it, to be put behind the day."""
        asked = {"room": self.room and self.room.pk, "who": self.person and self.person.pk, "place": self.place}
        return urlencode({name: value for name, value in asked.items() if value})

    def of(self, sessions: SessionQuerySet) -> SessionQuerySet:
        if self.room:
            sessions = sessions.filter(room=self.room.pk)
        if self.person:
            sessions = sessions.filter(facilitations__user=self.person.pk)
        if self.place:
            sessions = sessions.filter(room__address=self.place)
        return sessions


Entry = tuple[str, str, str, bool, bool, bool]
"""A session as a month tells it: months have a thousand, so this is as PostgreSQL gives it and nothing of a model.

When it begins ("2027-04-10 19:30"), the id of its page, the group, whether it is a draft, was cancelled, can be moved.
"""


@dataclass(frozen=True)
class Day:
    """Of a week it has sessions, of a month their entries: such a day is drawn once (docs/decisions/0044)."""

    on: date
    holiday: str
    sessions: list[Session] | tuple[Entry, ...]
    is_outside: bool = False


@dataclass(frozen=True)
class Week:
    monday: date
    days: list[Day]
    sieve: Sieve

    @property
    def sunday(self) -> date:
        return self.monday + DAYS[-1]

    @property
    def before(self) -> date:
        return self.monday - WEEK

    @property
    def after(self) -> date:
        return self.monday + WEEK

    @property
    def sessions(self) -> list[Session]:
        return [session for day in self.days for session in day.sessions]


@dataclass(frozen=True)
class Month:
    first: date
    days: list[Day]
    sieve: Sieve
    page: str
    """Where an entry leads."""

    @property
    def before(self) -> date:
        return (self.first - DAYS[1]).replace(day=1)

    @property
    def after(self) -> date:
        return _next_month(self.first)

    @property
    def is_empty(self) -> bool:
        return not any(day.sessions for day in self.days)


def week(*, asked: Mapping[str, str], groups: QuerySet[SupportGroup], planner: bool) -> Week:
    """The week of the day asked for, this week when that is no day; a weekend only with sessions or a holiday."""
    day = _day(asked.get("on", ""))
    monday = day - timedelta(days=day.weekday())
    sieve = _sieve(asked, groups)
    found: dict[date, list[Session]] = {}
    for session in _sessions(sieve, groups, monday, monday + WEEK, drafts=planner).with_people():
        found.setdefault(timezone.localtime(session.period.lower).date(), []).append(session)
    days = [Day(monday + ahead, planning.holiday(monday + ahead), found.get(monday + ahead, [])) for ahead in DAYS]
    weekend = [day for day in days[WORKING_DAYS:] if day.sessions or day.holiday]
    return Week(monday, days[:WORKING_DAYS] + weekend, sieve)


def month(*, asked: Mapping[str, str], groups: QuerySet[SupportGroup], planner: bool, at: datetime) -> Month:
    """The month of the day asked for, in whole weeks; this month when that is no day."""
    first = _day(asked.get("on", "")).replace(day=1)
    monday, last = first - timedelta(days=first.weekday()), _next_month(first)
    end = last + timedelta(days=-last.weekday() % 7)
    sieve = _sieve(asked, groups)
    page, whose = ("supportgroups:session", "id") if planner else ("supportgroups:group", "group_id")
    movable = Q(state=Session.State.PLANNED, period__startswith__gt=at) if planner else Value(value=False)
    found = _entries(_sessions(sieve, groups, monday, end, drafts=planner), whose=whose, movable=movable)
    days = [
        Day(on, planning.holiday(on), tuple(found[on.isoformat()]), is_outside=on.month != first.month)
        for on in (monday + timedelta(days=ahead) for ahead in range((end - monday).days))
    ]
    return Month(first, days, sieve, page)


def _sieve(asked: Mapping[str, str], groups: QuerySet[SupportGroup]) -> Sieve:
    """What is not theirs is as if it was not asked."""
    mine, params = groups.order_by().values("pk", "organisation").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_choices_sql(mine), params)
        found = cursor.fetchall()
    rooms = [Choice(*choice) for is_room, *choice in found if is_room]
    people = [Choice(*choice) for is_room, *choice in found if not is_room]
    place = asked.get("place", "")
    return Sieve(
        rooms,
        people,
        next((room for room in rooms if str(room.pk) == asked.get("room")), None),
        next((person for person in people if str(person.pk) == asked.get("who")), None),
        place if any(room.address == place for room in rooms) else "",
    )


def _choices_sql(mine: str) -> str:
    """Rooms and facilitators by name. In SQL, for the ORM took five times as long: see docs/decisions/0044."""
    return f"""
        WITH mine (id, organisation) AS ({mine})
        SELECT true AS is_room, id, name, address FROM supportgroups_room
        WHERE organisation_id IN (SELECT organisation FROM mine)
        UNION ALL
        SELECT false, id, name, '' FROM accounts_user WHERE id IN (
            SELECT user_id FROM supportgroups_facilitation AS facilitation
            JOIN supportgroups_session AS session ON session.id = session_id
            WHERE group_id IN (SELECT id FROM mine)
        )
        ORDER BY name, id
    """  # noqa: S608 - every part is ours


def _sessions(sieve: Sieve, groups: QuerySet[SupportGroup], start: date, end: date, *, drafts: bool) -> SessionQuerySet:
    sessions = Session.objects.filter(group__in=groups.order_by().values("pk"))
    sessions = sessions.within(_midnight(start), _midnight(end))
    if not drafts:
        sessions = sessions.published()
    return sieve.of(sessions).order_by("period__startswith", "period__endswith", "id")


def _entries(sessions: SessionQuerySet, *, whose: str, movable: Q | Value) -> Mapping[str, list[Entry]]:
    """By the day with which each begins."""
    rows = sessions.values_list(
        Cast(Trunc("period__startswith", "minute"), CharField(max_length=16)),
        Cast(whose, TextField()),
        "group__name",
        "series__draft",
        Q(state=Session.State.CANCELLED),
        movable,
    )
    found: Mapping[str, list[Entry]] = defaultdict(list)
    for entry in rows:
        found[entry[0][:10]].append(entry)
    return found


def _day(asked: str) -> date:
    """Far years have no weeks around them."""
    today = timezone.localdate()
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return today
    return day if abs(day - today) < timedelta(days=36_500) else today


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))
