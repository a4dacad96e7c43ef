"""One id per request: taken over when the caller sends a decent one, always sent back.

It stands in every problem and in every log line, so that a shop's developer and an operator can
talk about the same event.
"""

import re
import secrets

import structlog
from flask import Flask, Response, g, has_request_context, request

HEADER = "X-Request-Id"
_DECENT = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


def current_request_id() -> str:
    """The id of the request at hand; a fresh one outside of any request."""
    if not has_request_context():
        return _fresh()
    if "request_id" not in g:
        sent = request.headers.get(HEADER, "")
        g.request_id = sent if _DECENT.fullmatch(sent) else _fresh()
    request_id: str = g.request_id
    return request_id


def register(app: Flask) -> None:
    """Give every request of ``app`` an id, in answers and in logs."""
    app.before_request(_bind)
    app.after_request(_send_back)


def _fresh() -> str:
    return f"req_{secrets.token_urlsafe(12)}"


def _bind() -> None:
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=current_request_id())


def _send_back(response: Response) -> Response:
    response.headers[HEADER] = current_request_id()
    return response
