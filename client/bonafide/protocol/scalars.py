"""Scalars: integers modulo the group order, as 32 bytes little-endian (RFC 9496 §4.4)."""

from bonafide.protocol.errors import BadScalar, ScalarFault
from bonafide.protocol.suite import SCALAR_BYTES

ORDER = 2**252 + 27742317777372353535851937790883648493


def scalar_to_int(scalar: bytes) -> int:
    """The number, zero included. A value that is not below the order is refused, never reduced."""
    if len(scalar) != SCALAR_BYTES:
        raise BadScalar(ScalarFault.LENGTH)
    value = int.from_bytes(scalar, "little")
    if value >= ORDER:
        raise BadScalar(ScalarFault.NOT_REDUCED)
    return value


def nonzero(scalar: bytes) -> int:
    """The number of a scalar that may multiply a point or be inverted."""
    value = scalar_to_int(scalar)
    if value == 0:
        raise BadScalar(ScalarFault.ZERO)
    return value


def int_to_scalar(value: int) -> bytes:
    """The scalar of any integer, reduced."""
    return (value % ORDER).to_bytes(SCALAR_BYTES, "little")
