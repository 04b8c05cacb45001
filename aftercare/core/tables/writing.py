"""A table as CSV, for Excel as well: no cell of it can begin a formula."""

import csv
import io
from collections.abc import Iterable

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
FOR_EXCEL = "\ufeff"
AS_TEXT = "'"


def as_csv(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([_safe(cell) for cell in row] for row in rows)
    return FOR_EXCEL + text.getvalue()


def _safe(cell: object) -> str:
    text = str(cell)
    return f"{AS_TEXT}{text}" if text.startswith(DANGEROUS) else text


def as_it_was(cell: str) -> str:
    """A cell that came out of `as_csv`, without what was put in front of it."""
    return cell[1:] if cell.startswith(tuple(AS_TEXT + sign for sign in DANGEROUS)) else cell
