"""ristretto255 over edwards25519 in extended coordinates (RFC 9496 §4.3). Not constant time."""

from typing import NamedTuple

from bonafide.protocol.field import (
    D_MINUS_ONE_SQ,
    INVSQRT_A_MINUS_D,
    ONE_MINUS_D_SQ,
    SQRT_AD_MINUS_ONE,
    SQRT_M1,
    D,
    P,
    absolute,
    is_negative,
    sqrt_ratio_m1,
)

_TWO_D = 2 * D % P
_WINDOW_BITS = 4


class Point(NamedTuple):
    """Extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z."""

    x: int
    y: int
    z: int
    t: int


IDENTITY = Point(0, 1, 1, 0)


def add(p: Point, q: Point) -> Point:
    """Addition for a = −1 (Hisil, Wong, Carter, Dawson 2008, §3.1): complete, eight products."""
    a = (p.y - p.x) * (q.y - q.x) % P
    b = (p.y + p.x) * (q.y + q.x) % P
    c = p.t * _TWO_D % P * q.t % P
    d = 2 * p.z * q.z % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return Point(e * f % P, g * h % P, f * g % P, e * h % P)


def double(p: Point) -> Point:
    """Doubling for a = −1 (the same paper, §3.3)."""
    a = p.x * p.x % P
    b = p.y * p.y % P
    c = 2 * p.z * p.z
    h = a + b
    e = h - (p.x + p.y) * (p.x + p.y)
    g = a - b
    f = (c + g) % P
    return Point(e * f % P, g * h % P, f * g % P, e * h % P)


def negate(p: Point) -> Point:
    """The inverse of a point."""
    return Point(-p.x % P, p.y, p.z, -p.t % P)


def table_of(p: Point) -> list[Point]:
    """0·p … 15·p, for :func:`multiply`."""
    table = [IDENTITY]
    for _ in range(2**_WINDOW_BITS - 1):
        table.append(add(table[-1], p))
    return table


def multiply(scalar: int, table: list[Point]) -> Point:
    """Fixed windows of four bits, the highest first, over a point's table."""
    result = IDENTITY
    for shift in range(252, -1, -_WINDOW_BITS):
        for _ in range(_WINDOW_BITS):
            result = double(result)
        digit = scalar >> shift & 15
        if digit:
            result = add(result, table[digit])
    return result


def decode(data: bytes) -> Point | None:
    """``Decode`` of RFC 9496 §4.3.1; ``None`` for anything but a canonical encoding."""
    s = int.from_bytes(data, "little")
    if len(data) != 32 or s >= P or is_negative(s):
        return None
    ss = s * s % P
    u1 = (1 - ss) % P
    u2 = (1 + ss) % P
    u2_sqr = u2 * u2 % P
    v = (-(D * u1 * u1) - u2_sqr) % P
    was_square, invsqrt = sqrt_ratio_m1(1, v * u2_sqr % P)
    den_x = invsqrt * u2 % P
    den_y = invsqrt * den_x * v % P
    x = absolute(2 * s * den_x)
    y = u1 * den_y % P
    t = x * y % P
    if not was_square or is_negative(t) or y == 0:
        return None
    return Point(x, y, 1, t)


def encode(p: Point) -> bytes:
    """``Encode`` of RFC 9496 §4.3.2: the same 32 bytes for every representative of an element."""
    u1 = (p.z + p.y) * (p.z - p.y) % P
    u2 = p.x * p.y % P
    _, invsqrt = sqrt_ratio_m1(1, u1 * u2 * u2 % P)
    den1 = invsqrt * u1 % P
    den2 = invsqrt * u2 % P
    z_inv = den1 * den2 * p.t % P
    x, y, den_inv = p.x, p.y, den2
    if is_negative(p.t * z_inv):
        x, y = p.y * SQRT_M1 % P, p.x * SQRT_M1 % P
        den_inv = den1 * INVSQRT_A_MINUS_D % P
    if is_negative(x * z_inv):
        y = -y
    return absolute(den_inv * (p.z - y)).to_bytes(32, "little")


def from_field(t: int) -> Point:
    """``MAP`` of RFC 9496 §4.3.4, the Elligator map."""
    r = SQRT_M1 * t * t % P
    u = (r + 1) * ONE_MINUS_D_SQ % P
    v = (-1 - r * D) * (r + D) % P
    was_square, s = sqrt_ratio_m1(u, v)
    if not was_square:
        s = -absolute(s * t) % P
    c = -1 if was_square else r
    n = (c * (r - 1) * D_MINUS_ONE_SQ - v) % P
    w0 = 2 * s * v % P
    w1 = n * SQRT_AD_MINUS_ONE % P
    w2 = (1 - s * s) % P
    w3 = (1 + s * s) % P
    return Point(w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P)


GENERATOR = Point(
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960,
    1,
    46827403850823179245072216630277197565144205554125654976674165829533817101731,
)
GENERATOR_TABLE = table_of(GENERATOR)
