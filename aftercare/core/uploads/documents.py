"""PDF and plain text. A PDF stays as it is, so one that runs something or carries another file is refused."""

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from aftercare.core.uploads.refusals import FileRefused, carries_more, damaged

ACTIVE = re.compile(
    rb"/(JS|JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|GoToE|ImportData|SubmitForm|Movie|Sound|3D)(?![A-Za-z0-9])"
)
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM, END_OF_STREAM = b"stream", b"endstream"
LAST_LINE = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
ZIP_END = b"PK\x05\x06"
FAR_ENOUGH = 66_000
"""A zip archive ends within so many bytes of its end."""
MOST_UNPACKED = 20 * 1024 * 1024

MARKUP = re.compile(r"<\s*(script|html|svg|!doctype|\?xml|\?php|iframe|object|embed|body)\b", re.IGNORECASE)
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def looks_like_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-")


def looks_like_text(content: bytes) -> bool:
    """Whatever could be meant as text; `text` says what is wrong with it."""
    return content.startswith(UTF_16) or not CONTROL.search(content[:2048])


def pdf(content: bytes) -> bytes:
    if not LAST_LINE.search(content[-1024:]):
        raise damaged()
    outside, packed = _apart(content)
    if LOCKED.search(outside):
        raise FileRefused(_("This PDF is locked, so it cannot be checked. Print it to a new PDF and send that."))
    if ZIP_END in content[-FAR_ENOUGH:] or any(ACTIVE.search(part) for part in [outside, *_unpacked(packed)]):
        raise carries_more()
    return content


def _apart(content: bytes) -> tuple[bytes, list[bytes]]:
    """What stands outside the streams, and the streams in which further objects are packed."""
    outside, packed, at = [], [], 0
    while (start := content.find(STREAM, at)) >= 0 and (end := content.find(END_OF_STREAM, start)) >= 0:
        before = _spelled_out(content[at:start])
        outside.append(before)
        if b"/ObjStm" in before:
            packed.append(content[start + len(STREAM) : end].lstrip(b"\r\n"))
        at = end + len(END_OF_STREAM)
    return b"\n".join([*outside, _spelled_out(content[at:])]), packed


def _spelled_out(part: bytes) -> bytes:
    """A name may be written with #xx for its letters."""
    return ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), part)


def _unpacked(packed: list[bytes]) -> Iterator[bytes]:
    room = MOST_UNPACKED
    for part in packed:
        try:
            objects = zlib.decompressobj().decompress(part, room)
        except zlib.error as error:
            raise damaged() from error
        room -= len(objects)
        if room <= 0:
            raise damaged()
        yield _spelled_out(objects)


def text(content: bytes) -> bytes:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(_("This text cannot be read. Save it as UTF-8 and send that.")) from error
    if MARKUP.search(words) or words.startswith("#!"):
        raise FileRefused(
            _("Web pages, SVG drawings and scripts can run something. Make a PDF or a picture of it and send that.")
        )
    if CONTROL.search(content) or "%PDF-" in words[:1024]:
        raise damaged()
    return words.encode()
