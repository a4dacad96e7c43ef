"""Ed25519 signatures, verified (RFC 8032 §5.1.7): by libsodium where it is found, else in Python.

Verifying handles no secret, so the Python way needs no constant time. It takes some milliseconds.
"""

import hashlib
from typing import Final

from bonafide.protocol.field import D, P, is_negative, sqrt_ratio_m1
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
from bonafide.protocol.sodium import SODIUM

KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is the key's over ``message``; wrong lengths are a plain no."""
    if len(public_key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    if SODIUM is None:
        return verify_pure(public_key, message, signature)
    try:
        SODIUM.crypto_sign_verify_detached(signature, message, public_key)
    except ValueError:
        return False
    return True


def verify_pure(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """The same without libsodium; points of small order are refused as it refuses them."""
    if len(public_key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    key, commitment = _decode(public_key), _decode(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= ORDER:
        return False
    if _small_order(key) or _small_order(commitment):
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    left = multiply(scalar, GENERATOR_TABLE)
    right = add(commitment, multiply(challenge, table_of(key)))
    return _same(left, right)


def _decode(data: bytes) -> Point | None:
    """A point of edwards25519 (RFC 8032 §5.1.3), or None for anything not canonical."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    square = y * y % P
    found, x = sqrt_ratio_m1((square - 1) % P, (D * square + 1) % P)
    if not found or (x == 0 and sign):
        return None
    if is_negative(x) != bool(sign):
        x = P - x
    return Point(x, y, 1, x * y % P)


def _small_order(point: Point) -> bool:
    return _same(double(double(double(point))), IDENTITY)


def _same(left: Point, right: Point) -> bool:
    difference = add(left, negate(right))
    return difference.x % P == 0 and (difference.y - difference.z) % P == 0
