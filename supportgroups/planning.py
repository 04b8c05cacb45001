"""Which dates a series falls on: regular in local wall time, public holidays, what is different on one date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import get_language

from aftercare.accounts.models import User
from aftercare.core.clocks import instant
from supportgroups.models import Room, Series

COUNTRY = "NL"
LANGUAGES = {"nl": "nl", "en": "en_US"}
SILENCE = time(20, 0)  # 4 May, two minutes of silence in the Netherlands
REST_BEFORE_SILENCE = timedelta(minutes=30)


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


def duration(starts: time, ends: time) -> timedelta:
    return datetime.combine(date.min, ends) - datetime.combine(date.min, starts)


def later(at: time, by: timedelta) -> time:
    return (datetime.combine(date(2000, 1, 1), at) + by).time()


@dataclass(frozen=True)
class Change:
    """What a coordinator wants otherwise on one date: hold it or not, another room, another hour."""

    hold: bool | None = None
    room: Room | None = None
    starts: time | None = None


UNCHANGED = Change()


@dataclass(frozen=True)
class Draft:
    """A series as asked for, before it is planned."""

    first_on: date
    count: int
    starts: time
    ends: time
    zone: str
    room: Room
    facilitators: tuple[User, ...] = ()
    every: int = Series.Every.WEEK
    on_holiday: str = Series.OnHoliday.SKIP_AND_ADD
    changes: Mapping[date, Change] = field(default_factory=dict)


@dataclass(frozen=True)
class Slot:
    """One date of a series. Without a number the date is left out."""

    on: date
    number: int | None
    holiday: str
    starts: time
    ends: time
    zone: str
    room: Room
    change: Change
    instead_of: "Slot | None" = None

    @property
    def held(self) -> bool:
        return self.number is not None

    @property
    def period(self) -> DateTimeTZRange:
        return period(self.on, self.starts, self.ends, self.zone)

    @property
    def in_silence(self) -> bool:
        """On the evening of Remembrance Day, over the two minutes of silence."""
        return (self.on.month, self.on.day) == (5, 4) and self.starts <= SILENCE < self.ends

    @property
    def before_silence(self) -> time:
        """The start with which the session is over half an hour before the silence."""
        return later(SILENCE, -(REST_BEFORE_SILENCE + duration(self.starts, self.ends)))


def slots(draft: Draft) -> list[Slot]:
    """Every date from the first time on; those that are left out are in the list, without a number."""
    dates: list[Slot] = []
    left_out: list[Slot] = []
    held = 0
    while (held if draft.on_holiday == Series.OnHoliday.SKIP_AND_ADD else len(dates)) < draft.count:
        added = len(dates) - draft.count
        slot = _slot(
            draft,
            on=draft.first_on + timedelta(weeks=draft.every * len(dates)),
            number=held + 1,
            instead_of=left_out[added] if added >= 0 else None,
        )
        dates.append(slot)
        if slot.held:
            held += 1
        else:
            left_out.append(slot)
    return dates


def _slot(draft: Draft, *, on: date, number: int, instead_of: Slot | None) -> Slot:
    change, name = draft.changes.get(on, UNCHANGED), holiday(on)
    held = not name if change.hold is None else change.hold
    starts = change.starts or draft.starts
    return Slot(
        on=on,
        number=number if held else None,
        holiday=name,
        starts=starts,
        ends=later(starts, duration(draft.starts, draft.ends)),
        zone=draft.zone,
        room=change.room or draft.room,
        change=change,
        instead_of=instead_of,
    )
