"""The text of an API key: ``bf_live_`` or ``bf_test_``, then key id, secret and checksum.

Twelve characters of id, 28 of secret (166 bits) and six of checksum, all letters and digits, so
that a double click takes the whole key and a secret scanner finds it with ``PATTERN``. The checksum
is no protection: it tells a typing mistake from a wrong key without a question to the database.
"""

import re
import secrets
import zlib
from dataclasses import dataclass, field
from typing import Final

from bonafide.protocol.words import World

PATTERN: Final = r"bf_(live|test)_([a-z2-7]{12})([0-9A-Za-z]{28})([0-9A-Za-z]{6})"
_KEY = re.compile(PATTERN)
_ID = "abcdefghijklmnopqrstuvwxyz234567"
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class KeyText:
    """A well-formed key, which need not exist."""

    world: World
    key_id: str
    secret: str = field(repr=False)


def generate(world: World) -> KeyText:
    """A new key from the system's random source."""
    key_id = "".join(secrets.choice(_ID) for _ in range(12))
    return KeyText(world, key_id, "".join(secrets.choice(_BASE62) for _ in range(28)))


def format_key(key: KeyText) -> str:
    """The text that the shop gets, once."""
    body = f"bf_{key.world}_{key.key_id}{key.secret}"
    return body + _checksum(body)


def parse_key(text: str) -> KeyText | None:
    """The key inside ``text``, or None when it cannot be one (cut off, mistyped, another thing)."""
    match = _KEY.fullmatch(text)
    if match is None or _checksum(text[:-6]) != match[4]:
        return None
    return KeyText(World(match[1]), match[2], match[3])


def _checksum(body: str) -> str:
    """CRC-32 of the text before it in base 62."""
    rest, digits = zlib.crc32(body.encode("ascii")), ""
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        digits = _BASE62[digit] + digits
    return digits
