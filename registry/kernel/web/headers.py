"""Security headers on every answer; pages may load scripts and styles of their own origin only.

They are the same on every answer, so they are put on where the answer leaves, as ready lists:
werkzeug's headers look through all that are there for every one that is added.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from flask import Flask
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

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_YEAR = 365 * 24 * 3600


_SAID: Final = "bonafide.headers"


def register(app: Flask) -> None:
    """Add the headers to every answer of ``app``; what a view has set itself is kept."""
    app.wsgi_app = _Headers(app.wsgi_app)  # type: ignore[method-assign]  # Flask's own seam


def say(sent: "WSGIEnvironment", *fields: tuple[str, str]) -> None:
    """Have header fields put on the answer to the request ``sent``, whatever it will be."""
    sent.setdefault(_SAID, []).extend(fields)


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


_CACHE: Final = (("Cache-Control", "no-store"),)
_DATA = _set(DATA_POLICY) + _CACHE
_PAGE = _set(PAGE_POLICY) + _CACHE
_USUAL: Final = frozenset({"content-type", "content-length"})
_HTTPS = tuple(Secure(hsts=StrictTransportSecurity().max_age(_YEAR)).header_items())


class _Headers:
    """WSGI around WSGI: what is missing is added when the answer starts."""

    def __init__(self, inner: "WSGIApplication") -> None:
        self._inner = inner

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            set_already = {name.lower(): value for name, value in headers}
            page = set_already.get("content-type", "").startswith("text/html")
            ours = [*(_PAGE if page else _DATA), *environ.get(_SAID, ())]
            if not set_already.keys() <= _USUAL:
                ours = [each for each in ours if each[0].lower() not in set_already]
            if environ.get("wsgi.url_scheme") == "https":
                ours += _HTTPS
            return start_response(status, [*headers, *ours], *exc_info)

        return self._inner(environ, start)
