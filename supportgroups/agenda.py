"""The sessions of one week, day by day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from supportgroups import planning
from supportgroups.models import Room, Session, SupportGroup

WEEK = timedelta(weeks=1)
DAYS = [timedelta(days=day) for day in range(7)]


@dataclass(frozen=True)
class Day:
    on: date
    holiday: str
    sessions: list[Session]


@dataclass(frozen=True)
class Week:
    monday: date
    days: list[Day]
    rooms: list[Room]
    room: Room | None

    @property
    def in_room(self) -> str:
        """The room asked for, as an address says it."""
        return str(self.room.pk) if self.room else ""

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
    def is_empty(self) -> bool:
        return not any(day.sessions for day in self.days)


def week(*, asked_day: str, asked_room: str, groups: QuerySet[SupportGroup], drafts: bool) -> Week:
    """The week of the day asked for, this week when that is no day; in one room when that is one of theirs."""
    day = _day(asked_day)
    monday = day - timedelta(days=day.weekday())
    rooms = list(Room.objects.filter(organisation__in=groups.order_by().values("organisation")))
    room = next((room for room in rooms if str(room.pk) == asked_room), None)
    sessions = Session.objects.filter(group__in=groups.order_by().values("pk"))
    sessions = sessions.within(_midnight(monday), _midnight(monday + WEEK)).with_people()
    if not drafts:
        sessions = sessions.published()
    if room:
        sessions = sessions.filter(room=room)
    by_day: dict[date, list[Session]] = {}
    for session in sessions.order_by("period", "id"):
        by_day.setdefault(timezone.localtime(session.period.lower).date(), []).append(session)
    days = [Day(monday + ahead, planning.holiday(monday + ahead), by_day.get(monday + ahead, [])) for ahead in DAYS]
    return Week(monday, [day for day in days if day.sessions or day.holiday], rooms, room)


def _day(asked: str) -> date:
    """Far years have no weeks around them."""
    today = timezone.localdate()
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return today
    return day if abs(day - today) < timedelta(days=36_500) else today


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))
