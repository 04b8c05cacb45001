"""XLSX, read as data: no formula is calculated, no macro or link is followed, no sheet that is hidden is read."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from aftercare.core.tables.table import Formula, Table, Unreadable, table_of

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_UNPACKED = 60_000_000
MOST_TIMES = 150
"""A part that unpacks to more times its size is no spreadsheet that a person made."""
SMALL_ENOUGH = 1_000_000
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


@dataclass(frozen=True)
class Workbook:
    tables: dict[str, Table | Unreadable]
    """The visible sheets that hold something, in their order; or why one cannot be read."""
    hidden: list[str]


def tables_of(content: bytes) -> Workbook:
    """Zip, compression and spreadsheet each fail in ways of their own; to whoever uploads it the file is damaged."""
    try:
        _refuse_what_is_no_workbook(content)
        found = _sheets(content)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(_("This workbook is damaged. Open it in Excel and save it again.")) from error
    if not found.tables:
        raise Unreadable(_("Every sheet of this workbook is hidden."))
    return found


def _sheets(content: bytes) -> Workbook:
    tables: dict[str, Table | Unreadable] = {}
    hidden: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which are not read
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                hidden.append(sheet.title)
                continue
            sheet.reset_dimensions()
            tables[sheet.title] = _table_of(sheet)
    return Workbook(tables, hidden)


def _table_of(sheet) -> Table | Unreadable:
    try:
        return table_of(_values(sheet))
    except Unreadable as why:
        return why


def _values(sheet) -> Iterator[list[object]]:
    for row in sheet.iter_rows():
        yield [_value(cell) for cell in row]


def _value(cell) -> object:
    value = cell.value
    if isinstance(value, ArrayFormula | DataTableFormula):
        return Formula(f"={getattr(value, 'text', '')}")
    return Formula(value) if cell.data_type == "f" else value


def _refuse_what_is_no_workbook(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        names = {part.filename for part in parts}
        _refuse_other_packages(package, names)
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable(_("This workbook has a password. Take it off and upload it again."))
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise Unreadable(_("This workbook holds macros. Save it as XLSX without macros."))
        if sum(part.file_size for part in parts) > MOST_UNPACKED or any(map(_swells, parts)):
            raise Unreadable(_("This file unpacks to far more than it seems. It was not opened."))
        if any(_declares(package, part) for part in parts):
            raise Unreadable(_("This workbook holds parts that a spreadsheet does not need. It was not opened."))


def _refuse_other_packages(package: zipfile.ZipFile, names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "mimetype" in names and b"opendocument" in package.read("mimetype")[:200]:
        raise Unreadable(_("This is an OpenDocument sheet. Save it as XLSX or CSV and upload that."))
    raise Unreadable(_("This is not an Excel workbook. Save the sheet as CSV or XLSX and upload that."))


def _swells(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL_ENOUGH and part.file_size > MOST_TIMES * max(part.compress_size, 1)


def _declares(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether an XML part declares entities, by which a few lines can become billions."""
    if not part.filename.endswith((".xml", ".rels")):
        return False
    text = package.read(part)
    return any(declaration in text for declaration in DECLARATIONS)
