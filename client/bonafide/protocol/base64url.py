"""Bytes on the wire: base64url without padding, one text for one value (RFC 4648 §5, §3.5).

Python's own decoder skips foreign characters and ignores stray low bits, so that many texts would
stand for one value; here every text but the one that :func:`pack` writes is refused.
"""

import binascii
import re

from bonafide.protocol.errors import BadPoint, PointFault, ProtocolError

_ALPHABET = re.compile(r"[A-Za-z0-9_-]*")
_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_+/", b"+/!!")
"""What only the other alphabet has becomes what none has."""


def pack(data: bytes) -> str:
    """The text of some bytes."""
    text = binascii.b2a_base64(data, newline=False).translate(_TO_URL)
    return text.rstrip(b"=").decode("ascii")


def unpack(text: str, *, size: int, error: type[ProtocolError] = BadPoint) -> bytes:
    """Exactly ``size`` bytes, or ``error`` with a word of ``PointFault``."""
    if "=" in text:
        raise error(PointFault.PADDING)
    if len(text) != -(-size * 4 // 3):
        raise error(PointFault.LENGTH)
    try:
        plain = text.encode().translate(_FROM_URL) + b"=" * (-len(text) % 4)
        data = binascii.a2b_base64(plain)
    except (binascii.Error, UnicodeEncodeError):
        raise error(PointFault.ALPHABET) from None
    if binascii.b2a_base64(data, newline=False) != plain:
        known = _ALPHABET.fullmatch(text)
        raise error(PointFault.TRAILING_BITS if known else PointFault.ALPHABET)
    return data
