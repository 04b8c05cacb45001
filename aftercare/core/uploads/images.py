"""Pictures: taken apart and put together again from what is needed to show them.

There is no decoder among our packages, so pixels are not encoded anew. Every part that can hold something else
(places, names, thumbnails, comments, what follows the picture) is left out; of a photo only its rotation stays.
"""

import re
import struct
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from aftercare.core.uploads.refusals import FileRefused, damaged

MOST_PIXELS = 50_000_000

SOI, EOI, SOS, APP1, APP14 = b"\xff\xd8", 0xD9, 0xDA, 0xE1, 0xEE
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
TABLES = {0xC4, 0xCC, 0xDB, 0xDC, 0xDD}
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
EXIF = b"Exif\0\0"
ORIENTATION = 0x0112

PNG = b"\x89PNG\r\n\x1a\n"
PNG_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}

WEBP_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
WEBP_EXTRAS = 0x20 | 0x08 | 0x04
"""The flags that announce a colour profile, EXIF and XMP."""


def looks_like_jpeg(content: bytes) -> bool:
    return content.startswith(SOI + b"\xff")


def looks_like_png(content: bytes) -> bool:
    return content.startswith(PNG)


def looks_like_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def jpeg(content: bytes) -> bytes:
    kept, rotation, scans, size = bytearray(), 1, 0, (0, 0)
    try:
        for marker, segment, scan in _segments(content):
            if marker in FRAMES:
                size = struct.unpack(">HH", segment[1:5])
            if marker == APP1 and segment.startswith(EXIF):
                rotation = _rotation(segment[len(EXIF) :])
            if marker in FRAMES | TABLES | {SOS} or (marker == APP14 and segment.startswith(b"Adobe")):
                kept += struct.pack(">BBH", 0xFF, marker, len(segment) + 2) + segment + scan
            scans += marker == SOS
    except (struct.error, IndexError) as error:
        raise damaged() from error
    if not scans:
        raise damaged()
    _fits(*size)
    return SOI + _only(rotation) + bytes(kept) + bytes([0xFF, EOI])


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each marker with its segment and, after a start of scan, the picture's data. Ends with the picture."""
    at = len(SOI)
    while True:
        while content[at + 1] == 0xFF:
            at += 1
        if content[at] != 0xFF:
            raise damaged()
        marker = content[at + 1]
        if marker == EOI:
            return
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        segment = content[at + 4 : at + 2 + length]
        at += 2 + length
        scan_from = at
        if marker == SOS:
            following = AFTER_SCAN.search(content, at)
            if following is None:
                raise damaged()
            at = following.start()
        yield marker, segment, content[scan_from:at]


def _rotation(tiff: bytes) -> int:
    """How the camera was held, 1 to 8; upright when that cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack(f"{order}I", tiff[4:8])
        (count,) = struct.unpack(f"{order}H", tiff[start : start + 2])
        for number in range(min(count, 200)):
            entry = start + 2 + number * 12
            tag, _kind, _count, value = struct.unpack(f"{order}HHIH", tiff[entry : entry + 10])
            if tag == ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def _only(rotation: int) -> bytes:
    """An EXIF segment that says nothing else; none for an upright picture."""
    if rotation == 1:
        return b""
    tiff = struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, ORIENTATION, 3, 1, rotation, 0, 0)
    return struct.pack(">BBH", 0xFF, APP1, len(EXIF) + len(tiff) + 2) + EXIF + tiff


def png(content: bytes) -> bytes:
    kept, at, names = bytearray(PNG), len(PNG), set()
    while b"IEND" not in names:
        try:
            length, name = struct.unpack(">I4s", content[at : at + 8])
            data = content[at + 8 : at + 8 + length]
            (stated,) = struct.unpack(">I", content[at + 8 + length : at + 12 + length])
            if name == b"IHDR":
                _fits(*struct.unpack(">II", data[:8]))
        except struct.error as error:
            raise damaged() from error
        if zlib.crc32(name + data) != stated or (not names and name != b"IHDR"):
            raise damaged()
        if name in PNG_CHUNKS:
            kept += content[at : at + 12 + length]
        names.add(name)
        at += 12 + length
    if b"IDAT" not in names:
        raise damaged()
    return bytes(kept)


def webp(content: bytes) -> bytes:
    kept, at, end, seen = bytearray(), 12, 8 + int.from_bytes(content[4:8], "little"), set()
    while at < end:
        try:
            name, length = struct.unpack("<4sI", content[at : at + 8])
            data = content[at + 8 : at + 8 + length]
            if name in WEBP_SIZES:
                _fits(*WEBP_SIZES[name](data))
            if name == b"VP8X":
                data = bytes([data[0] & ~WEBP_EXTRAS]) + data[1:]
        except (struct.error, IndexError) as error:
            raise damaged() from error
        if len(data) < length:
            raise damaged()
        if name in WEBP_CHUNKS:
            kept += struct.pack("<4sI", name, length) + data + b"\0" * (length % 2)
        seen.add(name)
        at += 8 + length + length % 2
    if not seen & {b"VP8 ", b"VP8L", b"ANMF"}:
        raise damaged()
    return b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + bytes(kept)


def _size_in_header(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[4:7], "little") + 1, int.from_bytes(data[7:10], "little") + 1


def _size_without_loss(data: bytes) -> tuple[int, int]:
    (packed,) = struct.unpack("<I", data[1:5])
    return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1


def _size_with_loss(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack("<HH", data[6:10])
    return width & 0x3FFF, height & 0x3FFF


WEBP_SIZES = {b"VP8X": _size_in_header, b"VP8L": _size_without_loss, b"VP8 ": _size_with_loss}


def _fits(width: int, height: int) -> None:
    if not width or not height:
        raise damaged()
    if width * height > MOST_PIXELS:
        raise FileRefused(_("This picture has more than 50 megapixels. Make it smaller and send that."))
