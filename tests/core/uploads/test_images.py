"""Pictures keep what shows them, and nothing that tells of where, when and by whom."""

import struct

import pytest
from django.utils import translation

from aftercare.core.uploads import FileRefused, check
from aftercare.core.uploads.images import MOST_PIXELS
from tests.core.uploads import made
from tests.core.uploads.made import SECRET

HIDDEN_JPEG = [
    made.segment(0xE1, made.exif(1)),
    made.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
    made.segment(0xE0, b"JFIF\0" + SECRET),
    made.segment(0xE2, b"ICC_PROFILE\0" + SECRET),
    made.segment(0xED, SECRET),
    made.segment(0xEE, SECRET),
    made.segment(0xFE, SECRET),
    b"\xff\xff" + made.segment(0xFE, SECRET)[1:],
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def kept(content: bytes) -> bytes:
    return check(name="foto", content=content).content


@pytest.mark.parametrize("hidden", HIDDEN_JPEG)
def test_a_photo_loses_what_is_not_the_photo(hidden):
    assert kept(made.jpeg(hidden)) == made.jpeg()


@pytest.mark.parametrize("end", [SECRET, b"<script>alert(1)</script>", b"PK\x05\x06" + b"\0" * 18, made.jpeg()])
def test_what_follows_a_picture_goes(end):
    assert kept(made.jpeg(end=end)) == made.jpeg()
    assert kept(made.png(end=end)) == made.png()
    assert kept(made.webp(made.LOSSY, end=end)) == made.webp(made.LOSSY)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("rotation", [3, 6, 8])
def test_a_photo_is_still_shown_as_the_camera_was_held(rotation, order):
    found = kept(made.jpeg(made.segment(0xE1, made.exif(rotation, order))))
    assert SECRET not in found
    tag, kind, count, value = struct.unpack("<HHIH", found[22:32])
    assert (tag, kind, count, value) == (0x0112, 3, 1, rotation)
    assert kept(found) == found


@pytest.mark.parametrize(
    "tiff",
    [
        b"",
        b"XX",
        b"II*\0",
        b"II*\0\xff\xff\xff\x7f",
        b"II*\0\x08\0\0\0\x05\0",
        b"II*\0\x08\0\0\0\0\0",
        made.exif(9)[6:],
    ],
)
def test_a_rotation_that_cannot_be_read_is_none(tiff):
    assert kept(made.jpeg(made.segment(0xE1, b"Exif\0\0" + tiff))) == made.jpeg()


def test_the_colours_of_a_photo_are_kept():
    adobe = made.segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01")
    assert kept(made.jpeg(adobe)) == made.jpeg(adobe)


def test_a_photo_in_several_scans_is_kept_whole():
    scan = (
        b"\x12\x34" + made.segment(0xC4, b"\0" * 20) + made.segment(0xDA, b"\x01\x01\x00\x01\x05\x00") + b"\x56\xff\x00"
    )
    assert kept(made.jpeg(scan=scan)) == made.jpeg(scan=scan)


@pytest.mark.parametrize("name", [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"iCCP", b"acTL", b"prVt"])
def test_a_png_loses_what_is_not_the_picture(name):
    assert kept(made.png(made.chunk(name, SECRET))) == made.png()


def test_a_png_keeps_its_colours():
    content = made.png(made.chunk(b"gAMA", b"\0\0\xb1\x8f"), made.chunk(b"PLTE", b"\0" * 3))
    assert kept(content) == content


def test_a_webp_loses_what_is_not_the_picture_and_announces_it_no_more():
    extras = [made.riff(name, SECRET + b"!") for name in (b"ICCP", b"EXIF", b"XMP ", b"PRVT")]
    assert kept(made.webp(made.header(0x3C), made.LOSSY, *extras)) == made.webp(made.header(0x10), made.LOSSY)


def test_a_moving_webp_is_kept():
    content = made.webp(made.header(0x02), made.riff(b"ANIM", b"\0" * 6), made.riff(b"ANMF", b"\0" * 16))
    assert kept(content) == content


SIDE = 8_000
assert SIDE * SIDE > MOST_PIXELS


@pytest.mark.parametrize(
    "content",
    [
        made.jpeg(width=SIDE, height=SIDE),
        made.png(width=SIDE, height=SIDE),
        made.webp(made.header(0, SIDE, SIDE), made.LOSSY),
        made.webp(made.riff(b"VP8 ", b"\0" * 6 + struct.pack("<HH", SIDE, SIDE))),
        made.webp(made.riff(b"VP8L", b"\x2f" + struct.pack("<I", SIDE | SIDE << 14))),
    ],
)
def test_a_huge_picture_is_refused(content):
    with pytest.raises(FileRefused, match="more than 50 megapixels"):
        kept(content)


@pytest.mark.parametrize(
    "content",
    [
        made.jpeg()[:20],
        made.jpeg()[:-2],
        made.jpeg()[:-8],
        made.jpeg(width=0),
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xc0\x00\x03\x08" + b"\xff\xd9",
        made.jpeg(made.segment(0xFE, b""), b"xx"),
        made.jpeg()[:90] + b"\xff\xd9",
        made.png(height=0),
        made.png()[:-4],
        made.png()[:20],
        b"\x89PNG\r\n\x1a\n" + made.chunk(b"IHDR", b"\0\0\0\1"),
        b"\x89PNG\r\n\x1a\n" + made.chunk(b"IDAT", b""),
        b"\x89PNG\r\n\x1a\n" + made.png()[8:33] + made.chunk(b"IEND", b""),
        made.png().replace(b"IDAT", b"IDAX"),
        made.webp(),
        made.webp(made.LOSSY)[:-3],
        made.webp(made.LOSSY, made.riff(b"EXIF", SECRET))[:-3],
        made.webp(made.riff(b"VP8 ", b"\0")),
        made.webp(made.riff(b"VP8X", b""), made.LOSSY),
        made.webp(made.header(0)),
    ],
)
def test_a_damaged_picture_is_refused(content):
    with pytest.raises(FileRefused, match="damaged"):
        kept(content)
