"""Who may talk to the agent: programs of this machine that can read its token, and no browser."""

import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

LONGEST_BODY = 64 * 1024


class Rejected(Exception):  # noqa: N818 - reads as the sentence it is
    """A request that is not served: a status, a code and a sentence."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail


def token_from(path: Path) -> str:
    """The token in ``path``, made on first use and readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(descriptor, "w") as file:
        token = secrets.token_urlsafe(32)
        file.write(token + "\n")
    return token


def check(headers: Mapping[str, str], *, token: str, port: int) -> int:
    """The length of the body of a request that may be served; raises Rejected.

    A web page may make its visitor's browser call 127.0.0.1, under any name that resolves to it:
    so the name that was called and the absence of an origin are looked at before the token.
    """
    given = {name.lower(): value for name, value in headers.items()}
    if given.get("host") not in {f"127.0.0.1:{port}", f"localhost:{port}"}:
        raise Rejected(421, "wrong_host", "call 127.0.0.1 by that name")
    if "origin" in given or "sec-fetch-site" in given:
        raise Rejected(403, "no_browsers", "the agent does not talk to web pages")
    offered = given.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(offered.encode(), token.encode()):
        raise Rejected(401, "wrong_token", "send the token as: Authorization: Bearer …")
    if "transfer-encoding" in given:
        raise Rejected(411, "length_required", "send a Content-Length")
    length = given.get("content-length", "0")
    if not (length.isascii() and length.isdigit()):
        raise Rejected(400, "bad_length", "send a Content-Length")
    if len(length) > 9 or int(length) > LONGEST_BODY:
        raise Rejected(413, "too_large", f"send at most {LONGEST_BODY} bytes")
    return int(length)
