"""Files that people bring, judged by their content: pure, and without decoding any picture.

A picture is walked from marker to marker, what is not needed to show it (EXIF with its place and
time, comments, whatever hangs behind the end) is left out, and nothing is ever decompressed here:
a decoder is a large thing to hand a stranger's bytes to. Names and declared types are ignored.
"""

import re
import zlib
from dataclasses import dataclass
from typing import Final

from registry.disputes.errors import FileRefusedError, FileTooLargeError

MOST_BYTES: Final = 4 * 1024 * 1024
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
PDF: Final = "application/pdf"
TEXT: Final = "text/plain"
MOST_SIDE: Final = 20_000
"""Pixels along one side of a picture."""

_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"}
)
_JPEG_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
_JPEG_KEPT: Final = frozenset({0xC4, 0xDB, 0xDD}) | _JPEG_FRAMES
_PDF_ACTIVE: Final = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFile|EmbeddedFiles|RichMedia|XFA|OpenAction|AA|SubmitForm"
    rb"|GoToR|GoToE|ImportData|Rendition|Movie|Sound)(?![A-Za-z])"
)
_NAME_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class File:
    """A file that may be kept: its media type and the bytes that are left of it."""

    media: str
    content: bytes


def check(raw: bytes) -> File:
    """What is kept of a file; raises FileTooLargeError, FileRefusedError."""
    if len(raw) > MOST_BYTES:
        raise FileTooLargeError(limit=MOST_BYTES)
    if raw.startswith(b"\xff\xd8\xff"):
        return File(JPEG, _jpeg(raw))
    if raw.startswith(_PNG_START):
        return File(PNG, _png(raw))
    if raw.startswith(b"%PDF-"):
        return File(PDF, _pdf(raw))
    return File(TEXT, _text(raw))


def _jpeg(raw: bytes) -> bytes:
    """The segments that show the picture (ITU T.81 B.1); EXIF, comments and trailers go."""
    kept, place, framed = [raw[:2]], 2, False
    while True:
        marker = _jpeg_marker(raw, place)
        length = int.from_bytes(raw[place + 2 : place + 4], "big")
        end = place + 2 + length
        if length < 2 or end > len(raw):
            raise FileRefusedError
        if marker == 0xDA:
            if not framed:
                raise FileRefusedError
            return b"".join(kept) + _jpeg_scans(raw, place)
        if marker in _JPEG_FRAMES:
            framed = _jpeg_size_fits(raw[place + 4 : end])
        kept.append(_jpeg_needed(marker, raw[place:end]))
        place = end


def _jpeg_needed(marker: int, segment: bytes) -> bytes:
    """What the picture needs of a segment.

    Of those that programs fill as they like only what JFIF (ITU T.871 10.1) and Adobe's mark (ITU
    T.872 6.5.3) say of density and colours: no small picture of what was cut away, and no tail.
    """
    if marker in _JPEG_KEPT:
        return segment
    if marker == 0xE0 and segment[4:9] == b"JFIF\0" and len(segment) >= 18:
        return b"\xff\xe0\x00\x10" + segment[4:16] + b"\0\0"
    if marker == 0xEE and segment[4:9] == b"Adobe" and len(segment) >= 16:
        return b"\xff\xee\x00\x0e" + segment[4:16]
    return b""


def _jpeg_marker(raw: bytes, place: int) -> int:
    if place + 4 > len(raw) or raw[place] != 0xFF or raw[place + 1] in (0x00, 0xFF, 0xD8, 0xD9):
        raise FileRefusedError
    return raw[place + 1]


def _jpeg_size_fits(frame: bytes) -> bool:
    height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
    if not (0 < height <= MOST_SIDE and 0 < width <= MOST_SIDE):
        raise FileRefusedError
    return True


def _jpeg_scans(raw: bytes, place: int) -> bytes:
    """From the first scan to the end of the image; tables between scans stay, comments go."""
    kept: list[bytes] = []
    while True:
        end = place + 2 + int.from_bytes(raw[place + 2 : place + 4], "big")
        marker = raw[place + 1]
        if marker == 0xDA:
            end = _end_of_scan(raw, end)
        if end + 2 > len(raw):
            raise FileRefusedError
        kept.append(raw[place:end] if marker == 0xDA else _jpeg_needed(marker, raw[place:end]))
        if raw[end : end + 2] == b"\xff\xd9":
            return b"".join(kept) + b"\xff\xd9"
        place = end
        _jpeg_marker(raw, place)


def _end_of_scan(raw: bytes, place: int) -> int:
    """Where the next marker stands that is no stuffed byte and no restart."""
    while (place := raw.find(b"\xff", place)) >= 0 and place + 1 < len(raw):
        follows = raw[place + 1]
        if follows not in (0x00, 0xFF) and not 0xD0 <= follows <= 0xD7:
            return place
        place += 1 if follows == 0xFF else 2
    raise FileRefusedError


def _png(raw: bytes) -> bytes:
    """The chunks that show the picture, each with a right checksum (PNG, section 5)."""
    kept, place, seen = [_PNG_START], len(_PNG_START), set[bytes]()
    while b"IEND" not in seen:
        length, name = int.from_bytes(raw[place : place + 4], "big"), raw[place + 4 : place + 8]
        end = place + 12 + length
        body = raw[place + 4 : end - 4]
        if end > len(raw) or zlib.crc32(body) != int.from_bytes(raw[end - 4 : end], "big"):
            raise FileRefusedError
        if not seen:
            _check_png_head(name, body[4:])
        if name in _PNG_KEPT:
            kept.append(raw[place:end])
        elif not name[0] & 0x20:
            raise FileRefusedError
        seen.add(name)
        place = end
    if b"IDAT" not in seen:
        raise FileRefusedError
    return b"".join(kept)


def _check_png_head(name: bytes, head: bytes) -> None:
    width, height = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
    fits = 0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE
    if name != b"IHDR" or len(head) != 13 or not fits:
        raise FileRefusedError


def _pdf(raw: bytes) -> bytes:
    """A whole document that names nothing which acts by itself."""
    tail = raw.rstrip()[-1024:]
    whole = re.match(rb"%PDF-[12]\.[0-9]", raw) and tail.endswith(b"%%EOF")
    if not whole or b"startxref" not in tail or b" obj" not in raw:
        raise FileRefusedError
    names = _NAME_ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), raw)
    if _PDF_ACTIVE.search(raw) or _PDF_ACTIVE.search(names):
        raise FileRefusedError
    return raw


def _text(raw: bytes) -> bytes:
    """UTF-8 without control characters; what a program could take for a page is a text too."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefusedError from None
    if not text.strip() or _CONTROL.search(text):
        raise FileRefusedError
    return text.encode()
