"""An import as it stands: its file read and laid out, its columns matched, its rows checked."""

from dataclasses import dataclass
from operator import itemgetter

from django.utils import timezone

from aftercare.core import tables
from aftercare.core.tables import Read, dates
from trajectories.imports import columns
from trajectories.imports.access import counsellors_of
from trajectories.imports.checking import Check, Report
from trajectories.imports.columns import DATES, Layout
from trajectories.imports.models import ClientImport, ColumnMemory
from trajectories.imports.values import Reader


@dataclass(frozen=True)
class Opened:
    read: Read
    layout: Layout

    def dates_in(self, places: list[int]) -> dates.Evidence:
        """What the written dates of these columns say of their order."""
        cells = (cell for _number, row in self.layout.rows for place, cell in enumerate(row) if place in places)
        return dates.evidence(cell for cell in cells if isinstance(cell, str))


def unpack(imported: ClientImport) -> Opened:
    read = tables.read(bytes(imported.content), **imported.read_as)
    return Opened(read, columns.lay_out(read.table))


def remembered(imported: ClientImport) -> ColumnMemory:
    found = ColumnMemory.objects.filter(organisation=imported.organisation_id).first()
    return found or ColumnMemory(organisation_id=imported.organisation_id)


def guessed(imported: ClientImport, opened: Opened) -> dict[int, str]:
    """What each column is: as matched before, else as it seems."""
    if matched := imported.matched.get("columns"):
        return {place: field for field, place in matched.items()}
    return columns.guess(opened.layout.columns, remembered(imported).headings)


def check(imported: ClientImport, *, others: frozenset[int] = frozenset()) -> Report:
    opened, matched = unpack(imported), imported.matched
    places = dict(sorted(matched["columns"].items(), key=itemgetter(1)))
    proven = opened.dates_in([place for field, place in places.items() if field in DATES]).proven
    reader = Reader(
        places=places,
        headings={field: _heading(opened, place) for field, place in places.items()},
        order=proven or matched["date_order"] or dates.Order.DAY,
        today=timezone.localdate(),
    )
    counsellors = counsellors_of(imported.organisation)
    default = next((one for one in counsellors if str(one.pk) == matched["counsellor"]), None)
    checking = Check(imported.organisation, counsellors, default, reader.today, others)
    return checking.run(reader.read(number, cells) for number, cells in opened.layout.rows)


def _heading(opened: Opened, place: int) -> str:
    return next((column.heading for column in opened.layout.columns if column.place == place), "")
