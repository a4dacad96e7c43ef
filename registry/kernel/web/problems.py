"""Problem details (RFC 9457): the one table from code to status and sentences; its rendering."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from flask import Response

from registry.kernel.errors import DomainError, FieldError, Where
from registry.kernel.web.language import Language, requested_language
from registry.kernel.web.request_ids import current_request_id
from registry.kernel.web.texts.access import ACCESS
from registry.kernel.web.texts.body import BODY
from registry.kernel.web.texts.customers import CUSTOMERS
from registry.kernel.web.texts.disputes import DISPUTES
from registry.kernel.web.texts.fields import FIELDS
from registry.kernel.web.texts.http import HTTP
from registry.kernel.web.texts.log import LOG
from registry.kernel.web.texts.notices import NOTICES
from registry.kernel.web.texts.problem import Problem
from registry.kernel.web.texts.records import RECORDS
from registry.kernel.web.texts.staff import STAFF

log = structlog.get_logger(__name__)

PROBLEMS: Final[Mapping[str, Problem]] = {
    **BODY,
    **HTTP,
    **ACCESS,
    **RECORDS,
    **CUSTOMERS,
    **STAFF,
    **DISPUTES,
    **LOG,
    **NOTICES,
}
MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "/docs/problems#"
INTERNAL: Final = "internal"
MOST_PLACES: Final = 100
"""More faulty places than this are not listed: the answer stays smaller than the request."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One problem that happened: a code of the table and the details of this time."""

    code: str
    fields: tuple[FieldError, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def problem(self) -> Problem:
        """Its row of the table."""
        return PROBLEMS[self.code]

    def title(self, language: Language) -> str:
        """What happened."""
        return self.problem.title_ru if language is Language.RU else self.problem.title_en

    def todo(self, language: Language) -> str:
        """What to do about it."""
        return self.problem.todo_ru if language is Language.RU else self.problem.todo_en


def occurrence_of(error: DomainError) -> Occurrence:
    """A domain error's row; one that the table does not know is our fault and says nothing."""
    if error.code not in PROBLEMS:
        log.error("problem_without_text", code=error.code)
        return Occurrence(INTERNAL)
    return Occurrence(error.code, error.fields, error.facts)


def problem_body(seen: Occurrence, *, at: str = "") -> dict[str, Any]:
    """The members of RFC 9457 with ours; ``at`` goes in front of every pointer into the body."""
    language = requested_language()
    shown = {name: seen.facts[name] for name in seen.problem.facts if name in seen.facts}
    return {
        **shown,
        "type": TYPE_PREFIX + seen.code,
        "title": seen.title(language),
        "status": seen.problem.status,
        "detail": seen.todo(language),
        "code": seen.code,
        "errors": [_place(place, at, language) for place in seen.fields[:MOST_PLACES]],
    }


def problem_response(
    code: str,
    *,
    errors: Iterable[FieldError] = (),
    facts: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An answer for a code of the table."""
    return render(Occurrence(code, tuple(errors), facts or {}, headers or {}))


def render(seen: Occurrence) -> Response:
    """The answer as problem+json."""
    body = {**problem_body(seen), "request_id": current_request_id()}
    text = json.dumps(body, ensure_ascii=False)
    response = Response(text, status=seen.problem.status, content_type=MEDIA_TYPE)
    response.headers["Content-Language"] = requested_language()
    response.headers.add("Vary", "Accept-Language")
    response.headers.update(problem_headers(seen))
    return response


def as_item_error(error: DomainError | str, *places: FieldError, at: str = "") -> dict[str, Any]:
    """``{"error": {problem}}``: one item's failure inside the answer to a batch.

    ``at`` is the item's own pointer, such as ``/reports/3``; pointers that already name the item
    need none.
    """
    if isinstance(error, str):
        seen = Occurrence(error if error in PROBLEMS else INTERNAL, places)
    else:
        seen = occurrence_of(error)
    return {"error": problem_body(seen, at=at)}


def problem_headers(seen: Occurrence) -> dict[str, str]:
    """Retry-After and the challenge of a 401.

    The challenge names Bearer only, though Basic is taken too: naming Basic makes browsers ask
    their user for a password in the middle of the API page.
    """
    headers = dict(seen.headers)
    retry_after = seen.facts.get("retry_after", seen.problem.retry_after)
    if isinstance(retry_after, int):
        headers.setdefault("Retry-After", str(max(1, retry_after)))
    if seen.problem.status == 401:
        headers.setdefault("WWW-Authenticate", 'Bearer realm="bonafide"')
    return headers


def _place(place: FieldError, at: str, language: Language) -> dict[str, str]:
    detail = place.detail
    if place.code in FIELDS:
        detail = FIELDS[place.code][language]
    elif not detail and place.code in PROBLEMS:
        detail = Occurrence(place.code).title(language)
    inside = at if place.where is Where.BODY else ""
    shown = {"pointer": inside + place.pointer, "code": place.code, "detail": detail}
    return shown if place.where is Where.BODY else {**shown, "in": place.where.value}
