"""CSV: its encoding and its delimiter, found or told."""

import csv
import io
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.core.tables.table import Table, Unreadable, table_of

BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "cp1252": gettext_lazy("Windows (1252)"),
    "mac_roman": gettext_lazy("Mac (Roman)"),
    "cp850": gettext_lazy("DOS (850)"),
    "utf-16": "UTF-16",
    "utf-16-le": gettext_lazy("UTF-16 without a mark"),
    "utf-16-be": gettext_lazy("UTF-16 without a mark, high byte first"),
}
OLDER = ("cp1252", "mac_roman", "cp850")
"""Encodings that read nearly any bytes, so that only a person sees which of them is right."""
DELIMITERS = {
    ";": gettext_lazy("semicolon ;"),
    ",": gettext_lazy("comma ,"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("bar |"),
}
SAMPLE_LINES = 20
HINT = "sep="
"""The first line by which Excel is told the delimiter."""


@dataclass(frozen=True)
class Decoded:
    text: str
    encoding: str
    is_sure: bool = True

    @property
    def examples(self) -> list[str]:
        """Words with letters that another encoding would show differently."""
        words = (word.strip("\"';,.") for word in self.text.replace(";", " ").replace(",", " ").split())
        return list(dict.fromkeys(word for word in words if not word.isascii()))[:8]


def decode(content: bytes, encoding: str = "") -> Decoded:
    if encoding:
        return Decoded(_decoded(content, encoding), encoding)
    marked = next((name for mark, name in BOMS.items() if content.startswith(mark)), "")
    if marked:
        return Decoded(_decoded(content, marked), marked)
    if b"\x00" in content:
        return Decoded(_decoded(content, wide := _utf_16_of(content)), wide)
    try:
        return Decoded(content.decode("utf-8"), "utf-8-sig")
    except UnicodeDecodeError:
        return _in_an_older_encoding(content)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        words = {"encoding": ENCODINGS[encoding]}
        raise Unreadable(_("This file cannot be read as %(encoding)s. Choose another encoding.") % words) from error


def _utf_16_of(content: bytes) -> str:
    """Latin text in UTF-16 has an empty byte at every other place; anything else with empty bytes is no text."""
    even, odd = content[0:4000:2].count(0), content[1:4000:2].count(0)
    places = len(content[0:4000:2])
    if odd > places / 2 > even:
        return "utf-16-le"
    if even > places / 2 > odd:
        return "utf-16-be"
    raise Unreadable(_("This is not a text file. Save the sheet as CSV or XLSX and upload that."))


def _in_an_older_encoding(content: bytes) -> Decoded:
    for name in OLDER:
        try:
            return Decoded(content.decode(name), name, is_sure=False)
        except UnicodeDecodeError:
            continue
    raise AssertionError("Mac Roman reads any bytes")


def refuse_what_is_no_table(text: str) -> None:
    if any(ord(letter) < 32 and letter not in "\t\r\n" for letter in text[:10_000]):
        raise Unreadable(_("This is not a text file. Save the sheet as CSV or XLSX and upload that."))
    begin = text.lstrip()[:200].lower()
    if begin.startswith(("<", "{", "[", "%pdf")):
        raise Unreadable(
            _("This looks like a web page or another kind of file, not CSV. Save the sheet as CSV or XLSX.")
        )


def delimiter_of(text: str) -> str:
    """The one that cuts most of the first lines into the same number of cells, more than one."""
    lines = text.splitlines()[:SAMPLE_LINES]
    if lines and lines[0].lower().startswith(HINT) and len(lines[0]) == len(HINT) + 1:
        return lines[0][-1]
    best = max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))
    return best if _evenness(lines, best) > (0, 0) else ";"


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter) if len(cells) > 1)
    except csv.Error:
        return 0, 0
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def table_of_text(text: str, delimiter: str) -> Table:
    lines = io.StringIO(text, newline="")
    if text[: len(HINT)].lower() == HINT:
        lines.readline()
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return table_of(reader)
    except csv.Error as error:
        words = {"line": reader.line_num}
        raise Unreadable(
            _("Line %(line)d cannot be read: a quotation mark is missing or out of place.") % words
        ) from error
