"""The people whom a fake registry knows: rows behind elements and refs, as in the real one."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bonafide.protocol.base64url import unpack
from bonafide.protocol.canonical import canonical, digest
from bonafide.protocol.group import Group
from bonafide.protocol.oprf import KeyPair, derive_key_pair, evaluate
from bonafide.protocol.points import decode, encode
from bonafide.protocol.words import Advice, Kind, Level
from bonafide.testing.problems import ProblemError

MAGIC: Mapping[str, Mapping[str, Any]] = {
    "+70000000001": {"level": Level.GOOD},
    "+70000000002": {"level": Level.WATCH, "advice": Advice.PART_PREPAY},
    "+70000000003": {},
    "+70000000004": {"disputed": "1-2"},
    "+70000000005": {"opted_out": True},
    "+70000000007": {"problem": "simulated_rate_limit"},
    "+70000000008": {"problem": "simulated_outage"},
}


@dataclass(eq=False)
class Row:
    """One identifier. ``told`` is what tests said about it, ``orders`` what was reported."""

    told: Mapping[str, Any] = field(default_factory=dict)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)


class People:
    """Rows by element; refs by row. ``rotate`` and ``forget_refs`` do what a real one may do."""

    def __init__(self, group: Group) -> None:
        self.group = group
        self.epoch = 1
        self._keys = {1: self._key(1)}
        self._rows: dict[tuple[str, str], Row] = {}
        self._refs: dict[str, tuple[str, Row]] = {}
        for phone, told in MAGIC.items():
            self.row(Kind.PHONE, phone).told = told

    @property
    def keys(self) -> KeyPair:
        """The key pair of now."""
        return self._keys[self.epoch]

    @property
    def following(self) -> KeyPair:
        """The key pair that ``rotate`` would take."""
        return self._key(self.epoch + 1)

    def row(self, kind: Kind, raw: str) -> Row:
        """The row of an identifier in clear: tests alone know it."""
        x = digest(kind, canonical(kind, raw))
        return self._at(kind, encode(self.element(x)))

    def element(self, x: bytes) -> bytes:
        """``k · HashToGroup(x)``."""
        return evaluate(self.keys.secret, self.group.hash_to_group(x), group=self.group)

    def named(self, name: Mapping[str, Any]) -> tuple[str, Row]:
        """Kind and row of an identifier as a request names it."""
        if "ref" in name:
            if name["ref"] not in self._refs:
                raise ProblemError("ref_stale")
            return self._refs[name["ref"]]
        if set(name) == {"kind", "digest"}:
            x = unpack(name["digest"], size=32)
            return name["kind"], self._at(name["kind"], encode(self.element(x)))
        if set(name) != {"kind", "element", "epoch"}:
            raise ProblemError("invalid_request")
        if name["epoch"] != self.epoch:
            raise ProblemError("epoch_gone")
        decode(name["element"], group=self.group)
        return name["kind"], self._at(name["kind"], name["element"])

    def ref(self, kind: str, row: Row) -> str:
        """The ref that stands for ``row``."""
        for ref, (_, known) in self._refs.items():
            if known is row:
                return ref
        ref = secrets.token_urlsafe(33)
        self._refs[ref] = (kind, row)
        return ref

    def forget_refs(self) -> None:
        """As when the key of refs is retired."""
        self._refs.clear()

    def rotate(self) -> None:
        """Take the next key and lift every row to it."""
        old, new = self.keys, self.following
        group = self.group
        delta = group.scalar_multiply(new.secret, group.invert(old.secret))
        self._rows = {
            (kind, encode(group.multiply(delta, decode(element, group=group)))): row
            for (kind, element), row in self._rows.items()
        }
        self.epoch += 1
        self._keys[self.epoch] = new

    def _at(self, kind: str, element: str) -> Row:
        return self._rows.setdefault((str(kind), element), Row())

    def _key(self, epoch: int) -> KeyPair:
        return derive_key_pair(bytes([epoch]) * 32, b"bonafide fake", group=self.group)
