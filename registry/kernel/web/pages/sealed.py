"""Cookies that only we can read: sealed under the session keys, for one purpose and one context.

``key id (1 byte) ‖ AES-256-SIV(HKDF(K_session, purpose), JSON, ad = context)``, filled up to a
round length, base64url.
"""

import base64
import json
from typing import Any, Final

from bonafide.protocol.base64url import pack
from registry.kernel.keys import Keyring
from registry.kernel.sealing import derive, find_sealed, seal

_ROUND: Final = 64
_LONGEST: Final = 3_500
"""Browsers keep no cookie beyond 4,096 bytes."""


def close(ring: Keyring, said: Any, *, purpose: bytes, context: bytes) -> str:
    """The text of a cookie that says ``said`` (what JSON can say)."""
    key_id, key = ring.newest("shared", "session")
    plain = json.dumps(said).encode()
    filled = plain + b" " * (-len(plain) % _ROUND)
    return pack(bytes([key_id]) + seal(derive(key, purpose, length=64), filled, context=context))


def find_open(ring: Keyring, text: str, *, purpose: bytes, context: bytes) -> Any:
    """What a cookie says; None for whatever we did not write for this purpose and context."""
    raw = _unpacked(text)
    key = ring.find("shared", "session", raw[0]) if raw else None
    if key is None:
        return None
    plain = find_sealed(derive(key, purpose, length=64), raw[1:], context=context)
    return None if plain is None else json.loads(plain)


def _unpacked(text: str) -> bytes:
    if len(text) > _LONGEST or not text.isascii():
        return b""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except ValueError:
        return b""
