"""The days that are about to be planned, each with what is in the way, to be ticked or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from aftercare.accounts.models import User
from trajectories.appointments import clashes, dates
from trajectories.appointments.clashes import Clash
from trajectories.appointments.dates import Day
from trajectories.appointments.models import Appointment


@dataclass(frozen=True)
class Choice:
    day: Day
    clashes: list[Clash]
    chosen: bool


@dataclass(frozen=True)
class Preview:
    choices: list[Choice]
    is_seen: bool
    """Whether these are the days that were on the screen when the button was pressed."""

    @property
    def seen(self) -> str:
        return _seen([choice.day for choice in self.choices])

    @property
    def chosen(self) -> list[Day]:
        return [choice.day for choice in self.choices if choice.chosen]

    @property
    def asks(self) -> bool:
        """Several days, or one that is a public holiday, are looked at before they are planned."""
        return len(self.choices) > 1 or any(choice.day.holiday for choice in self.choices)

    @property
    def is_settled(self) -> bool:
        return self.is_seen or not self.asks


def preview(days: Sequence[Day], *, who: User, minutes: int, by: User, data: QueryDict) -> Preview:
    """As it was ticked where it was seen before; else all days but holidays and those that clash."""
    found = clashes.find(who=who, moments=[day.starts_at for day in days], minutes=minutes, by=by)
    return _choices(days, found, minutes=minutes, data=data)


def preview_of_row(
    later: Sequence[Appointment],
    *,
    first: Appointment,
    to: datetime,
    zone: str,
    who: User,
    minutes: int,
    by: User,
    data: QueryDict,
) -> Preview:
    """Where the later ones of a row come when the first one moves. They are not in each other's way."""
    days = [dates.moved(one, with_first=first, to=to, zone=zone) for one in later]
    moments = [day.starts_at for day in days]
    found = clashes.find(who=who, moments=moments, minutes=minutes, by=by, ignoring=[first, *later])
    return _choices(days, found, minutes=minutes, data=data)


def _choices(days: Sequence[Day], found: list[Clash], *, minutes: int, data: QueryDict) -> Preview:
    before, ticked = set(data.get("seen", "").split(",")), set(data.getlist("on"))
    choices = []
    for day in days:
        here = clashes.of(found, starts_at=day.starts_at, minutes=minutes)
        name = day.on.isoformat()
        free = not day.holiday and not here
        choices.append(Choice(day, here, chosen=name in ticked if name in before else free or len(days) == 1))
    return Preview(choices, is_seen=data.get("seen", "") == _seen(days))


def _seen(days: Sequence[Day]) -> str:
    return ",".join(day.on.isoformat() for day in days)
