"""The same request twice is one piece of work and one answer."""

import itertools
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from marshmallow import Schema, fields
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from registry.kernel.clock import FixedClock
from registry.kernel.db import db, transaction
from registry.kernel.engines import engine_options, prepare_engine
from registry.kernel.errors import DomainError
from registry.kernel.jobs import JobLease
from registry.kernel.web import edge, failures, headers, idempotency, request_ids
from registry.kernel.web.blueprint import NO_AUTH, Blueprint
from registry.kernel.web.idempotency import Caller, idempotent
from registry.kernel.web.idempotency_models import IdempotencyRow
from registry.kernel.web.idempotency_store import InFlightError, claim, purge, remember
from registry.kernel.web.openapi import Api, openapi_settings

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
THREADS = 16
SECRET = b"k" * 32
numbers = itertools.count()


class WorkSchema(Schema):
    """What is to be done, and how it is to end."""

    name = fields.String(required=True)
    ending = fields.String(load_default="well")


class DoneSchema(Schema):
    """The answer; its number differs from one execution to the next."""

    id = fields.String(required=True)
    number = fields.Integer(required=True)


class RefusalError(DomainError):
    """The work is refused half-way."""

    code = "stale_revision"


work = Blueprint("work", __name__, guard=NO_AUTH, url_prefix="/v1")


def do_work(body: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Leave one row, as a room would, and answer with a fresh id."""
    db.session.add(JobLease(name=str(uuid4()), until_at=NOON))
    db.session.flush()
    if body["ending"] == "refused":
        raise RefusalError
    if body["ending"] == "broken":
        raise RuntimeError(body["name"])
    return {"id": f"да-{uuid4()}", "number": next(numbers)}, 201


@work.route("/work", methods=["POST"])
@work.arguments(WorkSchema)
@idempotent
@work.response(201, DoneSchema)
def once(body: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Work."""
    return do_work(body)


@work.route("/other", methods=["POST"])
@work.arguments(WorkSchema)
@idempotent
@work.response(201, DoneSchema)
def other(body: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Other work."""
    return do_work(body)


def caller() -> Caller:
    """Two shops and two worlds, as the headers say."""
    return Caller(int(request.headers.get("Shop", "1")), request.headers.get("World", "live"))


@pytest.fixture
def clock() -> FixedClock:
    """Noon."""
    return FixedClock(NOON)


@pytest.fixture
def app(database_url: str, clock: FixedClock) -> Iterator[Flask]:
    """The edge with a database, and no room but this file's."""
    app = Flask("registry")
    app.config.update(openapi_settings())
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(database_url)
    db.init_app(app)
    headers.register(app)
    request_ids.register(app)
    failures.register(app)
    idempotency.register(app, secret=SECRET, caller=caller, now=clock.now)
    Api(app).register_blueprint(work)
    edge.register(app)
    with app.app_context():
        prepare_engine(db.engine)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def shop(app: Flask) -> FlaskClient:
    """A shop."""
    return app.test_client()


def send(client: FlaskClient, key: str | None = "key-1", **more: Any) -> TestResponse:
    """One POST; ``headers``, ``path`` and members of the body may be given."""
    headers = {"Idempotency-Key": key} if key is not None else {}
    headers |= more.pop("headers", {})
    path = more.pop("path", "/v1/work")
    return client.post(path, json={"name": "a", **more}, headers=headers)


def done(app: Flask) -> int:
    """How much work is in the database."""
    with app.app_context(), transaction() as session:
        return session.scalar(select(func.count()).select_from(JobLease)) or 0


def remembered(app: Flask) -> list[IdempotencyRow]:
    """Every stored answer."""
    with app.app_context(), transaction() as session:
        rows = list(session.scalars(select(IdempotencyRow)))
        session.expunge_all()
        return rows


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "idempotency_key_missing"),
        ("", "idempotency_key_missing"),
        ("two words", "idempotency_key_invalid"),
        ("x" * 256, "idempotency_key_invalid"),
        ("\xe9", "idempotency_key_invalid"),
    ],
)
def test_a_missing_or_odd_key_is_a_400_that_names_the_header(
    app: Flask, shop: FlaskClient, key: str | None, code: str
) -> None:
    answer = send(shop, key)
    assert answer.status_code == 400
    [place] = json.loads(answer.data)["errors"]
    assert (place["code"], place["pointer"], place["in"]) == (code, "/Idempotency-Key", "header")
    assert done(app) == 0


def test_a_repeat_gets_the_first_answer_byte_for_byte(app: Flask, shop: FlaskClient) -> None:
    first, second = send(shop), send(shop)
    assert first.status_code == second.status_code == 201
    assert second.data == first.data
    assert second.mimetype == first.mimetype == "application/json"
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.headers["X-Request-Id"] != first.headers["X-Request-Id"]
    assert done(app) == 1


@pytest.mark.parametrize("change", [{"name": "b"}, {"path": "/v1/other"}, {"ending": "refused"}])
def test_the_key_of_another_request_is_refused(
    app: Flask, shop: FlaskClient, change: dict[str, str]
) -> None:
    send(shop)
    answer = send(shop, **change)
    assert answer.status_code == 422
    assert json.loads(answer.data)["code"] == "idempotency_key_reused"
    assert done(app) == 1


@pytest.mark.parametrize(("ending", "status"), [("refused", 409), ("broken", 500)])
def test_a_failure_leaves_nothing_and_the_key_stays_free(
    app: Flask, shop: FlaskClient, ending: str, status: int
) -> None:
    assert send(shop, ending=ending).status_code == status
    assert (done(app), remembered(app)) == (0, [])
    assert send(shop).status_code == 201
    assert done(app) == 1


def test_a_body_that_does_not_fit_does_not_use_the_key(app: Flask, shop: FlaskClient) -> None:
    assert send(shop, unknown=1).status_code == 422
    assert send(shop).status_code == 201
    assert done(app) == 1


@pytest.mark.parametrize("headers", [{"Shop": "2"}, {"World": "test"}])
def test_another_shop_and_the_other_world_have_keys_of_their_own(
    app: Flask, shop: FlaskClient, headers: dict[str, str]
) -> None:
    first, second = send(shop), send(shop, headers=headers)
    assert second.status_code == 201
    assert second.data != first.data
    assert done(app) == 2


def test_neither_key_nor_body_is_stored(app: Flask, shop: FlaskClient) -> None:
    send(shop, "a-very-telling-key", name="+79161234567")
    [row] = remembered(app)
    kept = row.key_mac + row.fingerprint + row.response
    assert b"telling" not in kept
    assert b"79161234567" not in kept


def test_after_48_hours_a_key_is_new(app: Flask, shop: FlaskClient, clock: FixedClock) -> None:
    first = send(shop)
    clock.advance(timedelta(hours=47, minutes=59))
    assert send(shop).data == first.data
    clock.advance(timedelta(minutes=1))
    again = send(shop)
    assert again.status_code == 201
    assert again.data != first.data
    assert send(shop).data == again.data
    assert done(app) == 2


def test_old_answers_are_purged(app: Flask, shop: FlaskClient, clock: FixedClock) -> None:
    send(shop, "old")
    clock.advance(timedelta(hours=48))
    send(shop, "new")
    with app.app_context(), transaction() as session:
        assert purge(session, now=clock.now()) == 1
    assert len(remembered(app)) == 1


def at_once(app: Flask) -> list[TestResponse]:
    """Sixteen threads, one key, one moment."""
    together = Barrier(THREADS)

    def attempt(_index: int) -> TestResponse:
        client = app.test_client()
        together.wait()
        return send(client)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(attempt, range(THREADS)))


def test_sixteen_threads_with_one_key_do_the_work_once(app: Flask) -> None:
    answers = at_once(app)
    assert done(app) == 1
    assert {answer.status_code for answer in answers} <= {201, 409}
    good = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.data for answer in good}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in good) == 1
    for answer in answers:
        if answer.status_code == 409:
            assert json.loads(answer.data)["code"] == "idempotency_in_flight"
            assert answer.headers["Retry-After"] == "1"


def test_the_primary_key_alone_also_keeps_it_at_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "claim", lambda *_args, **_options: None)
    answers = at_once(app)
    assert done(app) == 1
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (THREADS - 1)


def test_without_lock_and_row_the_work_would_be_done_often(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "claim", lambda *_args, **_options: None)
    monkeypatch.setattr(idempotency, "remember", lambda *_args: None)
    at_once(app)
    assert done(app) == THREADS


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_while_the_first_is_at_work_the_second_is_told_so(app: Flask) -> None:
    names: dict[str, Any] = {"shop_id": 1, "key_mac": b"m" * 32, "fingerprint": b"f" * 32}
    with app.app_context():
        make = db.session.session_factory
        with make() as first, make() as second:
            assert claim(first, now=NOON, **names) is None
            with pytest.raises(InFlightError):
                claim(second, now=NOON, **names)
            second.rollback()
            row = IdempotencyRow(**names, status=201, response=b"{}", created_at=NOON)
            remember(first, row)
            first.commit()
            found = claim(second, now=NOON, **names)
            assert found is not None
            assert found.response == b"{}"
            second.rollback()


def test_the_description_asks_for_the_key(shop: FlaskClient) -> None:
    operation = shop.get("/openapi.json").get_json()["paths"]["/v1/work"]["post"]
    [parameter] = operation["parameters"]
    assert (parameter["name"], parameter["required"]) == ("Idempotency-Key", True)
    assert "`idempotency_in_flight`" in operation["responses"]["409"]["description"]
