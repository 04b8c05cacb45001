"""The dry run as CSV, and an example to begin with."""

from django.utils.translation import gettext as _

from aftercare.core.tables.writing import as_csv
from trajectories.imports.checking import Report
from trajectories.imports.columns import Field

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
    return as_csv(rows)


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
    return as_csv([[str(field.label) for field in EXAMPLE], row])
