"""The body of the request at hand: bounded while it is read, checked before it is parsed."""

from typing import IO, TYPE_CHECKING, Any, Final

from flask import request
from werkzeug.exceptions import HTTPException

from registry.kernel.web import arrival
from registry.kernel.web.json_gate import SMALL, BadJson, read_json

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_CHUNK: Final = 64 * 1024
_LONGEST: Final = 20
_BODY: Final = "bonafide.body"
_JSON: Final = "bonafide.json"


def gated_json(*, limit: int = SMALL) -> dict[str, Any]:
    """The request's JSON object; raises BadJson. Read once, then remembered."""
    sent = arrival.sent()
    found: dict[str, Any] | None = sent.get(_JSON)
    if found is None:
        _check_headers(sent)
        raw = sent[_BODY] = _read_at_most(sent, limit)
        found = sent[_JSON] = read_json(raw, limit=limit)
    return found


def gated_body() -> bytes:
    """The bytes that ``gated_json`` has let through in this request; empty before that."""
    found: bytes = arrival.sent().get(_BODY, b"")
    return found


def _check_headers(sent: "WSGIEnvironment") -> None:
    if sent.get("CONTENT_TYPE") == "application/json" and "HTTP_CONTENT_ENCODING" not in sent:
        return
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise BadJson("content_encoding")
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != "application/json" or charset not in ("utf-8", "utf8"):
        raise BadJson("unsupported_media_type")


def _read_at_most(sent: "WSGIEnvironment", limit: int) -> bytes:
    """Never holds more than ``limit`` + 1 bytes, whatever Content-Length says or chunks bring.

    Where a length was announced, that much is read from the server and no more. Servers raise
    exceptions of their own for a broken chunk, some of them no OSError; whatever the server's
    stream raises means that the body did not arrive.
    """
    length = sent.get("CONTENT_LENGTH") or ""
    plain = length.isdecimal() and len(length) < _LONGEST and "HTTP_TRANSFER_ENCODING" not in sent
    announced = int(length) if plain else 0
    if announced > limit:
        raise BadJson("too_large", detail=f"at most {limit} bytes are taken here")
    try:
        if announced:
            raw = _read(sent["wsgi.input"], announced)
        else:
            raw = _read(request.stream, limit + 1)
    except HTTPException:
        raise
    except Exception:
        raise BadJson("body_incomplete") from None
    if len(raw) < announced:
        raise BadJson("body_incomplete")
    return raw


def _read(stream: IO[bytes], most: int) -> bytes:
    pieces: list[bytes] = []
    missing = most
    while missing and (piece := stream.read(min(missing, _CHUNK))):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
