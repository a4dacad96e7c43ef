"""What people see when something is refused: what happened, what to do, a way on."""

from flask import Response, current_app, make_response, render_template, request

from registry.kernel.errors import DomainError
from registry.kernel.web.language import Language, requested_language
from registry.kernel.web.pages.format import plural
from registry.kernel.web.pages.texts import REFUSALS, WAIT
from registry.kernel.web.problems import Occurrence, occurrence_of, problem_headers
from registry.kernel.web.request_ids import current_request_id

_OPEN_AGAIN = frozenset({"form_expired", "internal", "unavailable"})


def refusal_page(seen: Occurrence) -> Response:
    """The page for ``seen``. It reads no database: that may be what is away."""
    language, headers = requested_language(), problem_headers(seen)
    title, todo = refusal_texts(seen, language)
    body = render_template(
        "pages/refusal.html",
        title=title,
        todo=todo,
        wait=_wait(headers.get("Retry-After", "")),
        status=seen.problem.status,
        again=request.path if _may_open_again(seen) else "",
        request_id=current_request_id(),
    )
    response = make_response(body, seen.problem.status)
    response.headers.update(headers)
    return response


def sentence_of(error: DomainError) -> str:
    """A refusal as a sentence beside a form: what is wrong and what to do."""
    seen, language = occurrence_of(error), requested_language()
    return f"{seen.title(language)}. {seen.todo(language)}"


def _may_open_again(seen: Occurrence) -> bool:
    """Only where a page stands: not every address that takes a form can be opened."""
    if seen.code not in _OPEN_AGAIN or request.url_rule is None:
        return False
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and "GET" in adapter.allowed_methods()


def refusal_texts(seen: Occurrence, language: Language) -> tuple[str, str]:
    """Title and remedy for people: by code, else by status, else by the family of statuses."""
    status = seen.problem.status
    for name in (seen.code, str(status), "400" if status < 500 else "500"):
        if name in REFUSALS:
            return REFUSALS[name][language]
    raise LookupError(name)


def _wait(seconds: str) -> str:
    if not seconds.isdigit() or int(seconds) < 60:
        return ""
    return plural(-(-int(seconds) // 60), WAIT[requested_language()])
