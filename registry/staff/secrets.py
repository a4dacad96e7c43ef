"""Tokens, codes and second factors: made, sealed and recognised.

Tokens are 32 random bytes; what is stored of one is its MAC under ``K_session``. The secret of an
authenticator app is sealed under ``K_staff``, so that a stolen table makes no codes.
"""

import secrets
from datetime import datetime
from typing import Final

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from registry.kernel.keys import Keyring
from registry.kernel.processors import anywhere
from registry.kernel.sealing import find_sealed, mac, seal

STEP: Final = 30
"""Seconds that one code of an app lives (RFC 6238 §5.2)."""
DRIFT: Final = 1
"""Steps that a clock may be off, either way."""
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
"""argon2id with the second recommended choice of RFC 9106 §4, on one lane."""
_NOBODY: Final = _HASHER.hash(secrets.token_hex(16))


def new_token() -> str:
    """What a cookie or a link holds."""
    return secrets.token_urlsafe(32)


def new_recovery_code() -> str:
    """Ten characters that are hard to misread: 49 bits, tried through the same gate as codes."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


def token_macs(ring: Keyring, purpose: str, token: str) -> list[bytes]:
    """The MACs that a token may be stored under, the newest key's first."""
    keys = ring.keys["shared", "session"]
    return [
        mac(keys[key_id], b"staff", purpose.encode(), token.encode())
        for key_id in ring.ids("shared", "session")
    ]


def hash_password(password: str) -> str:
    """argon2id; about 50 ms and 64 MiB."""
    with anywhere():
        return _HASHER.hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Whether it fits; takes as long for nobody's password."""
    try:
        with anywhere():
            _HASHER.verify(_NOBODY if stored is None else stored, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def new_totp(ring: Keyring, account_id: int) -> tuple[str, bytes]:
    """A secret for an authenticator app as base32, and sealed."""
    _, key = ring.newest("shared", "staff")
    secret = pyotp.random_base32()
    return secret, seal(key, secret.encode(), context=_context(account_id))


def open_totp(ring: Keyring, account_id: int, sealed: bytes) -> str | None:
    """The secret as base32, or None when its key is gone."""
    for key_id in ring.ids("shared", "staff"):
        key = ring.keys["shared", "staff"][key_id]
        found = find_sealed(key, sealed, context=_context(account_id))
        if found is not None:
            return found.decode()
    return None


def step_of(secret: str, code: str, *, after: int, now: datetime) -> int | None:
    """The step that a code belongs to, if it is later than ``after``: each works once."""
    totp = pyotp.TOTP(secret, interval=STEP)
    current = int(now.timestamp()) // STEP
    for step in range(current - DRIFT, current + DRIFT + 1):
        if step > after and pyotp.utils.strings_equal(code, totp.generate_otp(step)):
            return step
    return None


def provisioning_uri(secret: str, login: str) -> str:
    """What the app's camera reads."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=login, issuer_name="Bonafide")


def _context(account_id: int) -> bytes:
    return b"totp|" + account_id.to_bytes(8, "big")
