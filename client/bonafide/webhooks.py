"""Webhooks from the registry: believe only what is signed (Standard Webhooks 1.0)."""

import base64
import binascii
import hmac
import json
import secrets
import time
from collections.abc import Iterable, Mapping
from typing import Any

from bonafide.errors import WebhookRejected

TOLERANCE = 300.0
PREFIX = "whsec_"


def verify_webhook(
    headers: Mapping[str, str],
    body: bytes,
    secret: str | Iterable[str],
    *,
    tolerance: float = TOLERANCE,
    now: float | None = None,
) -> dict[str, Any]:
    """The event in ``body``; raises WebhookRejected unless the registry signed it just now.

    ``body`` is the request's, byte for byte. ``secret`` is the one of this webhook (``whsec_…``),
    or the old and the new one while you change it. ``now`` is in seconds since 1970. The same event
    may come twice: ``webhook-id`` tells.
    """
    given = {name.lower(): value for name, value in headers.items()}
    named, stamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not (named and stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise WebhookRejected("the headers of a webhook are missing")
    if abs((time.time() if now is None else now) - int(stamp)) > tolerance:
        raise WebhookRejected("this webhook was signed too long ago")
    signed = f"{named}.{stamp}.".encode() + body
    known = (secret,) if isinstance(secret, str) else tuple(secret)
    right = [_signature(each, signed) for each in known]
    offered = given.get("webhook-signature", "").split()
    # Every pair is compared, so that the time tells nothing.
    if not any([hmac.compare_digest(a.encode(), b.encode()) for a in right for b in offered]):  # noqa: C419 - see above
        raise WebhookRejected("the signature does not fit")
    return _event(body)


def signed_headers(named: str, body: bytes, secret: str, *, now: float) -> dict[str, str]:
    """The headers that make ``body`` a webhook, as the registry sends it."""
    stamp = str(int(now))
    return {
        "Content-Type": "application/json",
        "webhook-id": named,
        "webhook-timestamp": stamp,
        "webhook-signature": _signature(secret, f"{named}.{stamp}.".encode() + body),
    }


def fresh_secret() -> str:
    """A secret for trying things out."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def _signature(secret: str, signed: bytes) -> str:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        raise WebhookRejected("this is no webhook secret; it begins with whsec_")
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def _event(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except ValueError:
        event = None
    if not isinstance(event, dict):
        raise WebhookRejected("the signed body is no event")
    return event
