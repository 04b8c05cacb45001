"""From a file to rows of scores, in words still: which column is what, and in what order its dates are."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date

from django.utils.translation import gettext as _

from aftercare.core import tables
from aftercare.core.errors import Refused
from aftercare.core.tables import dates
from aftercare.core.tables.headings import plain
from aftercare.core.tables.table import Cell
from aftercare.core.tables.writing import as_csv

HEADINGS_WITHIN = 10
"""In one of the first rows; a title may stand above."""
MOST = 500
WORDS = {
    "number": "clientnummer clientnr nummer nr dossiernummer clientnumber clientid id number",
    "instrument": "vragenlijst lijst instrument questionnaire",
    "part": "onderdeel module schaal subschaal part subscale",
    "taken_on": "datum ingevuldop afnamedatum datumafname date filledinon takenon",
    "score": "score somscore totaalscore totaal resultaat total sum",
}
FIELDS = tuple(WORDS)
BY_WORD = {word: field for field, words in WORDS.items() for word in words.split()}


@dataclass(frozen=True)
class Told:
    """One row of the file, as it was written; `row` is its number there."""

    row: int
    number: str
    instrument: str
    part: str
    taken_on: str
    score: str


@dataclass(frozen=True)
class Sheet:
    rows: list[Told]
    order: str
    """Which number comes first in its dates."""

    def packed(self) -> list:
        return [self.order, [astuple(row) for row in self.rows]]

    @classmethod
    def unpacked(cls, packed: list) -> "Sheet":
        order, rows = packed
        return cls([Told(*row) for row in rows], order)


def read(content: bytes) -> Sheet:
    """Refuses a file without the headings that are needed, and one with too many rows."""
    found = tables.read(content).table.rows
    head = max(found[:HEADINGS_WITHIN], key=lambda row: len(_places(row[1])))
    places = _places(head[1])
    if missing := [field for field in FIELDS if field != "part" and field not in places]:
        raise Refused(_("These headings are missing: %(headings)s.") % {"headings": ", ".join(map(_heading, missing))})
    below = [row for row in found if row[0] > head[0]]
    if not below:
        raise Refused(_("This file holds nothing: below the headings there is no row."))
    if len(below) > MOST:
        raise Refused(_("This file has more than %(count)d rows. Split it into several files.") % {"count": MOST})
    rows = [_told(number, cells, places) for number, cells in below]
    proven = dates.evidence(row.taken_on for row in rows).proven
    return Sheet(rows, proven or dates.Order.DAY)


def _places(cells: Iterable[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if field := BY_WORD.get(plain(str(cell))):
            found.setdefault(field, place)
    return found


def _told(number: int, cells: list[Cell], places: dict[str, int]) -> Told:
    def text(field: str) -> str:
        place = places.get(field, len(cells))
        cell = cells[place] if place < len(cells) else ""
        return cell.isoformat() if isinstance(cell, date) else str(cell)

    return Told(number, *(text(field) for field in FIELDS))


def _heading(field: str) -> str:
    return {
        "number": _("Client number"),
        "instrument": _("Questionnaire"),
        "part": _("Part"),
        "taken_on": _("Date"),
        "score": _("Score"),
    }[field]


def example() -> str:
    """Headings that are known, and rows that are right."""
    rows = [["K-1024", "OQ-45", "", "12-03-2027", "63"], ["K-1024", "MATE", "5", "12-03-2027", "7,5"]]
    return as_csv([[_heading(field) for field in FIELDS], *rows])
