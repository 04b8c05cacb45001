"""The dates of a series as the form shows them: holidays named, each clash with a way out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from aftercare.accounts.models import Organisation
from supportgroups import clashes, planning
from supportgroups.clashes import Clash, Wanted
from supportgroups.models import Room, SupportGroup
from supportgroups.planning import Draft, Slot
from supportgroups.school_holidays import school_holiday

ROOMS_OFFERED = 2
DAYS_AFTER = [timedelta(days=ahead) for ahead in range(1, 6)]
"""Where a date that clashes could go."""
SATURDAY = 5


@dataclass(frozen=True)
class Row:
    """One date; for a clash `free` rooms to take instead and the first day after it on which all is free."""

    slot: Slot
    clashes: tuple[Clash, ...] = ()
    """Those that are in the way, and absences, which are not."""
    free: tuple[Room, ...] = ()
    day_after: date | None = None
    busy: int = 0
    school_holiday: str = ""

    @property
    def in_the_way(self) -> list[Clash]:
        return [clash for clash in self.clashes if not clash.is_absence]

    @property
    def is_questioned(self) -> bool:
        """Something speaks against this date, in the way or not."""
        return bool(self.clashes or self.busy)


@dataclass(frozen=True)
class Preview:
    draft: Draft
    rows: tuple[Row, ...]

    @property
    def held(self) -> list[Slot]:
        return [row.slot for row in self.rows if row.slot.held]

    @property
    def first(self) -> Slot:
        return self.held[0]

    @property
    def last(self) -> Slot:
        return self.held[-1]

    @property
    def clashes(self) -> list[Clash]:
        return [clash for row in self.rows for clash in row.in_the_way]

    @property
    def changes(self) -> list[str]:
        """What differs per date, in the words of the form's `change` field."""
        return [word for row in self.rows for word in _words(row.slot)]


def look(draft: Draft, *, organisation: Organisation, group: SupportGroup | None = None) -> Preview:
    """How the series would turn out now; a dozen queries at most, however many dates."""
    dates = planning.slots(draft)
    held = [slot for slot in dates if slot.held]
    found = _clashes(held, draft, organisation)
    without_room = [slot for slot in held if any(clash.of_room for clash in found.get(slot, ()))]
    free = clashes.free_rooms([slot.period for slot in without_room], organisation=organisation)
    busy = clashes.busy_participants([slot.period for slot in held], group=group) if group else {}
    days = _days_after([slot for slot in held if slot in found or slot.period in busy], draft, organisation)
    places = (group or SupportGroup()).capacity
    return Preview(
        draft,
        tuple(
            Row(
                slot,
                tuple(found.get(slot, ())),
                tuple(room for room in free.get(slot.period, ()) if room.seats >= places)[:ROOMS_OFFERED],
                days.get(slot),
                busy.get(slot.period, 0) if slot.held else 0,
                school_holiday(slot.day),
            )
            for slot in dates
        ),
    )


def _clashes(held: list[Slot], draft: Draft, organisation: Organisation) -> dict[Slot, list[Clash]]:
    wanted = {Wanted(slot.period, slot.room, draft.facilitators): slot for slot in held}
    found: dict[Slot, list[Clash]] = {}
    for clash in clashes.find(list(wanted), organisation=organisation):
        found.setdefault(wanted[clash.wanted], []).append(clash)
    return found


def _days_after(found: Iterable[Slot], draft: Draft, organisation: Organisation) -> dict[Slot, date]:
    """For each of the dates the first day after it on which room and facilitators are free.

    None on a holiday, and in a weekend only where the series itself meets then.
    """
    meets_then = draft.first_on.weekday() >= SATURDAY
    choices = {
        slot: {
            slot.day + ahead: Wanted(replace(slot, day=slot.day + ahead).period, slot.room, draft.facilitators)
            for ahead in DAYS_AFTER
            if not planning.holiday(slot.day + ahead) and (meets_then or (slot.day + ahead).weekday() < SATURDAY)
        }
        for slot in found
    }
    wanted = [one for days in choices.values() for one in days.values()]
    taken = {clash.wanted for clash in clashes.find(wanted, organisation=organisation)}
    firsts = {
        slot: next((day for day, one in days.items() if one not in taken), None) for slot, days in choices.items()
    }
    return {slot: day for slot, day in firsts.items() if day}


def _words(slot: Slot) -> list[str]:
    change = slot.change
    words = []
    if change.hold is not None:
        words.append(f"{slot.on}/{'hold' if change.hold else 'skip'}")
    if change.room is not None:
        words.append(f"{slot.on}/room/{change.room.pk}")
    if change.on is not None:
        words.append(f"{slot.on}/on/{change.on}")
    if change.starts is not None:
        words.append(f"{slot.on}/from/{change.starts:%H:%M}")
    return words
