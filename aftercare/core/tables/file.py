"""One file, whatever it is, read as it was told or as it seems to be."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from aftercare.core.tables import text, workbook
from aftercare.core.tables.table import Empty, Table, Unreadable

BIGGEST = 5_000_000


@dataclass(frozen=True)
class Read:
    """A table, and how it was come by: for CSV the encoding and delimiter, for a workbook the sheet."""

    table: Table
    encoding: str = ""
    is_sure: bool = True
    examples: list[str] = field(default_factory=list)
    delimiter: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return bool(self.delimiter)


def read(content: bytes, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> Read:
    if not content.strip():
        raise Unreadable(_("This file is empty."))
    if len(content) > BIGGEST:
        raise Unreadable(_("This file is bigger than 5 MB. Split it into several files."))
    if content.startswith(workbook.OLE):
        raise Unreadable(
            _("This is an old Excel file (.xls), or one with a password. Save it as XLSX without a password.")
        )
    if content.startswith(workbook.ZIP):
        return _workbook(content, sheet)
    return _text(content, encoding, delimiter)


def _workbook(content: bytes, sheet: str) -> Read:
    found = workbook.tables_of(content)
    readable = [name for name, table in found.tables.items() if isinstance(table, Table)]
    chosen = sheet if sheet in found.tables else next(iter(readable or found.tables))
    table = found.tables[chosen]
    if isinstance(table, Unreadable):
        raise table
    filled = [name for name, table in found.tables.items() if not isinstance(table, Empty)]
    return Read(table, sheet=chosen, sheets=filled, hidden=found.hidden)


def _text(content: bytes, encoding: str, delimiter: str) -> Read:
    decoded = text.decode(content, encoding)
    text.refuse_what_is_no_table(decoded.text)
    delimiter = delimiter or text.delimiter_of(decoded.text)
    return Read(
        text.table_of_text(decoded.text, delimiter),
        encoding=decoded.encoding,
        is_sure=decoded.is_sure,
        examples=[] if decoded.is_sure else decoded.examples,
        delimiter=delimiter,
    )
