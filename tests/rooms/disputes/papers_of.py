"""Small real files for tests of evidence."""

import struct
import zlib

EXIF = b"Exif\x00\x00GPS 55.75 37.61"


def png(text: bytes = b"") -> bytes:
    """One grey pixel, with a comment if one is given."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", head)]
    if text:
        parts.append(chunk(b"tEXt", b"Comment\x00" + text))
    parts += [chunk(b"IDAT", zlib.compress(b"\x00\x7f")), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG with its checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def segment(marker: int, body: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(exif: bytes = EXIF, trailer: bytes = b"") -> bytes:
    """The bones of a JPEG: as many segments as a reader of markers needs."""
    frame = segment(0xC0, b"\x08\x00\x01\x00\x01\x01\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    parts = [segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"), segment(0xE1, exif)]
    parts += [segment(0xFE, b"a comment"), segment(0xDB, b"\x00" + bytes(64)), frame, scan]
    return b"\xff\xd8" + b"".join(parts) + b"\xff\xd9" + trailer


def pdf(inside: bytes = b"") -> bytes:
    """A document of one object."""
    body = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog " + inside + b" >>\nendobj\n"
    return body + b"trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
