"""Codes for people to read and type, and the signed form of a pass that a phone shows as a QR.

A code is kept as a MAC under K_code, each purpose with a context of its own. The signed form is a
compact JWS (RFC 7515) with Ed25519 (RFC 9864): it names the pass by that MAC and nobody else, so
it cannot be told from the code's row, made without the key, or led back to a person.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from bonafide.protocol.base64url import pack, unpack
from bonafide.protocol.errors import ProtocolError
from registry.kernel.keys import Keyring
from registry.kernel.sealing import mac

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that nobody takes for one another: no 0, O, 1, I, L, U."""
PASS_LENGTH: Final = 8
TICKET_LENGTH: Final = 12
_ALGORITHM: Final = "Ed25519"
_TYPE: Final = "white-pass+jws"
_PLACE: Final = ("shared", "pass")


def new_code(length: int) -> str:
    """A random code: 30 ^ 8 is 6.5 · 10^11."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def clean(text: str, length: int) -> str | None:
    """What was typed, without spaces and dashes, in capitals; None when it cannot be a code."""
    code = "".join(text.split()).replace("-", "").upper()
    return code if len(code) == length and set(code) <= set(ALPHABET) else None


def code_mac(ring: Keyring, purpose: str, code: str) -> bytes:
    """What is stored of a new code."""
    _, key = ring.newest("shared", "code")
    return mac(key, purpose.encode(), code.encode())


def code_macs(ring: Keyring, purpose: str, code: str) -> list[bytes]:
    """What may be stored of a code, under every key that is still there."""
    keys = [ring.find("shared", "code", each) for each in ring.ids("shared", "code")]
    return [mac(key, purpose.encode(), code.encode()) for key in keys if key is not None]


def sign_pass(
    ring: Keyring, pass_mac: bytes, *, issuer: str, issued_at: datetime, expires_at: datetime
) -> str:
    """The pass as a JWS: an id, who issued it, from when until when. No subject."""
    key_id, seed = ring.newest(*_PLACE)
    claims = {
        "iss": issuer,
        "jti": pack(pass_mac),
        "iat": int(issued_at.timestamp()),
        "exp": int(expires_at.timestamp()),
    }
    header = {"alg": _ALGORITHM, "kid": _name(key_id), "typ": _TYPE}
    body = json.dumps(claims, separators=(",", ":")).encode()
    return jws.serialize_compact(header, body, _key(key_id, seed), algorithms=[_ALGORITHM])


def read_pass(ring: Keyring, text: str) -> bytes | None:
    """The id inside a JWS that one of our keys signed as a pass; None for anything else.

    Whether it is still good is not asked here: the row says so, and it may have been withdrawn.
    """
    try:
        header = jws.extract_compact(text.encode()).headers()
        key_id = _key_id(header.get("kid"))
        seed = None if key_id is None else ring.find(*_PLACE, key_id)
        if key_id is None or seed is None or header.get("typ") != _TYPE:
            return None
        found = jws.deserialize_compact(text, _key(key_id, seed), algorithms=[_ALGORITHM])
        return unpack(json.loads(found.payload)["jti"], size=32)
    except (JoseError, ProtocolError, ValueError, KeyError, TypeError, AttributeError):
        return None
    except RecursionError:  # a header of a thousand brackets
        return None


def published_keys(ring: Keyring) -> Sequence[Mapping[str, Any]]:
    """Every key by which a pass can be checked, as JWKs (RFC 8037), the newest first."""
    found = []
    for key_id in ring.ids(*_PLACE):
        seed = ring.find(*_PLACE, key_id)
        if seed is not None:
            public = _private(seed).public_key().public_bytes_raw()
            known = {"kty": "OKP", "crv": "Ed25519", "x": pack(public), "kid": _name(key_id)}
            found.append(known | {"use": "sig", "alg": _ALGORITHM})
    return found


def _key(key_id: int, seed: bytes) -> OKPKey:
    public = _private(seed).public_key().public_bytes_raw()
    known: dict[str, str | list[str]] = {"kty": "OKP", "crv": "Ed25519", "kid": _name(key_id)}
    return OKPKey.import_key(known | {"d": pack(seed), "x": pack(public)})


def _private(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def _name(key_id: int) -> str:
    return f"pass-{key_id}"


def _key_id(name: object) -> int | None:
    """The number inside a key's name; None when it is not one of ours."""
    text = name.removeprefix("pass-") if isinstance(name, str) else ""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
    return number if number is not None and name == _name(number) else None
