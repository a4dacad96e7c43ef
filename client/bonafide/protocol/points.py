"""Group elements on the wire: 43 characters, and every other spelling refused."""

from bonafide.protocol.base64url import pack, unpack
from bonafide.protocol.errors import BadPoint, PointFault
from bonafide.protocol.group import Group
from bonafide.protocol.suite import POINT_BYTES

_IDENTITY = bytes(POINT_BYTES)


def encode(point: bytes) -> str:
    """The 43 characters of a 32-byte point."""
    if len(point) != POINT_BYTES:
        raise BadPoint(PointFault.LENGTH)
    return pack(point)


def decode_unchecked(text: str) -> bytes:
    """32 bytes that nobody has yet found to be a point: only for the argument of a multiplication.

    ``Group.multiply`` decodes its point and refuses the identity and every non-canonical encoding,
    so a batch that is multiplied anyway need not pay for the check twice.
    """
    return unpack(text, size=POINT_BYTES)


def decode(text: str, *, group: Group) -> bytes:
    """A usable point, or ``BadPoint`` naming the fault."""
    point = decode_unchecked(text)
    if point == _IDENTITY:
        raise BadPoint(PointFault.IDENTITY)
    if not group.is_valid(point):
        raise BadPoint(PointFault.NOT_CANONICAL)
    return point
