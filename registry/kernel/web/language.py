"""Russian or English: what was chosen on a page, else what the caller asks for (RFC 9110 §12.5.4).

English when nothing is asked.
"""

from enum import StrEnum
from typing import Final

from flask import has_request_context, request

COOKIE: Final = "language"
"""Set by the switch on every page; programs that keep no cookies are not touched by it."""


class Language(StrEnum):
    """The languages that the registry speaks."""

    EN = "en"
    RU = "ru"


_KNOWN: Final = frozenset(Language)


def requested_language() -> Language:
    """The language of this request."""
    if not has_request_context():
        return Language.EN
    sent = request.environ
    if "HTTP_COOKIE" in sent and (chosen := request.cookies.get(COOKIE)) in _KNOWN:
        return Language(chosen)
    if "HTTP_ACCEPT_LANGUAGE" not in sent:
        return Language.EN
    best = request.accept_languages.best_match(list(Language), default=Language.EN)
    return Language(best or Language.EN)
