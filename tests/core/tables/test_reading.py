"""Files as people have them: read when that can be done safely, refused in words when it cannot."""

import contextlib
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from aftercare.core import tables
from aftercare.core.tables import Formula, Unreadable, table
from tests.core.tables.files import HEADINGS, WOUT, ZOE, a_zip, as_csv, as_xlsx, with_part

GOOD = as_csv(HEADINGS, WOUT, ZOE)
BOOK = as_xlsx(HEADINGS, WOUT, ZOE)


def names(content: bytes, **how) -> list[str]:
    return [cells[0] for _number, cells in tables.read(content, **how).table.rows]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_delimiter_and_encoding_are_found(delimiter, encoding):
    read = tables.read(as_csv(HEADINGS, WOUT, ZOE, delimiter=delimiter, encoding=encoding))
    assert (read.delimiter, read.is_sure) == (delimiter, True)
    assert read.table.rows[2] == (3, ZOE)


def test_a_file_of_windows_is_read_and_its_doubtful_words_are_shown():
    read = tables.read(as_csv(HEADINGS, ZOE, encoding="cp1252"))
    assert (read.encoding, read.is_sure, read.examples) == ("cp1252", False, ["Zoë"])
    assert read.table.rows[1][1] == ZOE


def test_what_windows_does_not_know_is_read_as_mac():
    read = tables.read(as_csv(HEADINGS, ["Çelik Ağa"[:5], "", "", ""]).replace("Ç".encode(), b"\x81"))
    assert (read.encoding, read.is_sure) == ("mac_roman", False)


def test_another_encoding_may_be_told():
    content = as_csv(HEADINGS, ZOE, encoding="mac_roman")
    assert names(content, encoding="mac_roman") == ["Naam", ZOE[0]]
    with pytest.raises(Unreadable, match="UTF-8"):
        tables.read(content, encoding="utf-8-sig")


def test_excel_s_own_line_tells_the_delimiter():
    assert names(b"sep=|\r\n" + as_csv(HEADINGS, WOUT, delimiter="|"))[1] == WOUT[0]


def test_a_single_column_is_a_table_too():
    assert names(b"Naam\nWout Brinkman\n") == ["Naam", "Wout Brinkman"]


def test_line_breaks_within_quotes_and_odd_spaces_are_smoothed():
    assert names('Naam;B\n"Wout\n\u00a0 Brinkman ";x\n'.encode())[1] == "Wout Brinkman"


def test_signs_that_no_database_keeps_are_left_out_far_down_in_a_file():
    rows = [["Wout", str(number)] for number in range(2000)]
    content = as_csv(["Naam", "Nummer"], *rows, ["Zoë\x00\x07 Meer", "7"], encoding="utf-16")
    assert names(content)[-1] == "Zoë Meer"


def test_empty_rows_are_left_out_and_rows_keep_their_numbers():
    read = tables.read(as_csv([], ["Lijst van maart"], [], HEADINGS, [], WOUT, ["", ""], []))
    assert [number for number, _cells in read.table.rows] == [2, 4, 6]


def test_a_workbook_gives_dates_numbers_and_text():
    born = date(1988, 4, 12)
    content = as_xlsx(["Naam", "Geboren", "Nummer", "Deel"], ["Wout", born, 1024.0, 0.5], ["Zoë", None])
    rows = tables.read(content).table.rows
    assert rows[1] == (2, ["Wout", born, "1024", "0.5"])
    assert rows[2] == (3, ["Zoë"])


def test_hidden_and_empty_sheets_are_left_out_and_others_can_be_chosen():
    def change(book):
        book.create_sheet("Leeg")
        hidden = book.create_sheet("Oud")
        hidden.append(["Naam"])
        hidden.sheet_state = "hidden"
        for row in (HEADINGS, ZOE):
            book["Sheet"].append(row)
        second = book.create_sheet("April")
        for row in (HEADINGS, ZOE):
            second.append(row)

    content = as_xlsx(HEADINGS, WOUT, change=change)
    read = tables.read(content)
    assert (read.sheet, read.sheets, read.hidden) == ("Sheet", ["Sheet", "April"], ["Oud"])
    assert names(content, sheet="April") == ["Naam", ZOE[0]]
    assert names(content, sheet="Gone")[1] == WOUT[0]


def test_formulas_are_never_calculated():
    def change(book):
        book.active["A2"] = '=HYPERLINK("http://x","Wout")'
        book.active["B2"] = ArrayFormula("B2:B2", "=SUM(1,2)")

    row = tables.read(as_xlsx(HEADINGS, WOUT, change=change)).table.rows[1][1]
    assert all(isinstance(cell, Formula) for cell in row[:2])
    assert row[0].startswith("=HYPERLINK")


def test_merged_cells_keep_their_words_in_the_first():
    def change(book):
        book.active.merge_cells("A1:B1")

    read = tables.read(as_xlsx(["Persoon", None, "E-mail"], ["Wout", "Brinkman", "x"], change=change))
    assert read.table.rows[0][1] == ["Persoon", "", "E-mail"]


def test_a_far_cell_does_not_make_a_million_rows():
    def change(book):
        book.active["A1048576"] = "ver weg"

    assert len(tables.read(as_xlsx(HEADINGS, WOUT, change=change)).table.rows) == 2


def big(rows: int) -> bytes:
    return b"Naam;Nummer\n" + b"".join(b"Wout;%d\n" % number for number in range(rows))


BROKEN = {
    "empty": (b"", "is empty"),
    "only spaces": (b" \r\n \r\n", "is empty"),
    "only headings": (as_csv(HEADINGS), "holds nothing"),
    "only headings in a workbook": (as_xlsx(HEADINGS), "holds nothing"),
    "too many rows": (big(table.MOST_ROWS + 1), "5000"),
    "too many bytes": (b"x" * (tables.BIGGEST + 1), "5 MB"),
    "too many columns": (as_csv(["x"] * 99, ["y"] * 99), "99 columns"),
    "a cell without end": (as_csv(HEADINGS, ["x" * 5000]), "4000"),
    "a quotation mark missing": (b'Naam;Nummer\n"Wout;1\nZoe;2\n', "quotation mark"),
    "a quotation mark out of place": (b'Naam;Nummer\n"Wout"x;1\n', "quotation mark"),
    "an old Excel file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", "not a text file"),
    "bytes of nothing": (b"a\0\0\0b\0\0\0" * 40, "not a text file"),
    "a program": (b"MZ\x90\x03;\x04\n\x05;\x06\n", "not a text file"),
    "a web page": (b"<html><table><tr><td>Naam</td></tr></table></html>", "web page"),
    "a drawing with a script": (b"<svg onload='alert(1)'></svg>", "web page"),
    "a PDF": (b"%PDF-1.7\nxref\n", "web page"),
    "half a character": (b"\xff\xfeN\x00a", "UTF-16"),
    "half a workbook": (BOOK[: len(BOOK) // 2], "damaged"),
    "an empty zip": (a_zip(naam=b"x"), "not an Excel"),
    "a Word document": (a_zip(word__document_xml=b"<w/>"), "not an Excel"),
    "an OpenDocument sheet": (a_zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
    "a workbook that is none": (a_zip(xl__workbook_xml=b"<nothing>"), "damaged"),
    "macros": (with_part(BOOK, "xl/vbaProject.bin", b"Sub AutoOpen()"), "macros"),
    "a zip bomb": (with_part(BOOK, "xl/media/image1.bin", b"\0" * 80_000_000), "far more than it seems"),
    "a part that swells": (with_part(BOOK, "xl/media/image1.bin", b"\0" * 5_000_000), "far more than it seems"),
    "declared entities": (
        with_part(BOOK, "xl/extra.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'),
        "does not need",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_refused_in_words(kind):
    content, words = BROKEN[kind]
    with pytest.raises(Unreadable, match=words):
        tables.read(content)


@pytest.mark.parametrize("content", [GOOD, BOOK], ids=["csv", "xlsx"])
@given(damage=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8))
@example(damage=[(place / 40, 85) for place in range(40)])
def test_wherever_a_file_is_damaged_it_is_read_or_refused_in_words(content, damage):
    damaged = bytearray(content)
    for place, byte in damage:
        damaged[int(place * len(damaged))] = byte
    with contextlib.suppress(Unreadable):
        tables.read(bytes(damaged))


def test_a_workbook_with_a_password_is_refused():
    locked = BOOK.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    assert locked != BOOK
    with pytest.raises(Unreadable, match="password"):
        tables.read(locked)


def test_only_hidden_sheets_are_no_table():
    def change(book):
        book.create_sheet("Zichtbaar")
        book["Sheet"].sheet_state = "hidden"

    with pytest.raises(Unreadable, match="holds nothing"):
        tables.read(as_xlsx(HEADINGS, WOUT, change=change))


def test_a_sheet_that_is_too_long_can_be_told_from_the_others():
    def change(book):
        long = book.create_sheet("Lang", 0)
        for row in [["x"]] * (table.MOST_ROWS + 3):
            long.append(row)

    content = as_xlsx(HEADINGS, WOUT, change=change)
    assert tables.read(content).sheet == "Sheet"
    with pytest.raises(Unreadable, match="5000"):
        tables.read(content, sheet="Lang")


def test_text_that_looks_dangerous_is_only_text():
    eicar = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    content = as_csv(HEADINGS, ["=cmd|' /C calc'!A0", "../../etc/passwd", eicar, "<script>"])
    assert tables.read(content).table.rows[1][1] == ["=cmd|' /C calc'!A0", "../../etc/passwd", eicar, "<script>"]
