"""One id per request: taken over when the caller sends a decent one, always sent back.

It stands in every problem and in every log line, so that a shop's developer and an operator can
talk about the same event.
"""

import random
import re
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from flask import Flask, has_request_context

from registry.kernel.web import arrival, headers

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

HEADER = "X-Request-Id"
_OURS = "bonafide.request_id"
_DECENT = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


def current_request_id() -> str:
    """The id of the request at hand; a fresh one outside of any request."""
    return _id_of(arrival.sent()) if has_request_context() else _fresh()


def _id_of(sent: "WSGIEnvironment") -> str:
    request_id: str | None = sent.get(_OURS)
    if request_id is None:
        wanted = sent.get("HTTP_X_REQUEST_ID", "")
        request_id = sent[_OURS] = wanted if _DECENT.fullmatch(wanted) else _fresh()
    return request_id


def register(app: Flask) -> None:
    """Give every request of ``app`` an id in its answer; in logs it is put by ``add_to_log``."""
    arrival.add(app, _send_back)


def add_to_log(
    _logger: Any, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """What structlog does to every line: name the request at hand, if there is one."""
    if has_request_context():
        line.setdefault("request_id", current_request_id())
    return line


def _fresh() -> str:
    return f"req_{random.getrandbits(72):018x}"


def _send_back(sent: "WSGIEnvironment") -> None:
    headers.say(sent, (HEADER, _id_of(sent)))
