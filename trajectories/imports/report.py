"""The dry run as CSV, for Excel as well: no cell of it can begin a formula."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from trajectories.imports.checking import Report
from trajectories.imports.columns import Field

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
FOR_EXCEL = "\ufeff"
EXAMPLE = (
    Field.NAME,
    Field.BIRTH_DATE,
    Field.NUMBER,
    Field.EMAIL,
    Field.PHONE,
    Field.COUNSELLOR,
    Field.STARTS_ON,
    Field.ENDS_ON,
    Field.TREATMENT,
    Field.TREATMENT_PLACE,
    Field.TREATMENT_ENDED_ON,
)


def of_report(report: Report) -> str:
    rows = [[_("Row"), _("Name"), _("What happens"), _("Why"), _("How it was read")]]
    for line in report.lines:
        says, notes = " ".join(line.says), " ".join(line.values.notes)
        rows.append([line.number, line.name, line.verdict.label, says, notes])
    return _written(rows)


def example() -> str:
    """Headings that are known, and one row that is right."""
    row = [
        "Wout Brinkman",
        "12-04-1988",
        "K-1024",
        "wout@voorbeeld.example",
        "06 00000000",
        _("name or e-mail address of the counsellor"),
        "01-03-2027",
        "",
        _("clinic"),
        "Kliniek De Terp",
        "20-02-2027",
    ]
    return _written([[str(field.label) for field in EXAMPLE], row])


def _written(rows: Iterable[list]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([_safe(cell) for cell in row] for row in rows)
    return FOR_EXCEL + text.getvalue()


def _safe(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text
