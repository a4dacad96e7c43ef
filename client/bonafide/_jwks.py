"""The registry's published signing keys (RFC 7517, RFC 8037), and a JWS taken apart (RFC 7515)."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bonafide._desk import Desk
from bonafide._flow import Call, Flow
from bonafide.protocol.ed25519 import KEY_BYTES, SIGNATURE_BYTES

ALGORITHMS = frozenset({"EdDSA", "Ed25519"})
JWKS = Call("GET", "/.well-known/jwks.json")


@dataclass(frozen=True, slots=True)
class Parts:
    """A compact JWS: who claims to have signed, what, and how."""

    key_id: str
    signed: bytes
    payload: bytes
    signature: bytes


class PassKeys:
    """Ed25519 keys by their id, kept beside the refs so that a pass can be looked at offline."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._slot = desk.slot("jwks")

    def find(self, key_id: str) -> bytes | None:
        """The key of that id, if it was ever fetched."""
        kept = json.loads(self._desk.shelf.find(self._slot) or "{}")
        return bytes.fromhex(kept[key_id]) if key_id in kept else None

    def fetch(self) -> Flow[None]:
        """Fetch what is published now; what was published before is forgotten with it."""
        body, _ = yield from self._desk.call(JWKS, self._desk.window())
        self._desk.shelf.keep({self._slot: json.dumps(_keys_of(body))})


def parts_of(jws: str) -> Parts | None:
    """The parts of an Ed25519 JWS; None for anything else."""
    try:
        head, payload, signature = (_unpadded(part) for part in jws.strip().split("."))
        header = json.loads(head)
        if header["alg"] not in ALGORITHMS or "crit" in header or len(signature) != SIGNATURE_BYTES:
            return None
        signed = jws.strip().rpartition(".")[0].encode("ascii")
        return Parts(str(header["kid"]), signed, payload, signature)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def seconds(value: object) -> float | None:
    """A NumericDate (RFC 7519 §2)."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _keys_of(body: Mapping[str, Any]) -> dict[str, str]:
    listed = body.get("keys")
    found: dict[str, str] = {}
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and (each.get("kty"), each.get("crv")) == ("OKP", "Ed25519"):
            try:
                key = _unpadded(str(each["x"]))
            except (ValueError, KeyError):
                continue
            if len(key) == KEY_BYTES:
                found[str(each.get("kid"))] = key.hex()
    return found


def _unpadded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
