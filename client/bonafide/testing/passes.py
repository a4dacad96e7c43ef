"""White passes of a fake registry: signed like real ones, spent on one order."""

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bonafide.protocol.base64url import pack
from bonafide.protocol.words import PassResult
from bonafide.testing.people import People, Row
from bonafide.testing.problems import ProblemError
from bonafide.testing.signing import Signer

KEY_ID = "fake-1"
LIFETIME = 900
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass
class Pass:
    """What a white customer shows: ``code`` to read out, ``jws`` in a QR."""

    code: str
    jws: str
    rows: list[Row] = field(repr=False)
    result: PassResult = PassResult.WHITE
    spent_on: str | None = None


class Passes:
    """All passes that were given out."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._signer = Signer(b"the passes of a fake registry...")
        self._given: list[Pass] = []

    def give(self, rows: list[Row], lifetime: float = LIFETIME) -> Pass:
        """A fresh one for whoever stands behind ``rows``."""
        code = "".join(secrets.choice(_LETTERS) for _ in range(8))
        given = Pass(code, self._signed(lifetime), rows)
        if lifetime <= 0:
            given.result = PassResult.EXPIRED
        self._given.append(given)
        return given

    def jwks(self) -> dict[str, Any]:
        """``/.well-known/jwks.json``."""
        key = {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": KEY_ID}
        return {"keys": [{**key, "x": pack(self._signer.public)}]}

    def verify(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Spend one on an order; the same order again is told the same."""
        shown = next((g for g in self._given if body["code"] in (g.code, g.jws)), None)
        if not body.get("order_ref"):
            raise ProblemError("invalid_request")
        named = [self._people.named(name)[1] for name in body.get("identifiers", ())]
        result = PassResult.UNKNOWN_CODE if shown is None else _spend(shown, body["order_ref"])
        white = result is PassResult.WHITE
        return {
            "result": result,
            "text": "from the fake registry",
            "discount": {
                "eligible": white,
                "cap_percent": 3.6 if white else None,
                "basis": "fake" if white else None,
            },
            "bound": shown is not None and any(row in shown.rows for row in named),
            "verified_on": datetime.now(UTC).date().isoformat(),
        }

    def _signed(self, lifetime: float) -> str:
        now = int(time.time())
        head = {"alg": "EdDSA", "kid": KEY_ID, "typ": "JWT"}
        claims = {"jti": secrets.token_hex(16), "iat": now, "exp": int(now + lifetime)}
        text = ".".join(pack(json.dumps(each).encode()) for each in (head, claims))
        return f"{text}.{pack(self._signer.sign(text.encode()))}"


def _spend(shown: Pass, order_ref: str) -> PassResult:
    if shown.result is not PassResult.WHITE:
        return shown.result
    if shown.spent_on is None:
        shown.spent_on = order_ref
    return PassResult.WHITE if shown.spent_on == order_ref else PassResult.SPENT
