"""Small files of each kind, made by hand, with whatever a test wants to hide in them."""

import struct
import zlib

SECRET = b"Kerkstraat 12, Amsterdam"


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def exif(rotation: int, order: str = "<") -> bytes:
    """An EXIF segment with a place, and how the camera was held."""
    entries = struct.pack(f"{order}HHI4s", 0x0100, 4, 1, b"\0" * 4)
    entries += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, rotation, 0)
    start = b"II" if order == "<" else b"MM"
    return b"Exif\0\0" + start + struct.pack(f"{order}HIH", 42, 8, 2) + entries + b"\0" * 4 + SECRET


def jpeg(
    *extra: bytes, width: int = 3, height: int = 2, scan: bytes = b"\x12\xff\x00\xff\xd0\x34", end: bytes = b""
) -> bytes:
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    return (
        b"\xff\xd8"
        + b"".join(extra)
        + segment(0xDB, b"\0" * 65)
        + frame
        + segment(0xC4, b"\0" * 20)
        + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + scan
        + b"\xff\xd9"
        + end
    )


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*extra: bytes, width: int = 1, height: int = 1, end: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + data + chunk(b"IEND", b"") + end


def riff(name: bytes, data: bytes) -> bytes:
    return struct.pack("<4sI", name, len(data)) + data + b"\0" * (len(data) % 2)


LOSSLESS = riff(b"VP8L", b"\x2f" + struct.pack("<I", 0) + b"\x00")
LOSSY = riff(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 1, 1))


def webp(*chunks: bytes, end: bytes = b"") -> bytes:
    whole = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole + end


def header(flags: int, width: int = 1, height: int = 1) -> bytes:
    """The VP8X chunk of a WebP picture."""
    return riff(
        b"VP8X", bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    )


def pdf(*objects: bytes, start: bytes = b"%PDF-1.7\n", end: bytes = b"") -> bytes:
    body = b"\n".join([b"1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj", *objects])
    return start + body + b"\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n" + end


def packed(objects: bytes, *, kind: bytes = b"/Type /ObjStm") -> bytes:
    data = zlib.compress(objects)
    return (
        b"5 0 obj << "
        + kind
        + b" /Filter /FlateDecode /Length %d >>\nstream\r\n" % len(data)
        + data
        + b"\nendstream endobj"
    )
