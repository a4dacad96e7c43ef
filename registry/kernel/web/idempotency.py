"""The header ``Idempotency-Key`` on POSTs that change a record.

A repeat gets the first answer byte for byte, marked ``Idempotency-Replayed: true``, for 48 hours.
Keys and bodies are kept only as MACs. Answers of 400 and above are never kept, so a refused request
may be mended and sent again under the same key. Views keep to ids and codes in their answers, for
these are what is stored.

``idempotent`` stands inside ``arguments``, where the body has passed the gate, and outside
``response``, so that it remembers the bytes that are sent::

    @blp.route("/v1/reports", methods=["POST"])
    @blp.arguments(ReportBatch, location="json_batch")
    @idempotent
    @blp.response(200, ReportBatchAnswer)
    def record_many(body): ...
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final, ParamSpec

from flask import Flask, Response, current_app, make_response, request
from sqlalchemy.orm import Session

from registry.kernel.db import db
from registry.kernel.errors import DomainError, FieldError, Where
from registry.kernel.sealing import mac
from registry.kernel.web.blueprint import note
from registry.kernel.web.body import gated_body
from registry.kernel.web.idempotency_models import IdempotencyRow
from registry.kernel.web.idempotency_store import claim, remember

KEY_HEADER: Final = "Idempotency-Key"
REPLAYED_HEADER: Final = "Idempotency-Replayed"
_EXTENSION = "bonafide-idempotency"
_VISIBLE = re.compile(r"[\x21-\x7e]{1,255}")
_CODES = (
    "idempotency_key_missing",
    "idempotency_key_invalid",
    "idempotency_in_flight",
    "idempotency_key_reused",
)
_PARAMETER = {
    "in": "header",
    "name": KEY_HEADER,
    "required": True,
    "description": "Fresh and random for each new request; the same one when you repeat it.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "example": "0b7c1c9e-5d0e-4a53-9d0a-2f1f6f0c8f11",
}

Arguments = ParamSpec("Arguments")


class KeyMissingError(DomainError):
    """No key was sent."""

    code = "idempotency_key_missing"

    @property
    def fields(self) -> tuple[FieldError, ...]:
        """The header."""
        return (FieldError(f"/{KEY_HEADER}", self.code, self.detail, Where.HEADER),)


class KeyInvalidError(KeyMissingError):
    """The key has characters or a length that we do not take."""

    code = "idempotency_key_invalid"


@dataclass(frozen=True)
class Caller:
    """Whose key it is: a shop, and the world it acts in (``live`` or ``test``)."""

    shop_id: int
    world: str


@dataclass(frozen=True)
class _Settings:
    secret: bytes
    caller: Callable[[], Caller]
    now: Callable[[], datetime]


def register(
    app: Flask, *, secret: bytes, caller: Callable[[], Caller], now: Callable[[], datetime]
) -> None:
    """Hand over K_idem and how to learn, inside a request, who calls and what time it is."""
    app.extensions[_EXTENSION] = _Settings(secret, caller, now)


def idempotent(view: Callable[Arguments, Any]) -> Callable[Arguments, Response]:
    """Do the work of ``view`` once per key; the edge commits work and answer together."""

    @wraps(view)
    def once(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        session: Session = db.session()
        row = _blank_row()
        stored = claim(
            session,
            shop_id=row.shop_id,
            key_mac=row.key_mac,
            fingerprint=row.fingerprint,
            now=row.created_at,
        )
        if stored is not None:
            return _replay(stored)
        response = make_response(view(*args, **kwargs))
        if response.status_code < 400:
            row.status, row.response = response.status_code, response.get_data()
            remember(session, row)
        return response

    ours = note(once)
    ours["codes"].extend(_CODES)
    ours["parameters"].append(_PARAMETER)
    return once


def _blank_row() -> IdempotencyRow:
    """A row for this request that lacks its answer; not in the session yet."""
    settings: _Settings = current_app.extensions[_EXTENSION]
    key = request.headers.get(KEY_HEADER)
    if not key:
        raise KeyMissingError
    if not _VISIBLE.fullmatch(key):
        raise KeyInvalidError
    caller = settings.caller()
    method, path = request.method.encode(), request.path.encode()
    return IdempotencyRow(
        shop_id=caller.shop_id,
        key_mac=mac(
            settings.secret,
            b"key",
            caller.shop_id.to_bytes(8, "big"),
            caller.world.encode(),
            key.encode(),
        ),
        fingerprint=mac(settings.secret, b"request", method, path, gated_body()),
        created_at=settings.now(),
    )


def _replay(stored: IdempotencyRow) -> Response:
    response = Response(stored.response, stored.status, mimetype="application/json")
    response.headers[REPLAYED_HEADER] = "true"
    return response
