"""The Merkle tree of the audit log (RFC 6962 §2.1, RFC 9162 §2.1): hashes, proofs, checks. Pure.

A tree is never held whole. A proof is planned as a list of ranges of leaves, a range as the
complete subtrees that it is made of (:class:`Node`), and whoever stores those hashes folds them.
What a client checks is at the end: :func:`check_inclusion` and :func:`check_consistency`.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bonafide.protocol.errors import ProtocolError

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


class BadProof(ProtocolError):  # noqa: N818 - reads as the sentence it is
    """A proof does not show what it should: the log must not be believed."""

    code = "bad_proof"


@dataclass(frozen=True, slots=True)
class Node:
    """A complete subtree: the leaves from ``index · 2^level``, ``2^level`` of them."""

    level: int
    index: int


Range = tuple[int, int]
"""Leaves from the first number up to, and without, the second."""
Hashes = Callable[[Node], bytes]
"""Where the hash of a complete subtree is found."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash above two others; another prefix than a leaf's, so that none passes for one."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree that only grows, as the roots of its complete subtrees: O(log n) to keep."""

    def __init__(self) -> None:
        """An empty tree."""
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, root: bytes, *, level: int = 0) -> None:
        """Add one leaf hash; or the root of the next ``2^level`` leaves, after whole ones alike."""
        full, self.size = self.size >> level, self.size + (1 << level)
        while full & 1:
            root = node_hash(self._peaks.pop(), root)
            full >>= 1
        self._peaks.append(root)

    def root(self) -> bytes:
        """The root of what was appended so far."""
        return fold(self._peaks) if self._peaks else EMPTY_ROOT


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over some leaf hashes."""
    tree = Frontier()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over neighbouring subtrees, the largest first."""
    result = hashes[-1]
    for each in reversed(hashes[:-1]):
        result = node_hash(each, result)
    return result


def nodes_of(leaves: Range) -> list[Node]:
    """The complete subtrees that make up a range which a proof names, the largest first."""
    start, end = leaves
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append(Node(level, start >> level))
        start += 1 << level
    return nodes


def hash_of(leaves: Range, hashes: Hashes) -> bytes:
    """The hash over a range, from stored subtrees."""
    return (
        fold([hashes(node) for node in nodes_of(leaves)]) if leaves[0] < leaves[1] else EMPTY_ROOT
    )


def plan_inclusion(index: int, size: int) -> list[Range]:
    """The ranges whose hashes prove that leaf ``index`` is in the first ``size`` (§2.1.1)."""
    if not 0 <= index < size:
        raise ValueError("the leaf lies outside the tree")
    ranges: list[Range] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _left(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def plan_consistency(old: int, new: int) -> list[Range]:
    """The ranges whose hashes prove that the first ``old`` leaves begin the first ``new`` (§2.1.2).

    Nothing is needed from an empty tree, or from a tree to itself.
    """
    if not 0 <= old <= new:
        raise ValueError("a tree does not shrink")
    if old in (0, new):
        return []
    ranges: list[Range] = []
    start, end = 0, new
    whole = True
    while old != end:
        middle = start + _left(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    if not whole:
        ranges.append((start, end))
    return ranges[::-1]


def _left(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def check_inclusion(
    leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Raise BadProof unless the tree of ``size`` with ``root`` has ``leaf`` at ``index``."""
    if not 0 <= index < size:
        raise BadProof("index")
    plan = plan_inclusion(index, size)
    if len(plan) != len(proof):
        raise BadProof("length")
    found = leaf
    for (start, _), each in zip(plan, proof, strict=True):
        found = node_hash(each, found) if start <= index else node_hash(found, each)
    if found != root:
        raise BadProof("root")


def check_consistency(
    *, old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Raise BadProof unless the first ``old`` leaves of the tree ``new`` are the tree ``old``.

    Both roots are rebuilt: the old one from the ranges before ``old``, the new one from all.
    """
    if not 0 <= old <= new:
        raise BadProof("size")
    plan = plan_consistency(old, new)
    if len(plan) != len(proof):
        raise BadProof("length")
    if old == 0:
        before, after = EMPTY_ROOT, new_root
    else:
        steps = list(zip(plan, proof, strict=True))
        before = old_root
        if steps and steps[0][0][1] == old:  # else the old tree is itself a subtree of the new one
            before = steps.pop(0)[1]
        after = before
        for (start, _), each in steps:
            after = node_hash(each, after) if start < old else node_hash(after, each)
            before = node_hash(each, before) if start < old else before
    if before != old_root or after != new_root:
        raise BadProof("root")
