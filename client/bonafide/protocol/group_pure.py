"""The group in our own Python, for wherever libsodium is not found.

About 1.6 ms a multiplication, and its time depends on the secret: good for tests, shops and a
demonstration on a laptop, never for a server that holds a registry's key.
"""

import secrets
from typing import Final

from bonafide.protocol import ristretto
from bonafide.protocol.errors import BadPoint, BadScalar, PointFault, ScalarFault
from bonafide.protocol.field import P
from bonafide.protocol.ristretto import Point
from bonafide.protocol.scalars import ORDER, int_to_scalar, nonzero, scalar_to_int
from bonafide.protocol.suite import HASH_TO_GROUP_DST, POINT_BYTES, expand_message_xmd

_LOW_255_BITS = 2**255 - 1
_IDENTITY = bytes(POINT_BYTES)


def _decoded(point: bytes) -> Point:
    if len(point) != POINT_BYTES:
        raise BadPoint(PointFault.LENGTH)
    decoded = ristretto.decode(point)
    if decoded is None:
        raise BadPoint(PointFault.NOT_CANONICAL)
    return decoded


def _usable(point: bytes) -> Point:
    if point == _IDENTITY:
        raise BadPoint(PointFault.IDENTITY)
    return _decoded(point)


class PureGroup:
    """ristretto255 in Python. See :class:`bonafide.protocol.group.Group`."""

    name: Final = "pure-python"
    constant_time: Final = False

    def is_valid(self, point: bytes) -> bool:
        return point != _IDENTITY and ristretto.decode(point) is not None

    def from_uniform(self, data: bytes) -> bytes:
        if len(data) != 64:
            raise ValueError("the one-way map takes 64 bytes")
        halves = (int.from_bytes(half, "little") & _LOW_255_BITS for half in (data[:32], data[32:]))
        first, second = (ristretto.from_field(half % P) for half in halves)
        return ristretto.encode(ristretto.add(first, second))

    def hash_to_group(self, data: bytes, dst: bytes = HASH_TO_GROUP_DST) -> bytes:
        return self.from_uniform(expand_message_xmd(data, dst, 64))

    def multiply(self, scalar: bytes, point: bytes) -> bytes:
        factor = nonzero(scalar)
        table = ristretto.table_of(_usable(point))
        return ristretto.encode(ristretto.multiply(factor, table))

    def multiply_base(self, scalar: bytes) -> bytes:
        product = ristretto.multiply(nonzero(scalar), ristretto.GENERATOR_TABLE)
        return ristretto.encode(product)

    def add(self, left: bytes, right: bytes) -> bytes:
        return ristretto.encode(ristretto.add(_decoded(left), _decoded(right)))

    def subtract(self, left: bytes, right: bytes) -> bytes:
        return ristretto.encode(ristretto.add(_decoded(left), ristretto.negate(_decoded(right))))

    def random_scalar(self) -> bytes:
        return int_to_scalar(1 + secrets.randbelow(ORDER - 1))

    def invert(self, scalar: bytes) -> bytes:
        return int_to_scalar(pow(nonzero(scalar), -1, ORDER))

    def scalar_add(self, left: bytes, right: bytes) -> bytes:
        return int_to_scalar(scalar_to_int(left) + scalar_to_int(right))

    def scalar_subtract(self, left: bytes, right: bytes) -> bytes:
        return int_to_scalar(scalar_to_int(left) - scalar_to_int(right))

    def scalar_multiply(self, left: bytes, right: bytes) -> bytes:
        return int_to_scalar(scalar_to_int(left) * scalar_to_int(right))

    def scalar_reduce(self, wide: bytes) -> bytes:
        if len(wide) != 64:
            raise BadScalar(ScalarFault.LENGTH)
        return int_to_scalar(int.from_bytes(wide, "little"))
