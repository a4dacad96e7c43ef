"""A tiny application that stands on the whole HTTP edge and on no room."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
from flask import Flask, request
from flask.testing import FlaskClient
from marshmallow import Schema, fields, validate
from sqlalchemy.exc import OperationalError

from registry.kernel.errors import DomainError
from registry.kernel.web import docs, failures, headers, request_ids
from registry.kernel.web.blueprint import NO_AUTH, Blueprint
from registry.kernel.web.fields import StrictBoolean, StrictInteger
from registry.kernel.web.openapi import Api, openapi_settings
from registry.kernel.web.pages import frame
from registry.kernel.web.paging import PageArguments, decode_cursor

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


class NoKeyError(DomainError):
    """The caller has shown no key."""

    code = "unauthenticated"


class StaleError(DomainError):
    """A fact that may be shown, and one that may not."""

    code = "stale_revision"


class NamelessError(DomainError):
    """A refusal that nobody has written a text for."""

    code = "nobody_wrote_this"


class BudgetError(DomainError):
    """A refusal that knows when to come back."""

    code = "budget_exhausted"


class NameSchema(Schema):
    """One identifier."""

    kind = fields.String(required=True, validate=validate.OneOf(["phone", "email"]))


class ItemSchema(Schema):
    """One person."""

    identifiers = fields.List(fields.Nested(NameSchema), required=True)
    proof = StrictBoolean(load_default=False)
    revision = StrictInteger(load_default=1)


class ItemsSchema(Schema):
    """A batch."""

    items = fields.List(fields.Nested(ItemSchema), required=True)


class CountSchema(Schema):
    """An answer."""

    count = fields.Integer(required=True)


def require_key() -> None:
    """The guard of the little application."""
    if not request.headers.get("Authorization"):
        raise NoKeyError


guarded = Blueprint("guarded", __name__, guard=require_key, url_prefix="/v1")
unguarded = Blueprint("unguarded", __name__, guard=NO_AUTH)


@guarded.route("/one", methods=["POST"])
@guarded.arguments(ItemSchema)
@guarded.response(200, CountSchema)
def one(body: dict[str, Any]) -> dict[str, int]:
    """Take one person."""
    return {"count": len(body["identifiers"])}


@guarded.route("/many", methods=["POST"])
@guarded.arguments(ItemsSchema, location="json_batch")
@guarded.problems("budget_exhausted")
@guarded.response(200, CountSchema)
def many(body: dict[str, Any]) -> dict[str, int]:
    """Take many."""
    return {"count": len(body["items"])}


@guarded.route("/list")
@guarded.arguments(PageArguments, location="query")
@guarded.problems("bad_cursor")
@guarded.response(200, CountSchema)
def listing(page: dict[str, Any]) -> dict[str, int]:
    """A list."""
    start = decode_cursor(page["cursor"], size=1)[0] if page["cursor"] else 0
    return {"count": start + page["limit"]}


@unguarded.route("/v1/fail/<how>")
def fail(how: str) -> str:
    """Fail in the way that was asked for."""
    raise {
        "stale": StaleError("revision 3 is stored", pointer="/revision", revision=3, secret="no"),
        "nameless": NamelessError("a private thought"),
        "budget": BudgetError(retry_after=77),
        "foreign": RuntimeError("+79161234567 leaked into an exception"),
        "database": OperationalError("select 1", {}, Exception("connection refused")),
    }[how]


@unguarded.route("/page/fail")
def page_fail() -> str:
    """Fail where people look."""
    raise RuntimeError("secret")


def make_app() -> Flask:
    """The edge, wired as the real application wires it."""
    app = Flask("registry")
    app.config.update(openapi_settings())
    request_ids.register(app)
    headers.register(app)
    failures.register(app)
    frame.register(app, secrets=lambda: [b"k" * 32], public_url="http://127.0.0.1:8080")
    docs.register(app)
    api = Api(app)
    api.register_blueprint(guarded)
    api.register_blueprint(unguarded)
    return app


@pytest.fixture
def app() -> Flask:
    """One application."""
    return make_app()


@pytest.fixture
def second_app() -> Flask:
    """Another one of the same blueprints in the same process."""
    return make_app()


@pytest.fixture
def anonymous(app: Flask) -> FlaskClient:
    """Somebody without a key."""
    return app.test_client()


@pytest.fixture
def shop(app: Flask) -> FlaskClient:
    """A shop with a key."""
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = "Bearer bf_test_key"
    return client


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    """What was logged meanwhile."""
    with structlog.testing.capture_logs() as entries:
        yield entries
