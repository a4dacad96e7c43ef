"""Blinding and evaluation (RFC 9497 §3.3), stopping before the RFC's final hash.

The shop keeps the group element itself, ``k · HashToGroup(x)``: so a registry can move to a new
key by one multiplication a row, without asking any shop for its history again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bonafide.protocol.errors import BadScalar
from bonafide.protocol.group import Group, hash_to_scalar
from bonafide.protocol.proofs import MAX_PROVEN_POINTS, prove, verify
from bonafide.protocol.suite import CONTEXT

__all__ = [
    "MAX_PROVEN_POINTS",
    "Blinded",
    "KeyPair",
    "blind",
    "derive_key_pair",
    "evaluate",
    "hash_to_group",
    "prove",
    "unblind",
    "unblind_many",
    "verify",
]


@dataclass(frozen=True, slots=True)
class Blinded:
    """A blinded point, and the scalar that unblinds its answer and never leaves the shop."""

    scalar: bytes = field(repr=False)
    point: bytes


class KeyPair(NamedTuple):
    """A registry's secret scalar and its public point."""

    secret: bytes
    public: bytes


def hash_to_group(x: bytes, *, group: Group) -> bytes:
    """The digest as a point, under the suite's separation tag."""
    return group.hash_to_group(x)


def blind(x: bytes, *, group: Group, r: bytes | None = None) -> Blinded:
    """``r · HashToGroup(x)``. ``r`` is fresh and random for every call; tests alone may give it."""
    scalar = group.random_scalar() if r is None else r
    return Blinded(scalar, group.multiply(scalar, group.hash_to_group(x)))


def evaluate(k: bytes, point: bytes, *, group: Group) -> bytes:
    """``k · point``, what the registry does. ``BadPoint`` for anything but a usable point."""
    return group.multiply(k, point)


def unblind(r: bytes, evaluated: bytes, *, group: Group) -> bytes:
    """``r⁻¹ · evaluated``, the element. ``BadPoint`` if the registry answered with rubbish."""
    return group.multiply(group.invert(r), evaluated)


def unblind_many(rs: Sequence[bytes], evaluated: Sequence[bytes], *, group: Group) -> list[bytes]:
    """:func:`unblind` for a batch, with one inversion for all of it: a third of the time saved.

    Montgomery's trick: the inverse of the product of all scalars, multiplied by the product of all
    but one, is the inverse of that one.
    """
    if not rs:
        return []
    products = [rs[0]]
    for r in rs[1:]:
        products.append(group.scalar_multiply(products[-1], r))
    rest = group.invert(products[-1])
    inverses = []
    for r, before in zip(reversed(rs[1:]), reversed(products[:-1]), strict=True):
        inverses.append(group.scalar_multiply(rest, before))
        rest = group.scalar_multiply(rest, r)
    inverses.append(rest)
    pairs = zip(reversed(inverses), evaluated, strict=True)
    return [group.multiply(inverse, point) for inverse, point in pairs]


def derive_key_pair(seed: bytes, info: bytes, *, group: Group, context: bytes = CONTEXT) -> KeyPair:
    """``DeriveKeyPair`` of RFC 9497 §3.2.1 from 32 secret bytes and a public label."""
    if len(seed) != 32:
        raise ValueError("a key is derived from 32 secret bytes")
    material = seed + len(info).to_bytes(2, "big") + info
    dst = b"DeriveKeyPair" + context
    for counter in range(256):
        secret = hash_to_scalar(material + bytes([counter]), dst, group=group)
        if any(secret):
            return KeyPair(secret, group.multiply_base(secret))
    raise BadScalar("zero", "no key could be derived from this seed")
