"""An administrator with a file."""

from datetime import date

import pytest
from django.utils import translation

from tests.core.tables.files import as_csv
from trajectories.imports import actions, sitting
from trajectories.imports.columns import plain

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def in_english(time_machine):
    time_machine.move_to("2026-11-22 12:00", tick=False)
    with translation.override("en"):
        yield


@pytest.fixture
def administrator(administrator):
    administrator.language = "en"
    administrator.save()
    return administrator


@pytest.fixture
def upload(organisation, administrator):
    """upload(rows…) is an open import of a CSV with these rows; or of `content`."""

    def send(*rows, content: bytes | None = None, name: str = "clienten.csv"):
        return actions.upload(organisation=organisation, by=administrator, name=name, content=content or as_csv(*rows))

    return send


@pytest.fixture
def matched(upload, administrator, counsellor):
    """matched(rows…) is an import of which each column is what its heading says; Ilse carries the rest."""

    def send(*rows, date_order: str = "", carried_by=counsellor, **file):
        imported = upload(*rows, **file)
        opened = sitting.unpack(imported)
        columns = sitting.guessed(imported, opened)
        headings = {plain(column.heading): columns.get(column.place, "") for column in opened.layout.columns}
        actions.match(
            imported=imported,
            by=administrator,
            columns=columns,
            headings=headings,
            date_order=date_order,
            counsellor=carried_by,
        )
        return imported

    return send


@pytest.fixture
def checked(matched):
    """checked(rows…) is the report, as (verdict, what is said) by row number."""

    def report(*rows, others: frozenset[int] = frozenset(), **how):
        found = sitting.check(matched(*rows, **how), others=others)
        return {line.number: (line.verdict.value, " ".join(line.says)) for line in found.lines}

    return report
