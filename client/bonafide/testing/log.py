"""The log of a fake registry: whole in memory, signed, and false where a test wants it to be."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bonafide.protocol.base64url import pack, unpack
from bonafide.protocol.log import (
    HASH_BYTES,
    Node,
    hash_of,
    leaf_hash,
    plan_consistency,
    plan_inclusion,
    root_of,
)
from bonafide.protocol.notes import Checkpoint, LogKey, write_note
from bonafide.testing.problems import ProblemError
from bonafide.testing.signing import Signer

ORIGIN = "registry.test/log"


class Log:
    """Leaves in their order; ``covered`` of them are under the newest checkpoint."""

    def __init__(self) -> None:
        self.leaves: list[bytes] = []
        self.covered = 0
        self.lags = False
        self.sign_with(b"the log of a fake registry, key 1")

    def sign_with(self, *seeds: bytes) -> None:
        """The keys that sign from now on, the newest first."""
        signers = [Signer(seed) for seed in seeds]
        self._pairs = [(LogKey(ORIGIN, each.public), each.sign) for each in signers]

    def append(self, text: str) -> str:
        """Promise an entry; its commitment."""
        leaf = leaf_hash(hashlib.sha256(text.encode()).digest())
        self.leaves.append(leaf)
        return pack(leaf)

    def checkpoint(self) -> dict[str, Any]:
        """``GET /v1/log/checkpoint``."""
        if not self.lags:
            self.covered = len(self.leaves)
        root = hash_of((0, self.covered), self._hash)
        note = write_note(Checkpoint(ORIGIN, self.covered, root), self._pairs)
        return {"note": note, "keys": [key.text for key, _ in self._pairs]}

    def consistency(self, query: Mapping[str, str]) -> dict[str, Any]:
        """``GET /v1/log/consistency``."""
        old, new = int(query["from"]), int(query["to"])
        if not 0 <= old <= new <= self.covered:
            raise ProblemError("bad_tree_size")
        hashes = [hash_of(each, self._hash) for each in plan_consistency(old, new)]
        return {"from": old, "to": new, "hashes": [pack(each) for each in hashes]}

    def inclusion(self, query: Mapping[str, str]) -> dict[str, Any]:
        """``GET /v1/log/inclusion``."""
        leaf, size = unpack(query["leaf"], size=32), int(query["size"])
        if leaf not in self.leaves[: min(size, self.covered)]:
            raise ProblemError("leaf_unknown")
        index = self.leaves.index(leaf)
        hashes = [hash_of(each, self._hash) for each in plan_inclusion(index, size)]
        return {"index": index, "size": size, "hashes": [pack(each) for each in hashes]}

    def _hash(self, node: Node) -> bytes:
        width = 1 << node.level
        return _root(b"".join(self.leaves[node.index * width : (node.index + 1) * width]))


@lru_cache(maxsize=8192)
def _root(leaves: bytes) -> bytes:
    """Of leaves one behind the other; asked for again and again while a log grows."""
    return root_of(leaves[at : at + HASH_BYTES] for at in range(0, len(leaves), HASH_BYTES))
