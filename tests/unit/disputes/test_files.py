"""Files are judged by what is in them, and leave behind what is not needed to read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.disputes import files
from registry.disputes.errors import FileRefusedError, FileTooLargeError
from registry.kernel.errors import DomainError
from tests.rooms.disputes.papers_of import EXIF, chunk, jpeg, pdf, png, segment


def test_a_photo_leaves_its_place_and_time_behind() -> None:
    kept = files.check(jpeg(trailer=b"a second file behind the picture"))
    assert kept.media == files.JPEG
    assert EXIF not in kept.content
    assert b"comment" not in kept.content
    assert kept.content.endswith(b"\xff\xd9")
    assert b"\x12\xff\x00\x34\xff\xd0\x56" in kept.content
    assert files.check(kept.content) == kept


def test_a_photo_leaves_its_small_picture_and_the_tails_of_its_marks_behind() -> None:
    marks = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x02\x02" + b"face" * 3)
    marks += segment(0xE0, b"JFXX\x00\x10face") + segment(0xE0, b"face")
    marks += segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01face") + segment(0xEE, b"face")
    raw = jpeg()
    kept = files.check(raw[:2] + marks + raw[2:]).content
    assert b"face" not in kept
    bare = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    assert kept.startswith(raw[:2] + bare + segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01"))


def test_a_picture_leaves_its_texts_behind() -> None:
    kept = files.check(png(b"taken at home"))
    assert (kept.media, kept.content) == (files.PNG, png())


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\xff\xd8\xff",
        jpeg()[:-2],
        jpeg()[:40],
        b"\xff\xd8" + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\xd9",
        b"\xff\xd8" + segment(0xC0, b"\x08\xff\xff\xff\xff\x01\x01\x11\x00") + b"\xff\xd9",
        png()[:-4],
        png().replace(b"IDAT", b"IDAX"),
        png()[:8] + png()[33:],
        png()[:33] + chunk(b"CgBI", b"") + png()[33:],
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b""),
        pdf()[:-8],
        b"%PDF-1.4\nhello %%EOF",
        pdf(b"/OpenAction << /S /JavaScript >>"),
        pdf(b"/J#61vaScript 2 0 R"),
        pdf(b"/AA 3 0 R"),
        pdf(b"/A << /S /GoToR /F (\\\\\\\\203.0.113.5\\\\share\\\\a.pdf) >>"),
        pdf(b"/A << /S /Go#54oE >>"),
        b"MZ\x90\x00\x03",
        b"PK\x03\x04\x14\x00",
        "привет".encode("cp1251"),
        b"a\x00b",
        b" \n",
    ],
)
def test_what_only_looks_like_a_file_is_refused(broken: bytes) -> None:
    with pytest.raises(FileRefusedError):
        files.check(broken)


def test_a_document_and_a_text_are_kept_as_they_are() -> None:
    assert files.check(pdf()) == files.File(files.PDF, pdf())
    text = "Курьер: получатель отказался, 12.11.".encode()
    assert files.check(b"\xef\xbb\xbf" + text) == files.File(files.TEXT, text)


def test_a_page_is_a_text_and_no_page() -> None:
    assert files.check(b"<script>alert(1)</script>").media == files.TEXT


def test_a_file_that_is_too_large_is_not_looked_into() -> None:
    with pytest.raises(FileTooLargeError):
        files.check(b"\xff\xd8\xff" + bytes(files.MOST_BYTES))


@given(st.sampled_from([jpeg(), png(b"x"), pdf()]), st.data())
def test_no_damage_makes_more_of_a_file_than_a_refusal(whole: bytes, data: st.DataObject) -> None:
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(damaged[: data.draw(st.integers(0, len(whole)))])
    try:
        kept = files.check(cut)
    except DomainError:
        return
    assert files.check(kept.content).media == kept.media
