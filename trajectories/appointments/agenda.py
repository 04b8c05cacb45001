"""The agenda of whoever sees clients: one week, day by day, appointments and the groups they facilitate."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from aftercare.accounts.models import User
from supportgroups.models import Session
from supportgroups.planning import holiday
from trajectories.appointments.access import facilitated_by
from trajectories.appointments.models import Appointment

WEEK = timedelta(weeks=1)
DAYS = [timedelta(days=day) for day in range(7)]
FURTHEST = timedelta(days=3650)


@dataclass(frozen=True)
class Day:
    on: date
    holiday: str
    entries: list[Appointment | Session]


@dataclass(frozen=True)
class Week:
    monday: date
    days: list[Day]

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
        return not any(day.entries for day in self.days)


def week(user: User, *, asked_day: str, appointments: QuerySet[Appointment]) -> Week:
    """The week of the day asked for, this week when that is no day."""
    day = _day(asked_day)
    monday = day - timedelta(days=day.weekday())
    start, end = _midnight(monday), _midnight(monday + WEEK)
    listed = appointments.filter(starts_at__gte=start, starts_at__lt=end)
    by_day: dict[date, list[tuple[datetime, Appointment | Session]]] = {}
    for at, entry in [
        *((one.starts_at, one) for one in listed.select_related("with_user", "trajectory__client__user")),
        *((one.period.lower, one) for one in facilitated_by(user, start, end)),
    ]:
        by_day.setdefault(timezone.localtime(at).date(), []).append((at, entry))
    days = [_of_day(monday + ahead, by_day.get(monday + ahead, [])) for ahead in DAYS]
    today = timezone.localdate()
    return Week(monday, [one for one in days if one.entries or one.holiday or one.on == today])


def _of_day(on: date, entries: list[tuple[datetime, Appointment | Session]]) -> Day:
    return Day(on, holiday(on), [entry for _at, entry in sorted(entries, key=lambda pair: pair[0])])


def _day(asked: str) -> date:
    today = timezone.localdate()
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return today
    return day if abs(day - today) < FURTHEST else today


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))
