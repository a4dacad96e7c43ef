"""Security headers on every answer; pages may load scripts and styles of their own origin only."""

from flask import Flask, Response, request
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_YEAR = 365 * 24 * 3600


def register(app: Flask) -> None:
    """Add the headers to every answer of ``app``; what a view has set itself is kept."""
    app.after_request(_add)


def _set(policy: str) -> tuple[tuple[str, str], ...]:
    chosen = Secure(
        csp=ContentSecurityPolicy().value(policy),
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        referrer=ReferrerPolicy().no_referrer(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )
    return tuple(chosen.header_items())


_DATA = _set(DATA_POLICY)
_PAGE = _set(PAGE_POLICY)
_HTTPS = tuple(Secure(hsts=StrictTransportSecurity().max_age(_YEAR)).header_items())


def _add(response: Response) -> Response:
    headers = response.headers
    for name, value in _PAGE if response.mimetype == "text/html" else _DATA:
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        headers.extend(_HTTPS)
    return response
