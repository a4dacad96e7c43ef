"""The door of the room: commit to acts, forget them, and prove what was placed in the log."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bonafide.protocol.log import Range, plan_consistency, plan_inclusion
from registry.audit import tiles
from registry.audit.errors import LeafUnknownError, LogNotBegunError, TreeSizeError
from registry.audit.models import Commitment, LogCheckpoint
from registry.audit.reading import read_tiles, tree_size
from registry.audit.rules import SALT_BYTES, Act, ActKind, Opening, erasure_facts, seal
from registry.kernel.db import TableRows, insert_each

__all__ = [
    "Act",
    "ActKind",
    "Acts",
    "Entry",
    "Opening",
    "Proof",
    "chain",
    "commit",
    "find_entry",
    "forget",
    "newest_note",
    "openings",
    "prove_consistency",
    "prove_inclusion",
]


@dataclass(frozen=True, slots=True)
class Proof:
    """An inclusion proof: where the leaf stands in the tree of a size, and the hashes beside it."""

    index: int
    size: int
    hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person may be told of an act on his record: its day, and its place once it has one.

    The day is None once the act was forgotten.
    """

    leaf: bytes
    committed_on: date | None
    position: int | None


def commit(
    session: Session,
    *,
    kind: ActKind,
    subject: int,
    facts: Mapping[str, Any],
    on: date,
    shop_id: int = 0,
    previous: bytes | None = None,
) -> bytes:
    """Commit to one act in the caller's transaction; returns its leaf. One insert, no order."""
    acts = Acts(on)
    leaf = acts.add(Act(kind, shop_id, subject, facts, previous))
    acts.save(session)
    return leaf


class Acts:
    """Acts of one transaction: each has its leaf at once, and all are written by one statement."""

    def __init__(self, on: date) -> None:
        """Nothing is written before :meth:`save`."""
        self._on = on
        self._rows: list[dict[str, Any]] = []

    def add(self, act: Act) -> bytes:
        """Commit to an act; returns its leaf."""
        opening = seal(act, salt=secrets.token_bytes(SALT_BYTES), on=self._on)
        leaf = opening.leaf
        said = {name: getattr(opening, name) for name in Opening.__slots__}
        self._rows.append(said | {"leaf": leaf, "position": None, "forgotten_by": None})
        return leaf

    def save(self, session: Session) -> None:
        """Write them."""
        insert_each(session, self.taken())

    def taken(self) -> TableRows:
        """What is to be written, to be sent together with other rows, and once."""
        rows, self._rows = self._rows, []
        return Commitment, sorted(rows, key=lambda row: bytes(row["leaf"]))


def forget(session: Session, leaves: Sequence[bytes], *, on: date) -> bytes:
    """Delete the salts of acts, so that nobody can ever tell what their leaves said.

    Whoever deletes or erases rows that were committed to calls it in the same transaction, with
    :func:`chain` of what the rows point to. Returns the leaf of the erasure's own entry.
    """
    mine = select(Commitment.leaf).where(Commitment.leaf.in_(leaves), Commitment.salt.is_not(None))
    held = list(session.scalars(mine.order_by(Commitment.leaf).with_for_update()))
    told = commit(session, kind=ActKind.ERASURE, subject=0, facts=erasure_facts(held), on=on)
    empty = dict.fromkeys(Opening.__slots__)
    gone = update(Commitment).where(Commitment.leaf.in_(held))
    session.execute(gone.values(**empty, forgotten_by=told))
    return told


def chain(session: Session, newest: Sequence[bytes]) -> list[bytes]:
    """The leaves of the newest acts on some rows and of every act before them."""
    found: dict[bytes, None] = {}
    front = list(newest)
    while front:
        found |= dict.fromkeys(front)
        before = select(Commitment.previous).where(
            Commitment.leaf.in_(front), Commitment.previous.is_not(None)
        )
        front = [each for each in session.scalars(before) if each and each not in found]
    return list(found)


def openings(session: Session, leaves: Sequence[bytes]) -> dict[bytes, Opening]:
    """What opens some leaves; one that is unknown or was forgotten is absent."""
    columns = Commitment.__table__.columns
    wanted = select(*columns).where(Commitment.leaf.in_(leaves), Commitment.salt.is_not(None))
    found = {}
    for row in session.execute(wanted):
        opening = opening_of(row)
        if opening is not None:
            found[row.leaf] = opening
    return found


def opening_of(row: Any) -> Opening | None:
    """What a row of ``commitment`` holds to open its leaf; None once anything of it is gone."""
    said = (row.salt, row.kind, row.shop_id, row.subject, row.facts, row.committed_on)
    if None in said:
        return None
    salt, kind, shop_id, subject, facts, committed_on = said
    return Opening(salt, kind, shop_id, subject, row.previous, facts, committed_on)


def find_entry(session: Session, leaf: bytes) -> Entry | None:
    """When an act was committed to and where it stands in the log, for the pages of people."""
    row = session.get(Commitment, leaf)
    return None if row is None else Entry(row.leaf, row.committed_on, row.position)


def newest_note(session: Session) -> str:
    """The signed checkpoint of the largest tree; raises LogNotBegunError."""
    wanted = select(LogCheckpoint.note).order_by(LogCheckpoint.size.desc()).limit(1)
    note = session.scalar(wanted)
    if note is None:
        raise LogNotBegunError
    return note


def prove_inclusion(session: Session, leaf: bytes, *, size: int | None) -> Proof:
    """That the tree of ``size`` (by default the newest) holds a leaf.

    Raises TreeSizeError for a tree that is not there yet, LeafUnknownError.
    """
    size = _checked_size(session, size, name="/size")
    index = session.scalar(select(Commitment.position).where(Commitment.leaf == leaf))
    if index is None or index >= size:
        raise LeafUnknownError(pointer="/leaf")
    return Proof(index, size, _hashes(session, plan_inclusion(index, size)))


def prove_consistency(
    session: Session, *, old: int, new: int | None
) -> tuple[int, Sequence[bytes]]:
    """That the tree of ``new`` (by default the newest) begins with ``old``; its size and the proof.

    Raises TreeSizeError.
    """
    new = _checked_size(session, new, name="/to")
    if old > new:
        raise TreeSizeError(pointer="/from")
    return new, _hashes(session, plan_consistency(old, new))


def _checked_size(session: Session, size: int | None, *, name: str) -> int:
    newest = tree_size(session)
    if size is None:
        return newest
    if size > newest:
        raise TreeSizeError(pointer=name)
    return size


def _hashes(session: Session, plan: Sequence[Range]) -> tuple[bytes, ...]:
    found = read_tiles(session, tiles.places_of(plan))
    return tuple(tiles.range_hash(found, leaves) for leaves in plan)
