"""Deterministic sealing (AES-SIV, RFC 5297) and keyed fingerprints (HMAC-SHA-256, RFC 2104)."""

import hmac
from collections.abc import Callable, Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@lru_cache(maxsize=32)
def _siv(key: bytes) -> AESSIV:
    """Made once for a key: setting the cipher up takes twice as long as using it."""
    return AESSIV(key)


def seal(key: bytes, plain: bytes, *, context: bytes) -> bytes:
    """``plain`` under ``key`` (64 bytes: AES-256-SIV); 16 bytes longer than ``plain``."""
    return _siv(key).encrypt(plain, [context])


def find_sealed(key: bytes, sealed: bytes, *, context: bytes) -> bytes | None:
    """What was sealed, or None when the key, the context or a single bit differs."""
    try:
        return _siv(key).decrypt(sealed, [context])
    except (InvalidTag, ValueError):
        return None


def mac(key: bytes, *parts: bytes) -> bytes:
    """32 bytes over ``parts``, each preceded by its length so that no two splits collide."""
    return _begun(key, parts).finalize()


@lru_cache(maxsize=1024)
def macs(key: bytes, *shared: bytes) -> Callable[[bytes], bytes]:
    """Makes ``mac(key, *shared, last)`` of each ``last``; what they share is gone over once."""
    begun = _begun(key, shared)

    def made(last: bytes) -> bytes:
        its = begun.copy()
        its.update(len(last).to_bytes(4, "big") + last)
        return its.finalize()

    return made


def _begun(key: bytes, parts: Iterable[bytes]) -> HMAC:
    its = _of_key(key).copy()
    its.update(b"".join([len(part).to_bytes(4, "big") + part for part in parts]))
    return its


@lru_cache(maxsize=32)
def _of_key(key: bytes) -> HMAC:
    """The key's own part, which is half of the work on a short text."""
    return HMAC(key, hashes.SHA256())


def same(left: bytes, right: bytes) -> bool:
    """Equality in constant time."""
    return hmac.compare_digest(left, right)


def derive(key: bytes, purpose: bytes, *, length: int = 32) -> bytes:
    """A key for one purpose out of ``key`` (HKDF-SHA-256, RFC 5869)."""
    return HKDF(hashes.SHA256(), length, salt=None, info=purpose).derive(key)
