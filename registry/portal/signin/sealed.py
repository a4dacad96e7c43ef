"""The cookie between the two forms: it alone holds the phone or e-mail, sealed, for ten minutes.

Another browser cannot open it, and its length tells little of what is in it.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from bonafide.protocol.base64url import pack
from bonafide.protocol.words import Kind
from registry.kernel.keys import Keyring
from registry.kernel.web.pages import sealed
from registry.portal.signin.rules import LIFE

BROWSER_BYTES: Final = 16
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
    said = [pending.kind, pending.value, int(pending.expires_at.timestamp()), secrets.token_hex(8)]
    return sealed.close(ring, said, purpose=_PURPOSE, context=_context(browser))


def find_open(ring: Keyring, cookie: str, *, browser: str, now: datetime) -> Pending | None:
    """What a cookie holds; None when it is not ours, not this browser's, or too old."""
    said = sealed.find_open(ring, cookie, purpose=_PURPOSE, context=_context(browser))
    if said is None:
        return None
    kind, value, moment, _ = said
    expires_at = datetime.fromtimestamp(moment, UTC)
    alive = now < expires_at <= now + LIFE
    return Pending(Kind(kind), value, expires_at) if alive else None


def _context(browser: str) -> bytes:
    return b"signin|" + browser.encode()
