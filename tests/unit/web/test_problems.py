"""Refusals reach the caller as problem+json, in the caller's language, and say nothing foreign."""

import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import registry
from registry.kernel.errors import DomainError, FieldError
from registry.kernel.web.problems import PROBLEMS, as_item_error

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_every_code_has_sentences_in_both_languages(code: str) -> None:
    row = PROBLEMS[code]
    assert re.fullmatch("[a-z][a-z0-9_]+", code)
    assert 400 <= row.status < 600
    assert CYRILLIC.search(row.title_ru)
    assert CYRILLIC.search(row.todo_ru)
    assert not CYRILLIC.search(row.title_en + row.todo_en)
    assert not row.title_en.endswith(".")
    assert row.todo_en.endswith(".")
    assert row.todo_ru.endswith(".")


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_every_code_that_asks_to_come_back_says_when(code: str) -> None:
    row = PROBLEMS[code]
    assert (row.retry_after is not None) == (
        row.status in (429, 503) or code == "idempotency_in_flight"
    )


OPERATORS_ONLY = {"internal", "job_running", "bad_shop_name", "rotation"}
"""Codes that are raised on the command line and never reach HTTP."""


def every_kind(family: type[DomainError]) -> Iterator[type[DomainError]]:
    """All subclasses, theirs too."""
    for kind in family.__subclasses__():
        yield kind
        yield from every_kind(kind)


def test_every_refusal_of_every_room_has_a_text() -> None:
    for path in Path(registry.__file__).parent.rglob("errors.py"):
        steps = path.relative_to(Path(registry.__file__).parent.parent).with_suffix("").parts
        importlib.import_module(".".join(steps))
    codes = {
        kind.code for kind in every_kind(DomainError) if kind.__module__.startswith("registry.")
    }
    assert "stale_revision" in codes
    assert codes - set(PROBLEMS) - OPERATORS_ONLY == set()


def test_a_domain_error_becomes_a_problem_with_its_place_and_permitted_facts(
    anonymous: FlaskClient,
) -> None:
    answer = anonymous.get("/v1/fail/stale")
    assert answer.status_code == 409
    assert answer.mimetype == "application/problem+json"
    body = answer.get_json(force=True)
    assert body["type"] == "/docs/problems#stale_revision"
    assert body["code"] == "stale_revision"
    assert body["status"] == 409
    assert body["revision"] == 3
    assert "secret" not in body
    assert body["request_id"] == answer.headers["X-Request-Id"]
    assert body["errors"] == [
        {"pointer": "/revision", "code": "stale_revision", "detail": "revision 3 is stored"}
    ]


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("ru", "ru"),
        ("ru-RU,ru;q=0.9,en;q=0.1", "ru"),
        ("en;q=0.2, ru;q=0.1", "en"),
        ("de", "en"),
        ("", "en"),
        ("*", "en"),
        ("ru;q=zero, \x7f", "en"),
    ],
)
def test_a_problem_speaks_the_language_that_was_asked_for(
    anonymous: FlaskClient, asked: str, spoken: str
) -> None:
    answer = anonymous.get("/v1/nowhere", headers={"Accept-Language": asked})
    row = PROBLEMS["not_found"]
    assert answer.headers["Content-Language"] == spoken
    assert answer.headers["Vary"] == "Accept-Language"
    assert json.loads(answer.data)["title"] == (row.title_ru if spoken == "ru" else row.title_en)


def test_a_code_without_text_is_a_bare_500(anonymous: FlaskClient, logged: list[Any]) -> None:
    answer = anonymous.get("/v1/fail/nameless")
    assert answer.status_code == 500
    assert json.loads(answer.data)["code"] == "internal"
    assert "private thought" not in answer.text
    assert [entry["code"] for entry in logged] == ["nobody_wrote_this"]


def test_a_foreign_exception_is_a_bare_500_and_its_text_stays_out_of_answer_and_log(
    anonymous: FlaskClient, logged: list[Any]
) -> None:
    answer = anonymous.get("/v1/fail/foreign")
    assert answer.status_code == 500
    body = json.loads(answer.data)
    assert body["errors"] == []
    assert body["request_id"].startswith("req_")
    assert "79161234567" not in answer.text
    assert "79161234567" not in repr(logged)
    assert logged[0]["error"] == "RuntimeError"
    assert any("conftest.py" in frame for frame in logged[0]["frames"])


def test_a_database_that_is_away_is_503_with_retry_after(anonymous: FlaskClient) -> None:
    answer = anonymous.get("/v1/fail/database")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert "refused" not in answer.text


def test_an_error_may_say_itself_when_to_come_back(anonymous: FlaskClient) -> None:
    answer = anonymous.get("/v1/fail/budget")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "77"


def test_a_wrong_method_is_told_the_right_ones(shop: FlaskClient) -> None:
    answer = shop.get("/v1/one")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert json.loads(answer.data)["code"] == "method_not_allowed"


def test_without_a_key_the_guard_answers_before_the_body_is_read(anonymous: FlaskClient) -> None:
    answer = anonymous.post("/v1/one", data=b"\xff", content_type="application/json")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="bonafide"'


@pytest.mark.parametrize("path", ["/nowhere", "/page/fail", "/v1x"])
def test_people_get_a_page_and_programs_get_json(anonymous: FlaskClient, path: str) -> None:
    answer = anonymous.get(path, headers={"Accept-Language": "ru"})
    assert answer.mimetype == "text/html"
    assert '<html lang="ru">' in answer.text
    assert (answer.headers["X-Request-Id"] in answer.text) is (answer.status_code >= 500)
    assert "secret" not in answer.text


def test_an_item_error_carries_pointers_below_the_item(app: Flask) -> None:
    class TooLateError(DomainError):
        code = "stale_revision"

    with app.test_request_context():
        item = as_item_error(TooLateError(pointer="/revision", revision=4), at="/reports/7")
    problem = item["error"]
    assert problem["status"] == 409
    assert problem["revision"] == 4
    assert problem["errors"][0]["pointer"] == "/reports/7/revision"
    assert problem["errors"][0]["detail"] == PROBLEMS["stale_revision"].title_en


def test_an_item_error_can_be_made_from_a_code_and_places(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "ru"}):
        item = as_item_error("invalid_request", FieldError("/a", "missing"), at="/reports/0")
    assert item["error"]["errors"] == [
        {"pointer": "/reports/0/a", "code": "missing", "detail": "Это поле обязательно."}
    ]
    assert item["error"]["title"] == PROBLEMS["invalid_request"].title_ru
