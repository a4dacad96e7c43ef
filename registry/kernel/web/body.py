"""The body of the request at hand: bounded while it is read, checked before it is parsed."""

from typing import IO, Any, Final

from flask import Request, g, request
from werkzeug.exceptions import HTTPException

from registry.kernel.web.json_gate import SMALL, BadJson, read_json

_CHUNK: Final = 64 * 1024


def gated_json(*, limit: int = SMALL) -> dict[str, Any]:
    """The request's JSON object; raises BadJson. Read once, then remembered."""
    if "gated_json" not in g:
        _check_headers(request)
        g.gated_body = _read_at_most(request, limit)
        g.gated_json = read_json(g.gated_body, limit=limit)
    found: dict[str, Any] = g.gated_json
    return found


def gated_body() -> bytes:
    """The bytes that ``gated_json`` has let through in this request; empty before that."""
    found: bytes = g.get("gated_body", b"")
    return found


def _check_headers(incoming: Request) -> None:
    sent = incoming.environ
    if sent.get("CONTENT_TYPE") == "application/json" and "HTTP_CONTENT_ENCODING" not in sent:
        return
    encoding = incoming.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise BadJson("content_encoding")
    charset = incoming.mimetype_params.get("charset", "utf-8").lower()
    if incoming.mimetype != "application/json" or charset not in ("utf-8", "utf8"):
        raise BadJson("unsupported_media_type")


def _read_at_most(incoming: Request, limit: int) -> bytes:
    """Never holds more than ``limit`` + 1 bytes, whatever Content-Length says or chunks bring.

    Where a length was announced, the server lets through no more.

    Servers raise exceptions of their own for a broken chunk, some of them no OSError; whatever
    the server's stream raises means that the body did not arrive.
    """
    announced = incoming.content_length or 0
    if announced > limit:
        raise BadJson("too_large", detail=f"at most {limit} bytes are taken here")
    try:
        raw = _read(incoming.stream, announced or limit + 1)
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
