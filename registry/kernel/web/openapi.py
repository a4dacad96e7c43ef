"""The description of the API: OpenAPI 3.1 at ``/openapi.json``, written from the code itself."""

import http
import json
from collections.abc import Mapping
from threading import Lock
from types import MappingProxyType
from typing import Any, Final

import flask_smorest
from flask import Flask, Response
from marshmallow import INCLUDE, Schema, fields

from registry.kernel.web.problems import MEDIA_TYPE, PROBLEMS, TYPE_PREFIX

SECURITY: Final[list[dict[str, list[str]]]] = [{"bearer": []}, {"basic": []}]
NONE: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType({})
_ABOUT = """A shared reputation registry for web shops under blinded identifiers.

Every number in an answer is explained, nothing is a black box, and *unknown* is neither good nor
bad. Errors are `application/problem+json`; [this page](/docs/problems) explains each code.
"""


class PlaceSchema(Schema):
    """One faulty place of a request."""

    pointer = fields.String(
        required=True, metadata={"description": 'JSON pointer; `""` is the whole.'}
    )
    code = fields.String(required=True)
    detail = fields.String(required=True)
    in_ = fields.String(
        data_key="in",
        metadata={"description": "Where the pointer leads: the body when absent."},
    )


class ProblemSchema(Schema):
    """A refusal, as RFC 9457 writes it; some codes add members of their own."""

    class Meta:
        """RFC 9457 §3.2: more members may come."""

        unknown = INCLUDE

    type = fields.String(required=True, metadata={"format": "uri-reference"})
    title = fields.String(required=True, metadata={"description": "What happened."})
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "What to do about it."})
    code = fields.String(required=True, metadata={"description": "The stable name."})
    errors = fields.List(fields.Nested(PlaceSchema), required=True)
    request_id = fields.String(metadata={"description": "Tell us this one when you ask."})


def openapi_settings(*, version: str = "1") -> dict[str, Any]:
    """What ``app.config`` needs for the description."""
    return {
        "API_TITLE": "Bonafide registry",
        "API_VERSION": version,
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/",
        "OPENAPI_JSON_PATH": "openapi.json",
        "API_SPEC_OPTIONS": {
            "info": {
                "description": _ABOUT,
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "components": {
                "securitySchemes": {
                    "bearer": {
                        "type": "http",
                        "scheme": "bearer",
                        "description": "`Authorization: Bearer bf_live_…` or `bf_test_…`.",
                    },
                    "basic": {
                        "type": "http",
                        "scheme": "basic",
                        "description": "The key as user name, the password left empty.",
                    },
                }
            },
        },
    }


class Api(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest ships no types
    """smorest's registry of blueprints, without its own answers to errors."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask, *, examples: Mapping[str, Mapping[str, Any]] = NONE) -> None:
        """``examples``: ``"PUT /v1/…"`` to a real ``request``, ``status`` and ``response``."""
        self._rendered: bytes | None = None
        self._examples = examples
        self._undescribed: list[flask_smorest.Blueprint] = []
        self._writing = Lock()
        super().__init__(app)

    def register_blueprint(self, blueprint: flask_smorest.Blueprint) -> None:
        """Serve it now, and describe it once somebody asks: that costs more than all the rest."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._app.register_blueprint(blueprint)
        self._undescribed.append(blueprint)

    def _register_error_handlers(self) -> None:
        """Failures are answered by ``registry.kernel.web.failures``."""

    def _register_responses(self) -> None:
        """Blueprints describe their problems in full; only the names smorest asks for are kept."""
        for status in http.HTTPStatus:
            self.spec.components.response(status.name, {"description": status.phrase}, lazy=True)

    def _register_pagination_header(self) -> None:
        """Lists carry cursors in their bodies."""

    def _register_etag_headers(self) -> None:
        """Records carry revisions in their bodies."""

    def _openapi_json(self) -> Response:
        """Rendered once: the description does not change while the process lives."""
        with self._writing:
            if self._rendered is None:
                self._rendered = self._render()
        return Response(self._rendered, mimetype="application/json")

    def _render(self) -> bytes:
        for each in self._undescribed:
            each.register_views_in_doc(self, self._app, self.spec, name=each.name, parameters=None)
            self.spec.tag({"name": each.name, "description": each.description})
        document = json.loads(super()._openapi_json().get_data())
        for door, example in self._examples.items():
            method, path = door.split(" ")
            _illustrate(document["paths"][path][method.lower()], example)
        return json.dumps(document, ensure_ascii=False).encode()


def _illustrate(operation: dict[str, Any], example: Mapping[str, Any]) -> None:
    """Put an exchange that really happened into the description of its operation."""
    if "request" in example:
        operation["requestBody"]["content"]["application/json"]["example"] = example["request"]
    if "response" in example:
        answer = operation["responses"][str(example["status"])]
        answer["content"]["application/json"]["example"] = example["response"]


def problem_doc(status: int, codes: tuple[str, ...]) -> dict[str, Any]:
    """One error response of an operation: which codes it may carry, and what one looks like."""
    lines = "\n".join(f"- `{code}`: {PROBLEMS[code].title_en}" for code in codes)
    return {
        "description": f"{http.HTTPStatus(status).phrase}\n\n{lines}",
        "content": {MEDIA_TYPE: {"schema": ProblemSchema, "example": _example(codes[0])}},
    }


def _example(code: str) -> dict[str, Any]:
    row = PROBLEMS[code]
    return {
        "type": TYPE_PREFIX + code,
        "title": row.title_en,
        "status": row.status,
        "detail": row.todo_en,
        "code": code,
        "errors": [{"pointer": "", "code": code, "detail": ""}] if row.status == 422 else [],
        "request_id": "req_Zm9vYmFyYmF6cXV4",
    }
