"""From an exception to an answer: problem+json for programs, a page for people.

Whatever is not a refusal of ours becomes a bare 500 with the request id. Neither the answer nor
the log carries the text of a foreign exception: drivers put values into their messages. The log
names the type and the lines it passed through.
"""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import marshmallow
import structlog
from flask import Flask, Response, current_app, request
from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, InternalServerError

from registry.kernel.errors import DomainError
from registry.kernel.web.pages.refusals import refusal_page
from registry.kernel.web.pointers import field_errors
from registry.kernel.web.problems import (
    INTERNAL,
    PROBLEMS,
    Occurrence,
    occurrence_of,
    render,
)

log = structlog.get_logger(__name__)

JSON_PREFIXES: Final = ("/v1", "/live", "/ready", "/openapi.json")
DATABASE_AWAY: Final = (OperationalError, InterfaceError, DisconnectionError, PoolTimeoutError)
_FRAMES = 12
_BY_STATUS: Final = {
    400: "bad_request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "request_timeout",
    411: "length_required",
    413: "too_large",
    414: "uri_too_long",
    415: "unsupported_media_type",
    422: "invalid_request",
    429: "rate_limited",
    431: "headers_too_large",
    503: "unavailable",
}

Page = Callable[[Occurrence], Response]


def register(
    app: Flask,
    *,
    json_prefixes: tuple[str, ...] = JSON_PREFIXES,
    page: Page = refusal_page,
    coded: tuple[type[Exception], ...] = (),
) -> None:
    """Answer every failure of ``app``.

    Paths under ``json_prefixes`` get problem+json, all others ``page``. ``coded`` are foreign
    families of exceptions whose ``code`` stands in the table (the protocol's).
    """
    answers = _Answers(json_prefixes, page)
    app.register_error_handler(DomainError, answers.domain)
    app.register_error_handler(marshmallow.ValidationError, answers.validation)
    app.register_error_handler(HTTPException, answers.http)
    app.register_error_handler(Exception, answers.unknown)
    for family in coded:
        app.register_error_handler(family, answers.coded)


@dataclass(frozen=True)
class _Answers:
    json_prefixes: tuple[str, ...]
    page: Page

    def _send(self, seen: Occurrence) -> Response:
        path = request.path
        for prefix in self.json_prefixes:
            if path == prefix or path.startswith(f"{prefix}/"):
                return render(seen)
        return self.page(seen)

    def domain(self, error: DomainError) -> Response:
        return self._send(occurrence_of(error))

    def coded(self, error: Exception) -> Response:
        code = getattr(error, "code", None)
        if not isinstance(code, str) or code not in PROBLEMS:
            return self.unknown(error)
        return self._send(Occurrence(code))

    def validation(self, error: marshmallow.ValidationError) -> Response:
        return self._send(Occurrence("invalid_request", field_errors(error.messages)))

    def http(self, error: HTTPException) -> Response | HTTPException:
        if isinstance(error, InternalServerError) and error.original_exception:
            return self.unknown(error.original_exception)
        if error.response is not None or error.code is None or error.code < 400:
            return error
        code = _BY_STATUS.get(error.code, "bad_request" if error.code < 500 else INTERNAL)
        kept = {name: value for name, value in error.get_headers() if name != "Content-Type"}
        return self._send(Occurrence(code, headers=kept))

    def unknown(self, error: BaseException) -> Response:
        away = isinstance(error, DATABASE_AWAY)
        log.error(
            "database_unavailable" if away else "unexpected_error",
            error=type(error).__qualname__,
            cause=_cause(error),
            path=request.url_rule.rule if request.url_rule else None,
            frames=_frames(error),
            exc_info=error if current_app.debug or current_app.testing else None,
        )
        return self._send(Occurrence("unavailable" if away else INTERNAL))


def _cause(error: BaseException) -> str | None:
    cause = error.__cause__ or error.__context__
    return type(cause).__qualname__ if cause else None


def _frames(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
