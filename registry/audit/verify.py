"""Is the log whole, and do the rows still say what was committed to? Every fault has a name.

``examine_tree`` needs nothing but this room: the tiles are hashed again, every signed checkpoint is
held against the tree it was signed for, every leaf against what opens it. ``examine_rows`` is
handed what other rooms' tables say now (:class:`Claim`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice, takewhile
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bonafide.protocol.base64url import pack
from bonafide.protocol.log import HASH_BYTES
from bonafide.protocol.notes import BadNote, Checkpoint, LogKey, open_note
from registry.audit.entries import Ledger, is_claimed
from registry.audit.models import Commitment, LogCheckpoint, LogTile
from registry.audit.reading import tree_size
from registry.audit.rules import Opening
from registry.audit.service import openings
from registry.audit.tiles import Place, Tiles, roots_at, split, tiles_over

AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was committed to."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a row says now, and the leaf that it points to.

    ``newest`` is False for an older state that is kept beside the newest one.
    """

    name: str
    leaf: bytes | None
    facts: Mapping[str, Any]
    newest: bool = True


@dataclass
class Seen:
    """What a look at all entries leaves behind for the look at the rows."""

    entries: int = 0
    size: int = 0
    replaced: set[bytes] = field(default_factory=set)
    forgotten: set[bytes] = field(default_factory=set)
    newest: int = 0
    """Entries of kinds that rows point to and that no later entry replaces."""


def examine_tree(
    session: Session, keys: Sequence[LogKey], *, outside: str | None, seen: Seen
) -> Iterator[Fault]:
    """Faults of the tree, the checkpoints and the entries; fills ``seen``."""
    seen.size = tree_size(session)
    held = _held(session)
    leaves = _leaves(held)
    made = tiles_over(leaves)
    yield from _tiles(held, made, leaves, seen.size)
    del held  # a log of ten million entries has 330 MB of them
    yield from _checkpoints(session, keys, made, seen.size)
    if outside is not None:
        yield from _outside(outside, keys, made, len(leaves) // HASH_BYTES)
    del made
    yield from _entries(session, leaves, seen)


def examine_rows(session: Session, claims: Iterable[Claim], *, seen: Seen) -> Iterator[Fault]:
    """Faults of rows; call it after ``examine_tree``, which fills ``seen``."""
    pointed: set[bytes] = set()
    for some in _batches(claims):
        found = openings(session, [each.leaf for each in some if each.leaf is not None])
        for claim in some:
            what = _fault_of(claim, found, seen, pointed)
            if what:
                yield Fault(claim.name, what)
            if claim.newest and claim.leaf is not None:
                pointed.add(claim.leaf)
    if len(pointed) != seen.newest:
        yield from _orphans(session, pointed, seen)


def _fault_of(
    claim: Claim, found: Mapping[bytes, Opening], seen: Seen, pointed: Collection[bytes]
) -> str:
    if claim.leaf is None:
        return "has no entry in the log"
    opening = found.get(claim.leaf)
    if opening is None:
        old = not claim.newest and claim.leaf in seen.forgotten
        return "" if old else "points to an entry that is not there"
    if claim.newest and claim.leaf in seen.replaced:
        return f"was put back to an older state: {_entry(claim.leaf)} is not its newest"
    if claim.leaf in pointed:
        return f"points to {_entry(claim.leaf)} like another row"
    if not opening.says(claim.facts):
        return f"says something else than {_entry(claim.leaf)}"
    return ""


def _orphans(session: Session, pointed: Collection[bytes], seen: Seen) -> Iterator[Fault]:
    """Entries that no row points to any more: the row was deleted."""
    wanted = select(Commitment.leaf, Commitment.position, Commitment.kind)
    for leaf, position, kind in session.execute(wanted.execution_options(yield_per=AT_ONCE)):
        newest = kind is not None and is_claimed(kind) and leaf not in seen.replaced
        if newest and leaf not in pointed:
            yield Fault(_entry(leaf, position), "the row that it is about is gone")


def _held(session: Session) -> dict[Place, bytes]:
    """The tree's tiles as they are stored."""
    wanted = select(LogTile.level, LogTile.number, LogTile.hashes)
    rows = session.execute(wanted.execution_options(yield_per=AT_ONCE))
    return {(level, number): bytes(hashes) for level, number, hashes in rows}


def _leaves(held: Tiles) -> bytes:
    """The tree's lowest row, one hash after another, as far as it is there."""
    lowest = takewhile(bool, (held.get((0, number), b"") for number in count()))
    return b"".join(lowest)


def _tiles(held: Tiles, made: Tiles, leaves: bytes, size: int) -> Iterator[Fault]:
    """What is stored beside what the lowest row makes."""
    if len(leaves) != size * HASH_BYTES:
        yield Fault("the tree", f"has {len(leaves) / HASH_BYTES:g} entries and should have {size}")
    for place in sorted(held.keys() | made.keys()):
        if held.get(place) != made.get(place):
            yield Fault(f"tile {place[1]} of level {place[0]}", "is not what its entries make")


def _checkpoints(
    session: Session, keys: Sequence[LogKey], tiles: Tiles, size: int
) -> Iterator[Fault]:
    """Every checkpoint against its signature and the tree that it was signed for."""
    rows = list(session.scalars(select(LogCheckpoint).order_by(LogCheckpoint.size)))
    if [row.number for row in rows] != list(range(1, len(rows) + 1)):
        yield Fault("the checkpoints", "are not all there, in their order")
    if size and (not rows or rows[-1].size != size):
        yield Fault(f"the checkpoint of {size} entries", "is not the newest")
    roots = roots_at(tiles, {row.size for row in rows})
    for row in rows:
        place = f"the checkpoint of {row.size} entries"
        said = _opened(row.note, keys)
        if said is None or (said.size, said.root) != (row.size, row.root):
            yield Fault(place, "is not what was signed")
        elif roots.get(row.size) != row.root:
            yield Fault(place, "was signed for another tree")


def _outside(note: str, keys: Sequence[LogKey], tiles: Tiles, size: int) -> Iterator[Fault]:
    """The checkpoint that somebody kept where the database does not reach."""
    place = "the checkpoint kept outside"
    kept = _opened(note, keys)
    if kept is None:
        yield Fault(place, "is not signed by this log's key")
    elif kept.size > size:
        yield Fault(place, f"knows {kept.size} entries, the log has {size}")
    elif roots_at(tiles, {kept.size})[kept.size] != kept.root:
        yield Fault(place, "was signed for another tree")


def _opened(note: str, keys: Sequence[LogKey]) -> Checkpoint | None:
    try:
        return open_note(note, keys)
    except BadNote:
        return None


def _entries(session: Session, leaves: bytes, seen: Seen) -> Iterator[Fault]:
    """Every row of ``commitment`` against its leaf, its place and its erasure."""
    ledger = Ledger()
    for leaf, position, wrong in ledger.take_all(session, leaves):
        yield Fault(_entry(leaf, position), wrong)
    seen.entries = ledger.entries
    seen.replaced, seen.newest = ledger.replaced, len(ledger.claimed - ledger.replaced)
    seen.forgotten = {leaf for some in ledger.forgotten.values() for leaf in some}
    if ledger.placed * HASH_BYTES != len(leaves):
        yield from _deleted(session, leaves)
    for leaf, position, wrong in ledger.untold():
        yield Fault(_entry(leaf, position), wrong)


def _deleted(session: Session, leaves: bytes) -> Iterator[Fault]:
    """Leaves of the tree that no entry stands for any more."""
    held = set(session.scalars(select(Commitment.position)))
    for position, leaf in enumerate(split(leaves)):
        if position not in held:
            yield Fault(_entry(leaf, position), "was deleted")


def _batches(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    rest = iter(claims)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def _entry(leaf: bytes, position: int | None = None) -> str:
    at = "" if position is None else f" {position}"
    return f"entry{at} {pack(leaf)}"
