"""Is the log whole, and do the rows still say what was committed to? Every fault has a name.

``examine_tree`` needs nothing but this room: the tiles are hashed again, every signed checkpoint is
held against the tree it was signed for, every leaf against what opens it. ``examine_rows`` is
handed what other rooms' tables say now (:class:`Claim`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bonafide.protocol.base64url import pack
from bonafide.protocol.log import EMPTY_ROOT, Frontier
from bonafide.protocol.notes import BadNote, Checkpoint, LogKey, open_note
from registry.audit.models import Commitment, LogCheckpoint, LogTile
from registry.audit.reading import tree_size
from registry.audit.rules import ActKind, Opening, erasure_facts
from registry.audit.service import opening_of, openings
from registry.audit.tiles import Place, grow, split

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
    leaves: list[bytes] = []
    yield from _tiles(session, seen.size, leaves)
    yield from _checkpoints(session, keys, leaves, seen.size)
    if outside is not None:
        yield from _outside(outside, keys, leaves)
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


def is_claimed(kind: str) -> bool:
    """Whether some row must point to an entry, unless a later one replaced it.

    Of an erasure there is no row: the leaves that it names stand for it.
    """
    return kind != ActKind.ERASURE


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
    for row in _stream(session):
        newest = row.leaf not in seen.replaced
        if newest and is_claimed(row.kind) and row.leaf not in pointed:
            yield Fault(_entry(row.leaf, row.position), "the row that it is about is gone")


def _tiles(session: Session, size: int, leaves: list[bytes]) -> Iterator[Fault]:
    """Read the tree's lowest row into ``leaves``, build the rest again and compare."""
    held: dict[Place, bytes] = {}
    wanted = select(LogTile.level, LogTile.number, LogTile.hashes)
    ordered = wanted.order_by(LogTile.level, LogTile.number)
    for row in session.execute(ordered.execution_options(yield_per=AT_ONCE)):
        held[row.level, row.number] = bytes(row.hashes)
    number = 0
    while (0, number) in held:
        leaves += split(held[0, number])
        number += 1
    if len(leaves) != size:
        yield Fault("the tree", f"has {len(leaves)} entries and should have {size}")
    made: dict[Place, bytes] = {}
    grow(made, 0, leaves)
    for place in sorted(held.keys() | made.keys()):
        if held.get(place) != made.get(place):
            yield Fault(f"tile {place[1]} of level {place[0]}", "is not what its entries make")


def _checkpoints(
    session: Session, keys: Sequence[LogKey], leaves: Sequence[bytes], size: int
) -> Iterator[Fault]:
    """Every checkpoint against its signature and the tree that it was signed for."""
    rows = list(session.scalars(select(LogCheckpoint).order_by(LogCheckpoint.size)))
    if [row.number for row in rows] != list(range(1, len(rows) + 1)):
        yield Fault("the checkpoints", "are not all there, in their order")
    if size and (not rows or rows[-1].size != size):
        yield Fault(f"the checkpoint of {size} entries", "is not the newest")
    roots = _roots(leaves, {row.size for row in rows})
    for row in rows:
        place = f"the checkpoint of {row.size} entries"
        said = _opened(row.note, keys)
        if said is None or (said.size, said.root) != (row.size, row.root):
            yield Fault(place, "is not what was signed")
        elif roots.get(row.size) != row.root:
            yield Fault(place, "was signed for another tree")


def _outside(note: str, keys: Sequence[LogKey], leaves: Sequence[bytes]) -> Iterator[Fault]:
    """The checkpoint that somebody kept where the database does not reach."""
    place = "the checkpoint kept outside"
    kept = _opened(note, keys)
    if kept is None:
        yield Fault(place, "is not signed by this log's key")
    elif kept.size > len(leaves):
        yield Fault(place, f"knows {kept.size} entries, the log has {len(leaves)}")
    elif _roots(leaves, {kept.size})[kept.size] != kept.root:
        yield Fault(place, "was signed for another tree")


def _opened(note: str, keys: Sequence[LogKey]) -> Checkpoint | None:
    try:
        return open_note(note, keys)
    except BadNote:
        return None


def _roots(leaves: Sequence[bytes], sizes: Collection[int]) -> dict[int, bytes]:
    """The root of the tree at each of some sizes."""
    tree = Frontier()
    roots = {0: EMPTY_ROOT}
    for leaf in leaves:
        tree.append(leaf)
        if tree.size in sizes:
            roots[tree.size] = tree.root()
    return roots


@dataclass
class _Ledger:
    """What is gathered while the entries go by."""

    forgotten: dict[bytes, list[bytes]] = field(default_factory=dict)
    erasures: dict[bytes, Opening] = field(default_factory=dict)
    claimed: set[bytes] = field(default_factory=set)
    replaced: set[bytes] = field(default_factory=set)

    def take(self, row: Any) -> str:
        """One entry; says what is wrong with it."""
        opening = opening_of(row)
        if opening is None:
            self.forgotten.setdefault(row.forgotten_by or b"", []).append(row.leaf)
            return ""
        if opening.leaf != row.leaf or row.forgotten_by is not None:
            return "is not what was committed to"
        if opening.kind == ActKind.ERASURE:
            self.erasures[row.leaf] = opening
        if opening.previous:
            self.replaced.add(opening.previous)
        if is_claimed(opening.kind):
            self.claimed.add(row.leaf)
        return ""


def _entries(session: Session, leaves: Sequence[bytes], seen: Seen) -> Iterator[Fault]:
    """Every row of ``commitment`` against its leaf, its place and its erasure."""
    ledger, placed = _Ledger(), 0
    for row in _stream(session):
        seen.entries += 1
        wrong = ledger.take(row)
        if row.position is not None:
            placed += 1
            inside = 0 <= row.position < len(leaves)
            if not inside or leaves[row.position] != row.leaf:
                wrong = wrong or "stands elsewhere in the tree"
        if wrong:
            yield Fault(_entry(row.leaf, row.position), wrong)
    seen.replaced, seen.newest = ledger.replaced, len(ledger.claimed - ledger.replaced)
    seen.forgotten = {leaf for some in ledger.forgotten.values() for leaf in some}
    if placed != len(leaves):
        yield from _deleted(session, leaves)
    yield from _erasures(ledger.forgotten, ledger.erasures)


def _deleted(session: Session, leaves: Sequence[bytes]) -> Iterator[Fault]:
    """Leaves of the tree that no entry stands for any more."""
    held = set(session.scalars(select(Commitment.position)))
    for position, leaf in enumerate(leaves):
        if position not in held:
            yield Fault(_entry(leaf, position), "was deleted")


def _erasures(
    forgotten: Mapping[bytes, Sequence[bytes]], erasures: Mapping[bytes, Opening]
) -> Iterator[Fault]:
    """Every lost salt must be told of by an erasure's entry, and each of those tells the truth."""
    for told, leaves in forgotten.items():
        if told not in erasures:
            for leaf in leaves:
                yield Fault(_entry(leaf), "lost its salt without an erasure")
    for leaf, opening in erasures.items():
        if not opening.says(erasure_facts(forgotten.get(leaf, ()))):
            yield Fault(_entry(leaf), "tells of another erasure than happened")


def _stream(session: Session) -> Iterator[Any]:
    """All entries as they lie in their table: in any order of their own, reading would jump."""
    columns = (getattr(Commitment, name) for name in Commitment.__table__.columns.keys())  # noqa: SIM118 (not a dict)
    yield from session.execute(select(*columns).execution_options(yield_per=AT_ONCE))


def _batches(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    rest = iter(claims)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def _entry(leaf: bytes, position: int | None = None) -> str:
    at = "" if position is None else f" {position}"
    return f"entry{at} {pack(leaf)}"
