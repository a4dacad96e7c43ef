"""What a group backend offers, and which one is used.

Points and scalars are bytes everywhere: 32 each, in the canonical encodings of RFC 9496. Both
backends give the same bytes for the same input and refuse the same input for the same reason.
"""

from functools import cache
from typing import Protocol

from bonafide.protocol.group_pure import PureGroup
from bonafide.protocol.group_sodium import SodiumGroup, sodium_available
from bonafide.protocol.suite import HASH_TO_GROUP_DST, expand_message_xmd


class Group(Protocol):
    """ristretto255. Every method raises ``BadPoint`` or ``BadScalar`` for what it cannot use."""

    @property
    def name(self) -> str:
        """``libsodium`` or ``pure-python``."""

    @property
    def constant_time(self) -> bool:
        """Whether a long-lived secret may be multiplied where others can measure the time."""

    def is_valid(self, point: bytes) -> bool:
        """32 bytes, a canonical encoding, and not the identity."""

    def from_uniform(self, data: bytes) -> bytes:
        """The one-way map of RFC 9496 §4.3.4 from 64 uniform bytes."""

    def hash_to_group(self, data: bytes, dst: bytes = HASH_TO_GROUP_DST) -> bytes:
        """``HashToGroup`` of the suite (RFC 9497 §4.1)."""

    def multiply(self, scalar: bytes, point: bytes) -> bytes:
        """``scalar · point``. Refuses zero, the identity and non-canonical input by itself."""

    def multiply_base(self, scalar: bytes) -> bytes:
        """``scalar · generator``."""

    def add(self, left: bytes, right: bytes) -> bytes:
        """The sum. The identity (32 zero bytes) is allowed as input and as result."""

    def subtract(self, left: bytes, right: bytes) -> bytes:
        """The difference, under the rules of :meth:`add`."""

    def random_scalar(self) -> bytes:
        """A uniform scalar other than zero, from the system's generator."""

    def invert(self, scalar: bytes) -> bytes:
        """The inverse of a scalar other than zero."""

    def scalar_add(self, left: bytes, right: bytes) -> bytes:
        """The sum modulo the order."""

    def scalar_subtract(self, left: bytes, right: bytes) -> bytes:
        """The difference modulo the order."""

    def scalar_multiply(self, left: bytes, right: bytes) -> bytes:
        """The product modulo the order."""

    def scalar_reduce(self, wide: bytes) -> bytes:
        """64 bytes, little-endian, modulo the order."""


def hash_to_scalar(data: bytes, dst: bytes, *, group: Group) -> bytes:
    """``HashToScalar`` of the suite (RFC 9497 §4.1)."""
    return group.scalar_reduce(expand_message_xmd(data, dst, 64))


@cache
def available_groups() -> tuple[Group, ...]:
    """Every backend that works on this machine, the fastest first."""
    pure = PureGroup()
    return (SodiumGroup(), pure) if sodium_available() else (pure,)


def default_group() -> Group:
    """libsodium where it is found, else our own Python (about thirty times slower)."""
    return available_groups()[0]
