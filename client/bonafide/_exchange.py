"""One exchange over HTTP in our words: the only file that reads httpx2's requests and errors."""

import httpx2

from bonafide._flow import Attempt, Call, Reply
from bonafide._wire import encoded
from bonafide.errors import (
    ConnectionLost,
    NotConnected,
    TimedOut,
    Unavailable,
    UnreadableAnswer,
)

LONGEST_ANSWER = 16_000_000
LOST = (httpx2.HTTPError, httpx2.InvalidURL, OSError, UnicodeError)
_NOT_CONNECTED = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.InvalidURL,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)


def request(
    client: httpx2.Client | httpx2.AsyncClient, attempt: Attempt, named: str
) -> httpx2.Request:
    """The request of an attempt, under the id ``named``."""
    call = attempt.call
    content = call.body if isinstance(call.body, bytes | None) else encoded(call.body)
    return client.build_request(
        call.method,
        call.path,
        content=content,
        headers=_headers(call, named),
        timeout=attempt.within,
    )


def _headers(call: Call, named: str) -> dict[str, str]:
    headers = {"X-Request-Id": named}
    if call.body is not None:
        headers["Content-Type"] = "application/json"
    if call.idempotency_key is not None:
        headers["Idempotency-Key"] = call.idempotency_key
    return headers


def grow(content: bytearray, chunk: bytes, named: str) -> None:
    """Read on, but not for ever."""
    content += chunk
    if len(content) > LONGEST_ANSWER:
        raise UnreadableAnswer("the answer is too long", request_id=named)


def reply(response: httpx2.Response, content: bytes, named: str) -> Reply:
    """What came back; its request id is ours where the answer names none."""
    headers = {"x-request-id": named, **{k.lower(): v for k, v in response.headers.items()}}
    return Reply(response.status_code, headers, content)


def translated(error: Exception, named: str) -> Unavailable:
    """Our word for it. Foreign texts are not passed on: they may hold addresses and headers."""
    if isinstance(error, _NOT_CONNECTED):
        return NotConnected("the registry cannot be reached", request_id=named)
    if isinstance(error, httpx2.TimeoutException):
        return TimedOut("the registry did not answer in time", request_id=named)
    if isinstance(error, httpx2.DecodingError):
        return UnreadableAnswer("the answer cannot be decoded", request_id=named)
    return ConnectionLost("the connection to the registry broke", request_id=named)
