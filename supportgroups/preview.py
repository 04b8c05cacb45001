"""The dates of a series as the form shows them: holidays named, each clash with a way out."""

from dataclasses import dataclass
from datetime import date

from aftercare.accounts.models import Organisation
from supportgroups import clashes, planning
from supportgroups.clashes import Clash, Wanted
from supportgroups.models import Room
from supportgroups.planning import Draft, Slot

ROOMS_OFFERED = 2


@dataclass(frozen=True)
class Row:
    """One week; `free` are rooms to take instead when the room is taken."""

    slot: Slot
    clashes: tuple[Clash, ...] = ()
    free: tuple[Room, ...] = ()


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
        return [clash for row in self.rows for clash in row.clashes]

    @property
    def changes(self) -> list[str]:
        """What differs per date, in the words of the form's `change` field."""
        return [word for row in self.rows for word in _words(row.slot)]


def look(draft: Draft, *, organisation: Organisation, places: int) -> Preview:
    """How the series would turn out now; four queries at most, however many dates."""
    weeks = planning.slots(draft)
    found: dict[date, list[Clash]] = {}
    moments = {slot.period: slot.on for slot in weeks if slot.held}
    wanted = [Wanted(slot.period, slot.room, draft.facilitators) for slot in weeks if slot.held]
    for clash in clashes.find(wanted, organisation=organisation):
        found.setdefault(moments[clash.wanted.period], []).append(clash)
    without_room = [clash.wanted.period for row in found.values() for clash in row if clash.of_room]
    free = {moments[when]: rooms for when, rooms in clashes.free_rooms(without_room, organisation=organisation).items()}
    return Preview(
        draft,
        tuple(
            Row(
                slot,
                tuple(found.get(slot.on, ())),
                tuple(room for room in free.get(slot.on, ()) if room.seats >= places)[:ROOMS_OFFERED],
            )
            for slot in weeks
        ),
    )


def _words(slot: Slot) -> list[str]:
    change = slot.change
    words = []
    if change.hold is not None:
        words.append(f"{slot.on}/{'hold' if change.hold else 'skip'}")
    if change.room is not None:
        words.append(f"{slot.on}/room/{change.room.pk}")
    if change.starts is not None:
        words.append(f"{slot.on}/from/{change.starts:%H:%M}")
    return words
