"""Ed25519 signing for the fake registry (RFC 8032 §5.1.6). Not constant time: for tests only."""

import hashlib

from bonafide.protocol.field import P
from bonafide.protocol.ristretto import GENERATOR_TABLE, Point, multiply
from bonafide.protocol.scalars import ORDER


class Signer:
    """A key that is no secret."""

    def __init__(self, seed: bytes) -> None:
        hashed = hashlib.sha512(seed).digest()
        clamped = int.from_bytes(hashed[:32], "little") & ~7 & ~(1 << 255) | 1 << 254
        self._scalar, self._prefix = clamped % ORDER, hashed[32:]
        self.public = _encoded(multiply(self._scalar, GENERATOR_TABLE))

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        r = _number(self._prefix + message)
        point = _encoded(multiply(r, GENERATOR_TABLE))
        k = _number(point + self.public + message)
        return point + ((r + k * self._scalar) % ORDER).to_bytes(32, "little")


def _encoded(point: Point) -> bytes:
    """32 bytes of a point (RFC 8032 §5.1.2)."""
    inverse = pow(point.z, -1, P)
    x, y = point.x * inverse % P, point.y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _number(data: bytes) -> int:
    return int.from_bytes(hashlib.sha512(data).digest(), "little") % ORDER
