"""Which dates a series falls on: regular in local wall time, public holidays, what is different on one date."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.clocks import instant
from supportgroups.models import Room, Series

COUNTRY = "NL"
LANGUAGES = {"nl": "nl", "en": "en_US"}
SILENCE = time(20, 0)  # 4 May, two minutes of silence in the Netherlands
REST_BEFORE_SILENCE = timedelta(minutes=30)
IN_EACH_MONTH = 4
"""A fourth Tuesday comes every month, a fifth does not."""


@cache
def _of_year(year: int, language: str) -> Mapping[date, str]:
    return dict(holidays.country_holidays(COUNTRY, years=year, language=language))


def holiday(on: date) -> str:
    """The public holiday's name in the reader's language, or nothing."""
    return _of_year(on.year, LANGUAGES.get(get_language() or "", "nl")).get(on, "")


def period(on: date, starts: time, ends: time, zone: str) -> DateTimeTZRange:
    """From the instant of `starts`, as long as the clock says. 19:30 stays 19:30 when the clocks change."""
    start = instant(on, starts, zone)
    return DateTimeTZRange(start, start + duration(starts, ends))


def overlap(one: DateTimeTZRange, other: DateTimeTZRange) -> bool:
    return one.lower < other.upper and other.lower < one.upper


def duration(starts: time, ends: time) -> timedelta:
    return datetime.combine(date.min, ends) - datetime.combine(date.min, starts)


def later(at: time, by: timedelta) -> time:
    return (datetime.combine(date(2000, 1, 1), at) + by).time()


@dataclass(frozen=True)
class Change:
    """What a coordinator wants otherwise on one date: hold it or not, another day, room or hour."""

    hold: bool | None = None
    room: Room | None = None
    starts: time | None = None
    on: date | None = None


UNCHANGED = Change()


@dataclass(frozen=True)
class Draft:
    """A series as asked for, before it is planned."""

    first_on: date
    starts: time
    ends: time
    zone: str
    room: Room | None = None
    count: int | None = None
    until: date | None = None
    online_link: str = ""
    facilitators: tuple[User, ...] = ()
    rhythm: str = Series.Rhythm.WEEKS
    every: int = 1
    on_holiday: str = Series.OnHoliday.SKIP_AND_ADD
    changes: Mapping[date, Change] = field(default_factory=dict)


@dataclass(frozen=True)
class Slot:
    """One date of a series: regularly `on`, in fact on `day`. Without a number the date is left out."""

    on: date
    day: date
    number: int | None
    holiday: str
    starts: time
    ends: time
    zone: str
    room: Room | None
    change: Change
    instead_of: "Slot | None" = None

    @property
    def held(self) -> bool:
        return self.number is not None

    @property
    def period(self) -> DateTimeTZRange:
        return period(self.day, self.starts, self.ends, self.zone)

    @property
    def in_silence(self) -> bool:
        """On the evening of Remembrance Day, over the two minutes of silence."""
        return (self.day.month, self.day.day) == (5, 4) and self.starts <= SILENCE < self.ends

    @property
    def before_silence(self) -> time:
        """The start with which the session is over half an hour before the silence."""
        return later(SILENCE, -(REST_BEFORE_SILENCE + duration(self.starts, self.ends)))


def misfit(first_on: date, rhythm: str) -> str:
    """Why a series cannot keep this rhythm from this day on, or nothing."""
    number, is_last = _number_in_month(first_on), (first_on + timedelta(weeks=1)).month != first_on.month
    if rhythm == Series.Rhythm.LAST_OF_MONTH and not is_last:
        return _("%(weekday)s %(day)s is not the last one of its month.") % _words(first_on)
    if rhythm == Series.Rhythm.MONTH and number > IN_EACH_MONTH:
        return _("%(weekday)s %(day)s is the fifth of its month, which not every month has. Choose the last.") % _words(
            first_on
        )
    return ""


def regular_dates(first_on: date, rhythm: str, every: int) -> Iterator[date]:
    """From the first time on, without an end."""
    start = datetime.combine(first_on, time.min)
    if rhythm == Series.Rhythm.WEEKS:
        rule = rrule(WEEKLY, interval=every, dtstart=start)
    else:
        number = -1 if rhythm == Series.Rhythm.LAST_OF_MONTH else _number_in_month(first_on)
        rule = rrule(MONTHLY, interval=every, byweekday=weekday(first_on.weekday(), number), dtstart=start)
    return (moment.date() for moment in rule)


def slots(draft: Draft) -> list[Slot]:
    """Every date from the first time on; those that are left out are in the list, without a number.

    A series with a number may add dates for those that are left out; one with an end never goes beyond it.
    """
    dates: list[Slot] = []
    left_out: list[Slot] = []
    held = 0
    regular = regular_dates(draft.first_on, draft.rhythm, draft.every)
    while not _is_complete(draft, on=(on := next(regular)), dates=len(dates), held=held):
        added = len(dates) - draft.count if draft.count else -1
        slot = _slot(draft, on=on, number=held + 1, instead_of=left_out[added] if added >= 0 else None)
        dates.append(slot)
        if slot.held:
            held += 1
        else:
            left_out.append(slot)
    return dates


def _is_complete(draft: Draft, *, on: date, dates: int, held: int) -> bool:
    if draft.until:
        return on > draft.until
    return (held if draft.on_holiday == Series.OnHoliday.SKIP_AND_ADD else dates) >= draft.count


def _slot(draft: Draft, *, on: date, number: int, instead_of: Slot | None) -> Slot:
    change = draft.changes.get(on, UNCHANGED)
    day = change.on or on
    name = holiday(day)
    usually = bool(change.on) or not name
    held = usually if change.hold is None else change.hold
    starts = change.starts or draft.starts
    return Slot(
        on=on,
        day=day,
        number=number if held else None,
        holiday=name,
        starts=starts,
        ends=later(starts, duration(draft.starts, draft.ends)),
        zone=draft.zone,
        room=change.room or draft.room,
        change=change,
        instead_of=instead_of,
    )


def _number_in_month(on: date) -> int:
    return (on.day - 1) // 7 + 1


def _words(on: date) -> dict[str, str]:
    return {"weekday": date_format(on, "l").capitalize(), "day": date_format(on, "j F")}
