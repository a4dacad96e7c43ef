"""What both sides bring: sealed under the case's own key, opened for the two and the admin.

A case has a key of 64 bytes (AES-256-SIV), itself sealed under the registry's key ``case``. When
the case ends for good, key and papers are deleted: a backup of the table without the registry's
key directory tells nothing, and one with it only what was open when it was made.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import Evidence
from registry.disputes import files
from registry.disputes.errors import (
    DisputeNotFoundError,
    EvidenceNotNewError,
    FileTooLargeError,
    TextRefusedError,
)
from registry.disputes.models import Dispute, DisputeFingerprint, DisputePaper
from registry.disputes.words import Side
from registry.kernel.db import insert_new
from registry.kernel.ids import new_id
from registry.kernel.keys import Keyring
from registry.kernel.sealing import find_sealed, mac, seal

MOST_FILES: Final = 6
MOST_LETTERS: Final = 3_000
MOST_TEXTS: Final = 20
TEXT_PURPOSE: Final = "text"
EVIDENCE: Final = "evidence"
CONTACT: Final = "contact"


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it arrives: of which kind its bringer says it is, and its bytes."""

    content: bytes = field(repr=False)
    evidence: Evidence | None = None
    purpose: str = EVIDENCE


@dataclass(frozen=True, slots=True)
class Paper:
    """A text or file as the two sides and the admin may see it; ``text`` is None for a file."""

    paper_id: int
    side: Side
    by_identifier_id: int | None
    purpose: str
    evidence: Evidence | None
    media: str
    size: int
    added_on: date
    text: str | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True)
class Author:
    """Who brings something: a side, and for a customer the identifier that he came with."""

    side: Side
    identifier_id: int | None = None


def new_key(ring: Keyring, shop_id: int, dispute_id: int) -> tuple[int, bytes]:
    """The id of the registry's key, and a fresh case key sealed under it."""
    key_id, master = ring.newest("shared", "case")
    return key_id, seal(master, secrets.token_bytes(64), context=_case(shop_id, dispute_id))


def add(
    session: Session,
    ring: Keyring,
    row: Dispute,
    author: Author,
    *,
    text: str | None,
    new_files: Sequence[NewFile],
    today: date,
) -> None:
    """Seal a text and files into a case; raises for a text or file that is not taken."""
    checked = [(each, files.check(each.content)) for each in new_files]
    texts = [] if not (text and text.strip()) else [_checked_text(text)]
    place = _next_place(session, row, author.side, len(checked), len(texts))
    key = _case_key(ring, row)
    for words in texts:
        kept = files.File(files.TEXT, words.encode())
        _keep(session, key, row, author, kept, TEXT_PURPOSE, None, place, today)
    for number, (each, kept) in enumerate(checked, start=len(texts)):
        _keep(session, key, row, author, kept, each.purpose, each.evidence, place + number, today)


def note_shown(
    session: Session,
    ring: Keyring,
    row: Dispute,
    new_files: Sequence[NewFile],
    *,
    needs_new: bool,
    today: date,
) -> None:
    """Remember what a shop has shown; with ``needs_new`` raise when it had shown all before.

    A digest of what is left after metadata went: the same photo saved anew is not new evidence.
    """
    master = ring.keys["shared", "case"][min(ring.ids("shared", "case"))]
    prints = {mac(master, b"shown", files.check(each.content).content) for each in new_files}
    rows = [
        {"shop_id": row.shop_id, "report_id": row.report_id, "fingerprint": each}
        | {"shown_on": today}
        for each in sorted(prints)
    ]
    fresh = insert_new(session, DisputeFingerprint, rows, DisputeFingerprint.fingerprint)
    if needs_new and not fresh:
        raise EvidenceNotNewError(pointer="/evidence")


def read(session: Session, ring: Keyring, row: Dispute) -> list[Paper]:
    """Everything in a case in the order in which it came; files without their bytes."""
    if row.sealed_key is None:
        return []
    key = _case_key(ring, row)
    wanted = select(DisputePaper).where(*_of(row))
    rows = session.scalars(wanted.order_by(DisputePaper.added_on, DisputePaper.place))
    return [_paper(key, each) for each in rows]


def read_file(session: Session, ring: Keyring, row: Dispute, paper_id: int) -> tuple[Paper, bytes]:
    """One file with its bytes; raises DisputeNotFoundError."""
    found = session.scalar(select(DisputePaper).where(*_of(row), DisputePaper.id == paper_id))
    if found is None or row.sealed_key is None:
        raise DisputeNotFoundError
    key = _case_key(ring, row)
    return _paper(key, found), _open(key, found)


def destroy(session: Session, row: Dispute) -> None:
    """Key and bytes go; nobody can read them again."""
    row.sealed_key = None
    session.execute(delete(DisputePaper).where(*_of(row)))


def _of(row: Dispute) -> tuple[ColumnElement[bool], ...]:
    return DisputePaper.shop_id == row.shop_id, DisputePaper.dispute_id == row.id


def _case(shop_id: int, dispute_id: int) -> bytes:
    return b"case|" + shop_id.to_bytes(8, "big") + dispute_id.to_bytes(8, "big")


def _case_key(ring: Keyring, row: Dispute) -> bytes:
    master = ring.find("shared", "case", row.key_id)
    sealed = row.sealed_key
    key = master and sealed and find_sealed(master, sealed, context=_case(row.shop_id, row.id))
    if not key:
        raise LookupError("a case cannot be opened with the keys that are here")
    return key


def _next_place(session: Session, row: Dispute, side: Side, new_files: int, texts: int) -> int:
    """Behind what is there; raises FileTooLargeError when the side would have too much."""
    parts = (DisputePaper.side, DisputePaper.purpose)
    counted = session.execute(select(*parts, func.count()).where(*_of(row)).group_by(*parts))
    held = {(their_side, purpose): number for their_side, purpose, number in counted}
    written = held.get((side, TEXT_PURPOSE), 0) + texts
    filed = sum(held.get((side, each), 0) for each in (EVIDENCE, CONTACT)) + new_files
    if filed > MOST_FILES or written > MOST_TEXTS:
        raise FileTooLargeError(limit=MOST_FILES)
    return sum(held.values())


def _checked_text(text: str) -> str:
    words = text.strip().replace("\r\n", "\n")
    if len(words) > MOST_LETTERS or any(not (each.isprintable() or each == "\n") for each in words):
        raise TextRefusedError(limit=MOST_LETTERS)
    return words


def _keep(
    session: Session,
    key: bytes,
    row: Dispute,
    author: Author,
    kept: files.File,
    purpose: str,
    evidence: Evidence | None,
    place: int,
    today: date,
) -> None:
    paper_id = new_id()
    session.add(
        DisputePaper(
            shop_id=row.shop_id,
            dispute_id=row.id,
            id=paper_id,
            side=author.side,
            by_identifier_id=author.identifier_id,
            purpose=purpose,
            evidence=evidence,
            media=kept.media,
            size=len(kept.content),
            added_on=today,
            place=place,
            sealed=seal(key, kept.content, context=_paper_context(paper_id, kept.media)),
        )
    )


def _paper_context(paper_id: int, media: str) -> bytes:
    return b"paper|" + paper_id.to_bytes(8, "big") + media.encode()


def _open(key: bytes, row: DisputePaper) -> bytes:
    plain = find_sealed(key, row.sealed, context=_paper_context(row.id, row.media))
    if plain is None:
        raise LookupError("a paper cannot be opened with its case's key")
    return plain


def _paper(key: bytes, row: DisputePaper) -> Paper:
    is_text = row.purpose == TEXT_PURPOSE
    return Paper(
        paper_id=row.id,
        side=Side(row.side),
        by_identifier_id=row.by_identifier_id,
        purpose=row.purpose,
        evidence=None if row.evidence is None else Evidence(row.evidence),
        media=row.media,
        size=row.size,
        added_on=row.added_on,
        text=_open(key, row).decode() if is_text else None,
    )
