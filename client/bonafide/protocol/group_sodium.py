"""The group by libsodium (1.0.18 or newer), constant time, about 50 µs a multiplication.

Importing this module never fails: without pysodium, without the library or with one that is too
old :func:`sodium_available` says no.

libsodium takes scalars that are not reduced, its point check takes the identity, and before 1.0.19
it overlooks the top bit of a point, so that each would have two encodings. What comes in is checked
here first.
"""

import ctypes
from typing import Any, Final

from bonafide.protocol.errors import BadPoint, BadScalar, PointFault, ScalarFault
from bonafide.protocol.scalars import nonzero, scalar_to_int
from bonafide.protocol.sodium import SODIUM
from bonafide.protocol.suite import HASH_TO_GROUP_DST, POINT_BYTES, expand_message_xmd

# An older library lets pysodium be imported without the group's functions.
_sodium: Any = SODIUM if hasattr(SODIUM, "crypto_scalarmult_ristretto255") else None

_IDENTITY = bytes(POINT_BYTES)
_Point = ctypes.c_char * POINT_BYTES
_TOP_BIT = 0x80


def sodium_available() -> bool:
    """Whether a usable libsodium was found when this module was imported."""
    return _sodium is not None and bool(_sodium.sodium_version_check(1, 0, 18))


def _must_be_255_bits(point: bytes) -> None:
    if len(point) != POINT_BYTES:
        raise BadPoint(PointFault.LENGTH)
    if point[-1] & _TOP_BIT:
        raise BadPoint(PointFault.NOT_CANONICAL)


def _must_be_point(point: bytes) -> None:
    _must_be_255_bits(point)
    if not _sodium.crypto_core_ristretto255_is_valid_point(point):
        raise BadPoint(PointFault.NOT_CANONICAL)


class SodiumGroup:
    """ristretto255 by libsodium. See :class:`bonafide.protocol.group.Group`."""

    name: Final = "libsodium"
    constant_time: Final = True

    def is_valid(self, point: bytes) -> bool:
        try:
            _must_be_point(point)
        except BadPoint:
            return False
        return point != _IDENTITY

    def from_uniform(self, data: bytes) -> bytes:
        if len(data) != 64:
            raise ValueError("the one-way map takes 64 bytes")
        return bytes(_sodium.crypto_core_ristretto255_from_hash(data))

    def hash_to_group(self, data: bytes, dst: bytes = HASH_TO_GROUP_DST) -> bytes:
        return self.from_uniform(expand_message_xmd(data, dst, 64))

    def multiply(self, scalar: bytes, point: bytes) -> bytes:
        nonzero(scalar)
        _must_be_255_bits(point)
        if point == _IDENTITY:
            raise BadPoint(PointFault.IDENTITY)
        # pysodium's own wrapper would cost a batch of evaluations some twentieth more.
        made = _Point()
        if _sodium.sodium.crypto_scalarmult_ristretto255(made, scalar, point):
            # It decodes the point itself: a check before would cost every evaluation a tenth.
            raise BadPoint(PointFault.NOT_CANONICAL)
        return made.raw

    def multiply_base(self, scalar: bytes) -> bytes:
        nonzero(scalar)
        return bytes(_sodium.crypto_scalarmult_ristretto255_base(scalar))

    def add(self, left: bytes, right: bytes) -> bytes:
        _must_be_point(left)
        _must_be_point(right)
        return bytes(_sodium.crypto_core_ristretto255_add(left, right))

    def subtract(self, left: bytes, right: bytes) -> bytes:
        _must_be_point(left)
        _must_be_point(right)
        return bytes(_sodium.crypto_core_ristretto255_sub(left, right))

    def random_scalar(self) -> bytes:
        return bytes(_sodium.crypto_core_ristretto255_scalar_random())

    def invert(self, scalar: bytes) -> bytes:
        nonzero(scalar)
        return bytes(_sodium.crypto_core_ristretto255_scalar_invert(scalar))

    def scalar_add(self, left: bytes, right: bytes) -> bytes:
        scalar_to_int(left), scalar_to_int(right)
        return bytes(_sodium.crypto_core_ristretto255_scalar_add(left, right))

    def scalar_subtract(self, left: bytes, right: bytes) -> bytes:
        scalar_to_int(left), scalar_to_int(right)
        return bytes(_sodium.crypto_core_ristretto255_scalar_sub(left, right))

    def scalar_multiply(self, left: bytes, right: bytes) -> bytes:
        scalar_to_int(left), scalar_to_int(right)
        return bytes(_sodium.crypto_core_ristretto255_scalar_mul(left, right))

    def scalar_reduce(self, wide: bytes) -> bytes:
        if len(wide) != 64:
            raise BadScalar(ScalarFault.LENGTH)
        return bytes(_sodium.crypto_core_ristretto255_scalar_reduce(wide))
