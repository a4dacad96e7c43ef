"""The cookie between the two forms: it alone holds the phone or e-mail, sealed, for ten minutes.

``key id (1 byte) ‖ AES-256-SIV(HKDF(K_session), kind ‖ value ‖ moment, ad = browser)``, filled up
to a round length, base64url. Another browser cannot open it.
"""

import base64
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from bonafide.protocol.base64url import pack
from bonafide.protocol.words import Kind
from registry.kernel.keys import Keyring
from registry.kernel.sealing import derive, find_sealed, seal
from registry.portal.signin.rules import LIFE

BROWSER_BYTES: Final = 16
_ROUND: Final = 64
_LONGEST: Final = 1_024
_PURPOSE: Final = b"signin-cookie"


@dataclass(frozen=True, slots=True)
class Pending:
    """Whom a code was sent to, and until when it can be typed."""

    kind: Kind
    value: str = field(repr=False)
    expires_at: datetime


def new_browser() -> str:
    """A random name for a browser, for a cookie of its own; it says nothing about anybody."""
    return pack(secrets.token_bytes(BROWSER_BYTES))


def close(ring: Keyring, pending: Pending, *, browser: str) -> str:
    """The text of the cookie."""
    key_id, key = ring.newest("shared", "session")
    moment = int(pending.expires_at.timestamp())
    text = json.dumps([pending.kind, pending.value, moment, secrets.token_hex(8)]).encode()
    filled = text + b" " * (-len(text) % _ROUND)
    sealed = seal(derive(key, _PURPOSE, length=64), filled, context=_context(browser))
    return pack(bytes([key_id]) + sealed)


def find_open(ring: Keyring, cookie: str, *, browser: str, now: datetime) -> Pending | None:
    """What a cookie holds; None when it is not ours, not this browser's, or too old."""
    packed = _unpacked(cookie)
    key = ring.find("shared", "session", packed[0]) if packed else None
    if key is None:
        return None
    context = _context(browser)
    opened = find_sealed(derive(key, _PURPOSE, length=64), packed[1:], context=context)
    if opened is None:
        return None
    kind, value, moment, _ = json.loads(opened)
    expires_at = datetime.fromtimestamp(moment, UTC)
    alive = now < expires_at <= now + LIFE
    return Pending(Kind(kind), value, expires_at) if alive else None


def _unpacked(cookie: str) -> bytes:
    """The bytes of a cookie; none for what is not base64url or longer than any of ours."""
    if len(cookie) > _LONGEST or not cookie.isascii():
        return b""
    try:
        return base64.b64decode(cookie + "=" * (-len(cookie) % 4), b"-_", validate=True)
    except ValueError:
        return b""


def _context(browser: str) -> bytes:
    return b"signin|" + browser.encode()
