"""One id per request: taken over when the caller sends a decent one, always sent back.

It stands in every problem and in every log line, so that a shop's developer and an operator can
talk about the same event.
"""

import re
import secrets
from collections.abc import MutableMapping
from typing import Any

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
    """Give every request of ``app`` an id in its answer; in logs it is put by ``add_to_log``."""
    app.after_request(_send_back)


def add_to_log(
    _logger: Any, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """What structlog does to every line: name the request at hand, if there is one."""
    if has_request_context():
        line.setdefault("request_id", current_request_id())
    return line


def _fresh() -> str:
    return f"req_{secrets.token_urlsafe(12)}"


def _send_back(response: Response) -> Response:
    response.headers[HEADER] = current_request_id()
    return response
