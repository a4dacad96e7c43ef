"""Bytes on the wire: base64url without padding, one text for one value (RFC 4648 §5, §3.5).

Python's own decoder skips foreign characters and ignores stray low bits, so that many texts would
stand for one value; here every text but the one that :func:`pack` writes is refused.
"""

import binascii
import re

from bonafide.protocol.errors import BadPoint, PointFault, ProtocolError

_ALPHABET = re.compile(r"[A-Za-z0-9_-]*")
_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_+/=", b"+/!!!")
"""What only the other alphabet has, and padding, becomes what none has."""


def pack(data: bytes) -> str:
    """The text of some bytes."""
    text = binascii.b2a_base64(data, newline=False).translate(_TO_URL)
    return text.rstrip(b"=").decode("ascii")


def unpack(text: str, *, size: int, error: type[ProtocolError] = BadPoint) -> bytes:
    """Exactly ``size`` bytes, or ``error`` with a word of ``PointFault``."""
    try:
        plain = text.encode().translate(_FROM_URL) + b"=" * (-size % 3)
        data = binascii.a2b_base64(plain)
    except (binascii.Error, UnicodeEncodeError):
        raise error(_fault(text, size)) from None
    if len(data) != size or binascii.b2a_base64(data, newline=False) != plain:
        raise error(_fault(text, size))
    return data


def _fault(text: str, size: int) -> PointFault:
    """What is wrong with a text that is not the one of ``size`` bytes."""
    if "=" in text:
        return PointFault.PADDING
    if len(text) != -(-size * 4 // 3):
        return PointFault.LENGTH
    return PointFault.TRAILING_BITS if _ALPHABET.fullmatch(text) else PointFault.ALPHABET
