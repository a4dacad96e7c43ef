"""Every row of ``commitment`` in one pass: against its leaf, its place in the tree, its erasure.

A million rows go by, so they are plain tuples, and a day stays the text that the leaf is made with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from bonafide.protocol.log import HASH_BYTES
from registry.audit.models import Commitment
from registry.audit.rules import ActKind, digest_facts, erasure_facts, make_leaf

_AT_ONCE: Final = 10_000
Wrong = tuple[bytes, int | None, str]
"""A leaf, its position, and what is not as it should be."""


@dataclass
class Ledger:
    """What is gathered while the entries go by."""

    entries: int = 0
    placed: int = 0
    claimed: set[bytes] = field(default_factory=set)
    replaced: set[bytes] = field(default_factory=set)
    forgotten: dict[bytes, list[bytes]] = field(default_factory=dict)
    """By the leaf of the erasure that is said to have taken their salts."""
    _erasures: dict[bytes, tuple[bytes, bytes]] = field(default_factory=dict)

    def take_all(self, session: Session, leaves: bytes) -> Iterator[Wrong]:
        """What is wrong with each entry; ``leaves`` are those of the tree, one after another."""
        for part in _parts(session):
            self.entries += len(part)
            for row in part:
                wrong = self._take(row)
                leaf, *_, position, _ = row
                if position is not None:
                    self.placed += 1
                    at = position * HASH_BYTES
                    if position < 0 or leaves[at : at + HASH_BYTES] != leaf:
                        wrong = wrong or "stands elsewhere in the tree"
                if wrong:
                    yield leaf, position, wrong

    def _take(self, row: Sequence[Any]) -> str:
        """One entry; says what is wrong with it."""
        leaf, salt, kind, shop_id, subject, previous, facts, day, _, told = row
        if None in (salt, kind, shop_id, subject, facts, day):
            self.forgotten.setdefault(told or b"", []).append(leaf)
            return ""
        if told is not None or not opens(row):
            return "is not what was committed to"
        if previous:
            self.replaced.add(previous)
        if is_claimed(kind):
            self.claimed.add(leaf)
        else:
            self._erasures[leaf] = (salt, facts)
        return ""

    def untold(self) -> Iterator[Wrong]:
        """Every lost salt must be told of by an erasure's entry, and each tells the truth."""
        for told, leaves in self.forgotten.items():
            if told not in self._erasures:
                for leaf in leaves:
                    yield leaf, None, "lost its salt without an erasure"
        for leaf, (salt, facts) in self._erasures.items():
            if digest_facts(salt, erasure_facts(self.forgotten.get(leaf, ()))) != facts:
                yield leaf, None, "tells of another erasure than happened"


def opens(row: Sequence[Any]) -> bool:
    """Whether what a row holds makes its leaf."""
    leaf, salt, kind, shop_id, subject, previous, facts, day, *_ = row
    made = make_leaf(salt, kind, shop_id, subject, previous, facts, day)
    return bool(made == leaf)


def is_claimed(kind: str) -> bool:
    """Whether some row must point to an entry, unless a later one replaced it.

    Of an erasure there is no row: the leaves that it names stand for it.
    """
    return kind != ActKind.ERASURE


def _parts(session: Session) -> Iterator[Sequence[Sequence[Any]]]:
    """All entries as they lie in their table: in any order of their own, reading would jump."""
    columns = Commitment.__table__.columns
    said = [type_coerce(each, String) if each.key == "committed_on" else each for each in columns]
    rows = session.execute(select(*said).execution_options(yield_per=_AT_ONCE))
    yield from rows.partitions()
