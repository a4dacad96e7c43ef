"""From a reply to an answer or an error: the one place that reads statuses (RFC 9457)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from bonafide._flow import Reply
from bonafide.errors import (
    BonafideError,
    Conflict,
    FieldError,
    Invalid,
    NotAllowed,
    NotFound,
    RateLimited,
    Refused,
    ServerFailed,
    UnreadableAnswer,
)

_REFUSALS: dict[int, type[Refused]] = {
    401: NotAllowed,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    410: Conflict,
}
LONGEST_DETAIL = 300


def failure_of(reply: Reply) -> BonafideError | None:
    """The error that a reply means, or None for a 2xx."""
    if 200 <= reply.status < 300:
        return None
    problem = _object(reply.content) or {}
    return error_from(problem, status=reply.status, headers=reply.headers)


def body_of(reply: Reply) -> dict[str, Any]:
    """The JSON object of a 2xx; raises UnreadableAnswer for anything else."""
    if reply.status == 204:
        return {}
    found = _object(reply.content)
    if found is None:
        raise UnreadableAnswer("the answer is not a JSON object", request_id=request_id(reply))
    return found


def request_id(reply: Reply) -> str | None:
    """The registry's name for this exchange."""
    return reply.headers.get("x-request-id")


def error_from(
    problem: Mapping[str, Any],
    *,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> BonafideError:
    """A problem document as an exception; also those inside a batch, which carry their status."""
    status = status or _number(problem.get("status")) or 422
    headers = headers or {}
    named = _text(problem.get("request_id")) or headers.get("x-request-id")
    code = _text(problem.get("code")) or f"http_{status}"
    message = f"{code}: {_text(problem.get('detail')) or _text(problem.get('title')) or status}"
    message = message[:LONGEST_DETAIL]
    if status == 429 or status >= 500:
        wait = _seconds(headers.get("retry-after"))
        kind = RateLimited if status == 429 else ServerFailed
        return kind(message, status=status, retry_after=wait, request_id=named)
    if status < 400:
        return UnreadableAnswer(f"unexpected status {status}", request_id=named)
    return _REFUSALS.get(status, Invalid)(
        message, status=status, code=code, errors=_faults(problem.get("errors")), request_id=named
    )


def _faults(listed: object) -> tuple[FieldError, ...]:
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return tuple(
        FieldError(*(str(each.get(name, "")) for name in ("pointer", "code", "detail")))
        for each in found
    )


def _seconds(value: str | None) -> float | None:
    """``Retry-After`` in either of its forms (RFC 9110 §10.2.3)."""
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (at.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
