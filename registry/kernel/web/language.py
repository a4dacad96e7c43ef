"""Russian or English: what was chosen on a page, else what the caller asks for (RFC 9110 §12.5.4).

English when nothing is asked.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from flask import has_request_context, request

from registry.kernel.web import arrival

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

COOKIE: Final = "language"
"""Set by the switch on every page; programs that keep no cookies are not touched by it."""


class Language(StrEnum):
    """The languages that the registry speaks."""

    EN = "en"
    RU = "ru"


_KNOWN: Final = frozenset(Language)


def requested_language() -> Language:
    """The language of this request."""
    return language_of(arrival.sent()) if has_request_context() else Language.EN


def language_of(sent: "WSGIEnvironment") -> Language:
    """The same for whoever has at hand what the server sent of this request."""
    if "HTTP_COOKIE" not in sent and "HTTP_ACCEPT_LANGUAGE" not in sent:
        return Language.EN
    if (chosen := request.cookies.get(COOKIE)) in _KNOWN:
        return Language(chosen)
    best = request.accept_languages.best_match(list(Language), default=Language.EN)
    return Language(best or Language.EN)
