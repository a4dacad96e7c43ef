"""What a commitment is made of, pure: an act and a salt in, a leaf of the tree out.

The leaf hides the act behind 32 random bytes that only the registry keeps. Without them nobody can
tell from a leaf what it is about, not even by trying; with them gone, nobody ever can.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

import orjson

from bonafide.protocol.log import leaf_hash

SALT_BYTES: Final = 32
_ACT: Final = b"bonafide act 1\n"
_FACTS: Final = b"bonafide facts 1\n"


class ActKind(StrEnum):
    """What was done. The word stays in the registry."""

    REPORT = "report"
    CORRECTION = "correction"
    RETRACTION = "retraction"
    DISPUTE = "dispute"
    RULING = "ruling"
    ERASURE = "erasure"
    KEY_EVENT = "key_event"
    LOOKUPS_DIGEST = "lookups_digest"


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a person's record: whose, on which row, and all that it says.

    ``facts`` are plain values or days; ``previous`` is the leaf of the act before it on the same
    row, so that a row cannot be put back to an older state unseen.
    """

    kind: ActKind
    shop_id: int
    subject: int
    facts: Mapping[str, Any]
    previous: bytes | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens a leaf: everything but the facts themselves, of which it holds a digest."""

    salt: bytes
    kind: str
    shop_id: int
    subject: int
    previous: bytes | None
    facts: bytes
    committed_on: date

    @property
    def leaf(self) -> bytes:
        """The leaf that these values make."""
        day = self.committed_on.isoformat()
        who = (self.kind, self.shop_id, self.subject)
        return make_leaf(self.salt, *who, self.previous, self.facts, day)

    def says(self, facts: Mapping[str, Any]) -> bool:
        """Whether these are the facts that were committed to."""
        return digest_facts(self.salt, facts) == self.facts


def make_leaf(
    salt: bytes,
    kind: str,
    shop_id: int,
    subject: int,
    previous: bytes | None,
    facts: bytes,
    day: object,
) -> bytes:
    """The leaf that such values make; ``day`` is a date or its ISO text.

    The text is JSON, written by hand: a million entries are checked with it.
    """
    before = "null" if previous is None else f'"{previous.hex()}"'
    text = f'["{kind}",{shop_id},{subject},"{day}",{before},"{facts.hex()}"]'
    return leaf_hash(hashlib.sha256(_ACT + salt + text.encode()).digest())


def seal(act: Act, *, salt: bytes, on: date) -> Opening:
    """An act under a fresh salt."""
    digest = digest_facts(salt, act.facts)
    return Opening(salt, act.kind, act.shop_id, act.subject, act.previous, digest, on)


def digest_facts(salt: bytes, facts: Mapping[str, Any]) -> bytes:
    """The salted digest of some facts, the same for the same facts in any order."""
    text = orjson.dumps(facts, default=_plain, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(_FACTS + salt + text).digest()


def erasure_facts(leaves: Sequence[bytes]) -> dict[str, Any]:
    """What an erasure's entry says: which leaves lost their salt, and nothing about whom."""
    return {"leaves": len(leaves), "digest": hashlib.sha256(b"".join(sorted(leaves))).hexdigest()}


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError("facts are plain values, days and bytes")
