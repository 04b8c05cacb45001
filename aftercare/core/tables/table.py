"""A table of cells, cleaned: what every kind of file becomes."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.core.errors import Refused

MOST_ROWS = 5000
MOST_COLUMNS = 60
LONGEST_CELL = 4000
GAP = 5000
"""So many empty rows may lie between; a sheet that was formatted to its end has a million."""
NOTHING_TO_SHOW = re.compile(r"[\s\x00-\x1f\x7f]+")


class Unreadable(Refused):
    """The file cannot be read, and why, in words."""


class Empty(Unreadable):
    """There is nothing below the headings."""


class Formula(str):
    """What Excel would calculate. It is never calculated here."""

    __slots__ = ()


Cell = str | date
Row = tuple[int, list[Cell]]
"""The number that a spreadsheet shows in front of a row, and its cells."""


@dataclass(frozen=True)
class Table:
    """Rows that hold something, the headings first found above them."""

    rows: list[Row]


def table_of(rows: Iterable[Iterable[object]]) -> Table:
    """Rows as a file gives them, counted from 1. Stops at the first row too many."""
    kept: list[Row] = []
    gap = 0
    for number, raw in enumerate(rows, start=1):
        cells = [_clean(value) for value in raw]
        while cells and cells[-1] == "":
            cells.pop()
        gap = 0 if cells else gap + 1
        if gap > GAP:
            break
        if cells:
            _refuse_too_much(number, cells, so_far=len(kept))
            kept.append((number, cells))
    if len(kept) < 2:
        raise Empty(_("This file holds nothing: below the headings there is no row."))
    return Table(kept)


def _refuse_too_much(number: int, cells: list[Cell], *, so_far: int) -> None:
    if so_far > MOST_ROWS:
        raise Unreadable(
            ngettext(
                "This file has more than %(count)d row. Split it into several files.",
                "This file has more than %(count)d rows. Split it into several files.",
                MOST_ROWS,
            )
            % {"count": MOST_ROWS}
        )
    if len(cells) > MOST_COLUMNS:
        words = {"row": number, "count": len(cells), "most": MOST_COLUMNS}
        raise Unreadable(_("Row %(row)d has %(count)d columns; at most %(most)d can be read.") % words)
    if any(len(cell) > LONGEST_CELL for cell in cells if isinstance(cell, str)):
        words = {"row": number, "most": LONGEST_CELL}
        raise Unreadable(
            _("A cell in row %(row)d holds more than %(most)d characters. Is a quotation mark missing?") % words
        )


def _clean(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", str(value))
    cleaned = NOTHING_TO_SHOW.sub(" ", text).strip()
    return Formula(cleaned) if isinstance(value, Formula) else cleaned
