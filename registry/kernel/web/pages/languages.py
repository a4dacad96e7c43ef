"""The switch between Russian and English: ``?lang=ru`` on any page, kept in a cookie.

A link and a redirect, so it needs no JavaScript; the address goes on without the parameter.
"""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Flask, Response, current_app, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from registry.kernel.web import arrival
from registry.kernel.web.language import COOKIE, Language, requested_language
from registry.kernel.web.pages.blueprint import Link

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PARAMETER = "lang"
NAMES = {Language.RU: "Русский", Language.EN: "English"}
_YEAR = 365 * 24 * 3600


def register(app: Flask) -> None:
    """Take the switch on every page of ``app``."""
    arrival.add(app, _switch)


def _switch(sent: "WSGIEnvironment") -> BaseResponse | None:
    if sent["REQUEST_METHOD"] != "GET" or not sent.get("QUERY_STRING"):
        return None
    wanted = request.args.get(PARAMETER)
    if wanted not in set(Language):
        return None
    answer = redirect(_address(), 303)
    _remember(answer, Language(wanted))
    return answer


def _remember(answer: BaseResponse, language: Language) -> None:
    answer.set_cookie(
        COOKIE,
        language,
        max_age=_YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _address(**more: str) -> str:
    """The page at hand; leading slashes are folded, so that it can be no other host's."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != PARAMETER]
    query = urlencode([*kept, *more.items()])
    path = "/" + request.path.lstrip("/\\")
    return f"{path}?{query}" if query else path


def switches() -> list[tuple[Language, Link]]:
    """A link to the page at hand in each language."""
    here = requested_language()
    return [
        (each, Link(_address(lang=each), NAMES[each], here=each is here))
        for each in (Language.RU, Language.EN)
    ]


def say_language(response: Response) -> Response:
    """Tell readers and caches which language a page is in."""
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", requested_language())
        response.vary.update(("Accept-Language", "Cookie"))
    return response
