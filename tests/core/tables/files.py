"""Real files, built byte by byte: good ones, and every kind of broken one."""

import csv
import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook

HEADINGS = ["Naam", "Geboortedatum", "E-mail", "Begeleider"]
WOUT = ["Wout Brinkman", "13-04-1988", "wout@test.example", "Ilse Doornbosch"]
ZOE = ["Zoë van der Meer", "31-12-1979", "zoe@test.example", "ilse@test.example"]


def as_csv(*rows: list, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(*rows: list, change: Callable[[Workbook], None] | None = None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, data: bytes, *, flags: int = 0) -> bytes:
    """A workbook with one part more."""
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)
    if not flags:
        return file.getvalue()
    return file.getvalue().replace(b"PK\x01\x02\x14\x00\x14\x00\x00\x00", b"PK\x01\x02\x14\x00\x14\x00\x01\x00")


def a_zip(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return file.getvalue()
