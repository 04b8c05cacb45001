"""What a file is, by its bytes; what is refused, and in which words."""

import io

import pytest
from django.test import RequestFactory
from django.utils import translation
from pypdf import PdfWriter
from pypdf.actions import JavaScript

from aftercare.core import uploads
from aftercare.core.uploads import FileRefused, check
from tests.core.uploads import made

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
ZIP = b"PK\x03\x04" + b"\0" * 30 + b"PK\x05\x06" + b"\0" * 18
MARKUP = "Web pages, SVG drawings and scripts"
DAMAGED, MORE = "damaged, or not what it seems", "carries another file or a program"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [
        (made.pdf(), "application/pdf", ".pdf"),
        (made.jpeg(), "image/jpeg", ".jpg"),
        (made.png(), "image/png", ".png"),
        (made.webp(made.LOSSY), "image/webp", ".webp"),
        (made.webp(made.LOSSLESS), "image/webp", ".webp"),
        ("Één brief\n\tvoor jou".encode(), "text/plain", ".txt"),
    ],
)
@pytest.mark.parametrize("name", ["brief.exe", "brief", "brief.html"])
def test_the_bytes_say_what_it_is_and_the_name_nothing(content, kind, ending, name):
    found = check(name=name, content=content)
    assert (found.name, found.kind, found.content) == (f"brief{ending}", kind, content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"x" * (uploads.MOST_BYTES + 1), "larger than 5 MB"),
        (b"MZ\x90\x00" + b"\0" * 60, "This kind of file cannot be sent"),
        (b"\x7fELF\x02\x01", "This kind of file cannot be sent"),
        (ZIP, "This kind of file cannot be sent"),
        (b"GIF89a\x01\x00\x01\x00", "This kind of file cannot be sent"),
        (b"\x00\x00\x00\x18ftypheic", "This kind of file cannot be sent"),
        (EICAR, "The virus scanner stopped this file"),
        (made.pdf(b"% " + EICAR), "The virus scanner stopped this file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", MARKUP),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>Hoi", MARKUP),
        (b"Hoi\n< SCRIPT src=x>", MARKUP),
        (b"<?xml version='1.0'?>", MARKUP),
        (b"#!/bin/sh\nrm -rf /", MARKUP),
        ("Één brief".encode("latin-1"), "Save it as UTF-8"),
        ("Één brief".encode("utf-16"), "Save it as UTF-8"),
        (b"Tekst" * 500 + b"\x00", DAMAGED),
        (b"Tekst" * 500 + b"\x1b[2J", DAMAGED),
    ],
)
def test_what_is_refused_says_why(content, words):
    with pytest.raises(FileRefused, match=words):
        check(name="brief.txt", content=content)


def test_a_mark_at_the_start_of_a_text_goes():
    assert check(name="a", content=b"\xef\xbb\xbfHoi").content == b"Hoi"


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\Noor\\brief.doc", "brief.txt"),
        ("factuur.pdf.exe", "factuur pdf.txt"),
        ("gnp\u202etxt.exe", "gnp txt.txt"),
        ("brief\r\nSet-Cookie: a=b.txt", "brief Set-Cookie a b.txt"),
        ('"; filename="x.html', "filename x.txt"),
        (".htaccess", "htaccess.txt"),
        ("   .txt", "file.txt"),
        ("<b>", "b.txt"),
        ("CON.txt", "file.txt"),
        ("lpt1", "file.txt"),
        ("cafe\u0301 (2).txt", "café (2).txt"),
        ("-rf.txt", "rf.txt"),
        ("=cmd|' /C calc'!A0.txt", "C calc' A0.txt"),
        ("x" * 300 + ".txt", "x" * 80 + ".txt"),
    ],
)
def test_names_are_harmless(name, harmless):
    assert check(name=name, content=b"Hoi").name == harmless


@pytest.mark.parametrize(
    "objects",
    [
        [b"3 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj"],
        [b"3 0 obj << /S /J#61vaScript >> endobj"],
        [b"3 0 obj << /S /Launch /F (calc.exe) >> endobj"],
        [b"3 0 obj << /EmbeddedFiles 4 0 R >> endobj"],
        [b"3 0 obj << /Subtype/RichMedia>> endobj"],
        [b"3 0 obj << /XFA [] >> endobj"],
        [made.packed(b"6 0 << /S /JavaScript >>")],
        [made.packed(b"6 0 << /S /J#61vaScript >>", kind=b"/Type /Obj#53tm")],
        [made.packed(b"6 0 << >>"), made.packed(b"7 0 << /AA << /O << /S /Launch >> >> >>")],
    ],
)
def test_a_pdf_that_runs_or_carries_something_is_refused(objects):
    with pytest.raises(FileRefused, match=MORE):
        check(name="a.pdf", content=made.pdf(*objects))


@pytest.mark.parametrize(
    "objects",
    [
        [b"3 0 obj << /OpenAction [2 0 R /Fit] /URI (https://houvast.example) >> endobj"],
        [made.packed(b"6 0 << /Type /Page >>")],
        [made.packed(b"/JavaScript in a drawing", kind=b"/Type /XObject")],
        [b"3 0 obj << /JSomething 1 /Launcher 2 >> endobj"],
    ],
)
def test_a_pdf_that_only_shows_something_stays_as_it_is(objects):
    content = made.pdf(*objects)
    assert check(name="a.pdf", content=content).content == content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (made.pdf(start=b"<html><script>alert(1)</script>%PDF-1.7\n"), MARKUP),
        (made.pdf(start=b"\n%PDF-1.7\n"), DAMAGED),
        (made.pdf(end=b"<script>alert(1)</script>"), DAMAGED),
        (made.pdf(end=ZIP), DAMAGED),
        (made.pdf(b"% PK\x05\x06" + b"\0" * 18), MORE),
        (made.pdf()[:-8], DAMAGED),
        (made.pdf(b"3 0 obj << /Encrypt 4 0 R >> endobj"), "This PDF is locked"),
        (made.pdf(b"5 0 obj << /Type /ObjStm >>\nstream\nnot packed\nendstream"), DAMAGED),
        (made.pdf(made.packed(b"\0" * (21 * 1024 * 1024))), DAMAGED),
    ],
)
def test_a_pdf_that_is_something_else_too_is_refused(content, words):
    with pytest.raises(FileRefused, match=words):
        check(name="a.pdf", content=content)


def test_a_pdf_of_a_real_program_is_taken_until_a_script_is_put_in_it():
    def written(writer: PdfWriter) -> bytes:
        writer.add_blank_page(200, 200)
        writer.write(file := io.BytesIO())
        return file.getvalue()

    assert check(name="a.pdf", content=written(PdfWriter())).kind == "application/pdf"
    scripted, carrying, locked = PdfWriter(), PdfWriter(), PdfWriter()
    scripted.add_open_action(JavaScript("app.alert(1)"))
    carrying.add_attachment("x.exe", b"MZ")
    locked.encrypt("geheim", algorithm="RC4-128")
    for writer, words in ((scripted, MORE), (carrying, MORE), (locked, "locked")):
        with pytest.raises(FileRefused, match=words):
            check(name="a.pdf", content=written(writer))


def test_a_search_in_a_hostile_file_takes_no_longer_than_its_size():
    for part in (b"/ObjStm ", b"stream ", b"endstream stream "):
        content = made.pdf(part * (4_000_000 // len(part)))
        try:
            check(name="a.pdf", content=content)
        except FileRefused:
            continue


def test_a_request_too_large_to_take_files_from_is_known(settings):
    request = RequestFactory().post("/", data=b"", content_type="text/plain")
    assert not uploads.came_without_files(request)
    request.META["CONTENT_LENGTH"] = str(settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert uploads.came_without_files(request)
    request.META["CONTENT_LENGTH"] = ""
    assert not uploads.came_without_files(request)
