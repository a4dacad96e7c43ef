"""Russian or English, as the caller asks (RFC 9110 §12.5.4). English when nothing is asked."""

from enum import StrEnum

from flask import has_request_context, request


class Language(StrEnum):
    """The languages that the registry speaks."""

    EN = "en"
    RU = "ru"


def requested_language() -> Language:
    """The best match for this request's ``Accept-Language``."""
    if not has_request_context():
        return Language.EN
    best = request.accept_languages.best_match(list(Language), default=Language.EN)
    return Language(best or Language.EN)
