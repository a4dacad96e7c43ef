"""Ed25519 signatures (RFC 8032 §5.1), checked and never made: those of checkpoints and passes.

libsodium where it is found, else our own Python; checking needs no secret, so its time may show.
Both refuse what RFC 8032 leaves open and forgers like: keys of small order, an S that is not
reduced, encodings that are not canonical.
"""

import hashlib

from bonafide.protocol.field import D, P, is_negative, sqrt_ratio_m1
from bonafide.protocol.group_sodium import sodium_available, sodium_signature_fits
from bonafide.protocol.ristretto import (
    GENERATOR_TABLE,
    IDENTITY,
    Point,
    add,
    double,
    multiply,
    negate,
    table_of,
)
from bonafide.protocol.scalars import ORDER

KEY_BYTES = 32
SIGNATURE_BYTES = 64


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of ``public`` signed exactly ``message``."""
    if len(public) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    if sodium_available():
        return sodium_signature_fits(public, message, signature)
    return fits(public, message, signature)


def fits(public: bytes, message: bytes, signature: bytes) -> bool:
    """The same in Python: encode([S]B − [k]A) must be R (RFC 8032 §5.1.7, without the cofactor)."""
    key, s = decoded(public), int.from_bytes(signature[32:], "little")
    if key is None or _has_small_order(key) or s >= ORDER:
        return False
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(hashed, "little") % ORDER
    difference = add(multiply(s, GENERATOR_TABLE), multiply(k, table_of(negate(key))))
    return encoded(difference) == signature[:32] and not _has_small_order(difference)


def encoded(point: Point) -> bytes:
    """32 bytes of a point (RFC 8032 §5.1.2)."""
    inverse = pow(point.z, -1, P)
    x, y = point.x * inverse % P, point.y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decoded(data: bytes) -> Point | None:
    """A point from its canonical 32 bytes (RFC 8032 §5.1.3), else None."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= P:
        return None
    was_square, x = sqrt_ratio_m1(y * y - 1, D * y * y + 1)
    if not was_square or (x == 0 and sign):
        return None
    if is_negative(x) != bool(sign):
        x = P - x
    return Point(x, y, 1, x * y % P)


def _has_small_order(point: Point) -> bool:
    eighth = double(double(double(point)))
    return eighth.x % P == IDENTITY.x and (eighth.y - eighth.z) % P == 0
