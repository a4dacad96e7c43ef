"""Our blueprint: it names its guard, parses through the gate and documents its refusals.

The guard is attached where the blueprint is made, at module level, so every application that
registers it is guarded, the second one in a process as well as the first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import wraps
from typing import Any, ClassVar, Final, TypeVar

import flask_smorest

from registry.kernel.web.openapi import SECURITY, problem_doc
from registry.kernel.web.parsing import JSON_BATCH, StrictParser
from registry.kernel.web.problems import PROBLEMS

Guard = Callable[[], None]
View = TypeVar("View", bound=Callable[..., Any])


class NoGuard:
    """The type of ``NO_AUTH``: said aloud, never a default."""


NO_AUTH: Final = NoGuard()

_OURS = "bonafide"
_ALWAYS = ("bad_request", "rate_limited", "internal", "unavailable")
_GUARDED = ("unauthenticated", "forbidden_scope", "shop_suspended", "not_found")
_WITH_ARGUMENTS = ("invalid_request",)
_WITH_BODY = (
    "invalid_json",
    "too_deep",
    "duplicate_key",
    "not_utf8",
    "bad_number",
    "nul_character",
    "lone_surrogate",
    "not_an_object",
    "body_incomplete",
    "too_large",
    "unsupported_media_type",
    "content_encoding",
)


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest ships no types
    """A group of operations behind one guard.

    ``guard`` runs before every view and raises a DomainError to refuse; ``NO_AUTH`` says that
    everybody may come in.
    """

    ARGUMENTS_PARSER = StrictParser()
    DEFAULT_LOCATION_CONTENT_TYPE_MAPPING: ClassVar[dict[str, str]] = {
        **flask_smorest.Blueprint.DEFAULT_LOCATION_CONTENT_TYPE_MAPPING,
        JSON_BATCH: "application/json",
    }

    def __init__(
        self, name: str, import_name: str, *, guard: Guard | NoGuard, **options: Any
    ) -> None:
        super().__init__(name, import_name, **options)
        self.guarded = not isinstance(guard, NoGuard)
        self._prepare_doc_cbks.append(self._prepare_refusals)
        if not isinstance(guard, NoGuard):
            self.before_request(guard)

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Serve and document a view at ``rule``."""
        decorator: Callable[[View], View] = super().route(rule, **options)
        return decorator

    def arguments(self, schema: Any, *, location: str = "json") -> Callable[[View], View]:
        """Parse with ``schema``; ``location="json_batch"`` takes bodies of up to 1 MB."""
        made, parse = _made_once(schema), self.ARGUMENTS_PARSER.parse
        describe: Callable[[View], View] = super().arguments(made, location=location)

        def decorator(view: View) -> View:
            @wraps(view)
            def parsed(*args: Any, **kwargs: Any) -> Any:
                return view(*args, parse(made, location=location), **kwargs)

            noted: View = _noted(parsed, describe(view))
            return noted

        return decorator

    def response(
        self, status_code: int, schema: Any = None, **options: Any
    ) -> Callable[[View], View]:
        """Serialise and document the answer."""
        made = _made_once(schema)
        decorator: Callable[[View], View] = super().response(status_code, made, **options)
        return decorator

    def written(self, status_code: int, schema: Any) -> Callable[[View], View]:
        """Document an answer that the view writes itself (``answers.json_answer``)."""
        describe = self.response(status_code, schema)
        return lambda view: _noted(view, describe(view))

    def alt_response(self, status_code: int, **options: Any) -> Callable[[View], View]:
        """Document a second answer, such as 201 beside 200."""
        decorator: Callable[[View], View] = super().alt_response(status_code, **options)
        return decorator

    def problems(self, *codes: str) -> Callable[[View], View]:
        """Document the refusals of this one view; each code must stand in the table."""
        unknown = [code for code in codes if code not in PROBLEMS]
        if unknown:
            raise LookupError(f"no such problems: {unknown}")

        def decorator(view: View) -> View:
            note(view)["codes"].extend(codes)
            return view

        return decorator

    def _prepare_refusals(
        self, doc: dict[str, Any], doc_info: dict[str, Any], **_context: Any
    ) -> dict[str, Any]:
        ours = doc_info.get(_OURS, {})
        by_status: dict[int, list[str]] = defaultdict(list)
        for code in dict.fromkeys((*self._usual(doc), *ours.get("codes", ()))):
            by_status[PROBLEMS[code].status].append(code)
        responses = doc.setdefault("responses", {})
        for status in sorted(by_status):
            responses[status] = problem_doc(status, tuple(by_status[status]))
        doc.setdefault("parameters", []).extend(ours.get("parameters", ()))
        doc["security"] = SECURITY if self.guarded else []
        return doc

    def _usual(self, doc: dict[str, Any]) -> Iterator[str]:
        yield from _ALWAYS
        if self.guarded:
            yield from _GUARDED
        if "parameters" in doc or "requestBody" in doc:
            yield from _WITH_ARGUMENTS
        if "requestBody" in doc:
            yield from _WITH_BODY


def _made_once(schema: Any) -> Any:
    """An instance for a class: smorest would make a new one for every request."""
    return schema() if isinstance(schema, type) else schema


def _noted(view: Any, described: Any) -> Any:
    """``view`` with smorest's notes, and without the wrapper that smorest would keep them on."""
    view._apidoc = described._apidoc  # noqa: SLF001 - smorest's seam
    return view


def note(view: Callable[..., Any]) -> dict[str, list[Any]]:
    """What our decorators have to say about a view in the description, to be added to.

    smorest keeps its own notes in the same attribute and carries it from wrapper to wrapper.
    """
    notes = deepcopy(getattr(view, "_apidoc", {}))
    ours: dict[str, list[Any]] = notes.setdefault(_OURS, {"codes": [], "parameters": []})
    view._apidoc = notes  # type: ignore[attr-defined]  # noqa: SLF001 - smorest's seam
    return ours
