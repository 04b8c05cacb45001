"""The calendar: the sessions of one week or one month, day by day, of one room, facilitator or location if asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast, Trunc
from django.utils import timezone
from django.utils.formats import date_format

from aftercare.accounts.models import User
from aftercare.core.addresses import addresses
from supportgroups import planning
from supportgroups.models import Facilitation, Room, Session, SessionQuerySet, SupportGroup

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


class Entry(NamedTuple):
    """A session as a month tells it: months have a thousand, so these are words and nothing of a model."""

    starts: str
    group: str
    url: str
    move_url: str
    """Nothing when the reader cannot move it."""
    is_cancelled: bool
    is_draft: bool


@dataclass(frozen=True)
class Day:
    """Of a week it has sessions, of a month their entries."""

    on: date
    holiday: str
    sessions: list[Session] | list[Entry]
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
    weeks: list[list[Day]]
    sieve: Sieve

    @property
    def names_of_days(self) -> list[str]:
        return [date_format(day.on, "D") for day in self.weeks[0]]

    @property
    def before(self) -> date:
        return (self.first - DAYS[1]).replace(day=1)

    @property
    def after(self) -> date:
        return _next_month(self.first)

    @property
    def is_empty(self) -> bool:
        return not any(day.sessions for week in self.weeks for day in week)


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
    monday = first - timedelta(days=first.weekday())
    last = _next_month(first)
    sieve = _sieve(asked, groups)
    mondays = []
    while monday < last:
        mondays.append(monday)
        monday += WEEK
    found = _entries(_sessions(sieve, groups, mondays[0], monday, drafts=planner), planner=planner, at=at)
    weeks = [
        [
            Day(on, planning.holiday(on), found.get(on.isoformat(), []), is_outside=on.month != first.month)
            for on in (start + ahead for ahead in DAYS)
        ]
        for start in mondays
    ]
    return Month(first, weeks, sieve)


def _sieve(asked: Mapping[str, str], groups: QuerySet[SupportGroup]) -> Sieve:
    """What is not theirs is as if it was not asked."""
    rooms = Room.objects.filter(organisation__in=groups.order_by().values("organisation"))
    rooms = [Choice(*room) for room in rooms.values_list("pk", "name", "address")]
    leading = Facilitation.objects.filter(session__group__in=groups.order_by().values("pk"))
    people = User.objects.filter(pk__in=leading.order_by().values("user"))
    people = [Choice(*person) for person in people.values_list("pk", "name")]
    place = asked.get("place", "")
    return Sieve(
        rooms,
        people,
        next((room for room in rooms if str(room.pk) == asked.get("room")), None),
        next((person for person in people if str(person.pk) == asked.get("who")), None),
        place if any(room.address == place for room in rooms) else "",
    )


def _sessions(sieve: Sieve, groups: QuerySet[SupportGroup], start: date, end: date, *, drafts: bool) -> SessionQuerySet:
    sessions = Session.objects.filter(group__in=groups.order_by().values("pk"))
    sessions = sessions.within(_midnight(start), _midnight(end))
    if not drafts:
        sessions = sessions.published()
    return sieve.of(sessions).order_by("period__startswith", "period__endswith", "id")


def _entries(sessions: SessionQuerySet, *, planner: bool, at: datetime) -> dict[str, list[Entry]]:
    """Per day. PostgreSQL gives the day, the time and the id as the text that is shown."""
    page, whose = ("supportgroups:session", "id") if planner else ("supportgroups:group", "group_id")
    url_of, move_url_of = addresses(page), addresses("supportgroups:move")
    rows = sessions.values_list(
        Cast(Trunc("period__startswith", "minute"), TextField()),
        Cast(whose, TextField()),
        "group__name",
        "series__draft",
        "state",
        Q(period__startswith__gt=at),
    )
    found: dict[str, list[Entry]] = {}
    for begins, pk, group, is_draft, state, is_coming in rows:
        day, starts = begins[:10], begins[11:16]
        is_cancelled = state == Session.State.CANCELLED
        move_url = move_url_of(pk) if planner and is_coming and not is_cancelled else ""
        entry = Entry(starts, group, url_of(pk), move_url, is_cancelled, is_draft)
        found.setdefault(day, []).append(entry)
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
