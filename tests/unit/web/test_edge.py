"""Request ids, security headers, cursors, the guard, strict parsing and the API page."""

import base64
import json
import struct
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from registry.kernel.web.blueprint import NO_AUTH, Blueprint
from registry.kernel.web.paging import BadCursorError, cut_page, decode_cursor, encode_cursor
from registry.kernel.web.pointers import pointer_to


@pytest.mark.parametrize("sent", ["abcd1234", "a" * 64, "3f.x_-00"])
def test_a_decent_request_id_comes_back(anonymous: FlaskClient, sent: str) -> None:
    answer = anonymous.get("/v1/nowhere", headers={"X-Request-Id": sent})
    assert answer.headers["X-Request-Id"] == sent
    assert json.loads(answer.data)["request_id"] == sent


@pytest.mark.parametrize(
    "sent", ["short", "a" * 65, "<script>alert", "id with spaces", "идентификатор"]
)
def test_any_other_request_id_is_replaced(anonymous: FlaskClient, sent: str) -> None:
    answer = anonymous.get("/v1/nowhere", headers={"X-Request-Id": sent.encode().decode("latin1")})
    assert answer.headers["X-Request-Id"].startswith("req_")


def test_two_requests_have_two_ids(anonymous: FlaskClient) -> None:
    ids = {anonymous.get("/v1/nowhere").headers["X-Request-Id"] for _ in range(2)}
    assert len(ids) == 2


def test_json_answers_may_load_nothing_and_are_not_stored(shop: FlaskClient) -> None:
    answer = shop.post("/v1/one", json={"identifiers": []})
    assert answer.get_json() == {"count": 0}
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; frame-ancestors 'none'"
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Strict-Transport-Security" not in answer.headers


def test_pages_may_load_their_own_scripts_and_styles_only(anonymous: FlaskClient) -> None:
    for path in ("/docs", "/docs/problems"):
        policy = anonymous.get(path).headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


def test_over_https_browsers_are_told_to_stay_there(app: Flask) -> None:
    answer = app.test_client().get("/docs", base_url="https://registry.example")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize("position", [(0,), (1, -1), (2**63 - 1, -(2**63), 7)])
def test_a_cursor_comes_back_as_it_went(position: tuple[int, ...]) -> None:
    assert decode_cursor(encode_cursor(*position), size=len(position)) == position


@pytest.mark.parametrize(
    "text",
    [
        "",
        "!",
        "a",
        "ab",
        encode_cursor(1, 2),
        encode_cursor(1) + "=",
        encode_cursor(1) + "A",
        encode_cursor(1)[:-1],
        " " + encode_cursor(1),
        base64.urlsafe_b64encode(struct.pack(">Bq", 2, 1)).decode(),
        "я" * 12,
        "A" * 4_000,
    ],
)
def test_a_cursor_that_we_could_not_have_written_is_refused(text: str) -> None:
    with pytest.raises(BadCursorError):
        decode_cursor(text, size=1)


def test_a_bad_cursor_is_a_400_that_names_it(shop: FlaskClient) -> None:
    answer = shop.get("/v1/list?cursor=nonsense")
    assert answer.status_code == 400
    assert json.loads(answer.data)["code"] == "bad_cursor"


def test_the_row_too_many_is_cut_and_named_by_the_cursor() -> None:
    page, following = cut_page([1, 2, 3], limit=2, position=lambda row: (row,))
    assert list(page) == [1, 2]
    assert following == encode_cursor(2)
    page, following = cut_page([1, 2], limit=2, position=lambda row: (row,))
    assert (list(page), following) == ([1, 2], None)


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("limit=0", "/limit", "out_of_range"),
        ("limit=many", "/limit", "not_an_integer"),
        ("unknown=1", "/unknown", "unknown_field"),
    ],
)
def test_a_bad_query_is_named(shop: FlaskClient, query: str, pointer: str, code: str) -> None:
    answer = shop.get(f"/v1/list?{query}")
    assert answer.status_code == 422
    [place] = json.loads(answer.data)["errors"]
    assert (place["pointer"], place["code"], place["in"]) == (pointer, code, "query")


@pytest.mark.parametrize(
    ("body", "places"),
    [
        (
            {"items": [{"identifiers": [{"kind": "phone"}, {"kind": 5}]}]},
            {"/items/0/identifiers/1/kind": "not_a_string"},
        ),
        (
            {"items": [{"identifiers": [{"kind": "fax", "a/b~c": 1}]}], "x": None},
            {
                "/items/0/identifiers/0/kind": "not_one_of",
                "/items/0/identifiers/0/a~1b~0c": "unknown_field",
                "/x": "unknown_field",
            },
        ),
        ({}, {"/items": "missing"}),
        ({"items": None}, {"/items": "null"}),
        ({"items": {}}, {"/items": "not_a_list"}),
        ({"items": [7]}, {"/items/0": "not_an_object"}),
        ({"items": [{"identifiers": [], "proof": 1}]}, {"/items/0/proof": "not_a_boolean"}),
        (
            {"items": [{"identifiers": [], "revision": "2"}]},
            {"/items/0/revision": "not_an_integer"},
        ),
        (
            {"items": [{"identifiers": [], "revision": 2.0}]},
            {"/items/0/revision": "not_an_integer"},
        ),
        (
            {"items": [{"identifiers": [], "revision": True}]},
            {"/items/0/revision": "not_an_integer"},
        ),
    ],
)
def test_every_misfit_is_named_by_a_pointer(
    shop: FlaskClient, body: dict[str, Any], places: dict[str, str]
) -> None:
    answer = shop.post("/v1/many", json=body)
    assert answer.status_code == 422
    problem = json.loads(answer.data)
    assert problem["code"] == "invalid_request"
    assert {place["pointer"]: place["code"] for place in problem["errors"]} == places


def test_a_thousand_misfits_do_not_make_a_huge_answer(shop: FlaskClient) -> None:
    answer = shop.post("/v1/many", json={"items": [7] * 1_000})
    assert len(json.loads(answer.data)["errors"]) == 100


def test_pointers_survive_names_that_are_not_text() -> None:
    assert pointer_to(["a", 0, "\ud800"]) == "/a/0/?"


def test_a_blueprint_cannot_forget_its_guard() -> None:
    with pytest.raises(TypeError, match="guard"):
        Blueprint("forgetful", __name__)  # type: ignore[call-arg]  # the point of the test


def test_a_view_cannot_promise_a_problem_that_has_no_text() -> None:
    blueprint = Blueprint("promising", __name__, guard=NO_AUTH)
    with pytest.raises(LookupError, match="no_such_code"):
        blueprint.problems("no_such_code")


def test_the_second_application_is_guarded_too(app: Flask, second_app: Flask) -> None:
    for each in (app, second_app):
        answer = each.test_client().post("/v1/one", json={"identifiers": []})
        assert answer.status_code == 401


def test_the_description_is_valid_and_names_every_refusal(anonymous: FlaskClient) -> None:
    description = anonymous.get("/openapi.json").get_json()
    validate(description)
    assert description["openapi"] == "3.1.0"
    operation = description["paths"]["/v1/many"]["post"]
    statuses = {"200", "400", "401", "403", "404", "413", "415", "422", "429", "500", "503"}
    assert set(operation["responses"]) == statuses
    assert "`budget_exhausted`" in operation["responses"]["429"]["description"]
    assert operation["security"] == [{"bearer": []}, {"basic": []}]
    assert description["paths"]["/v1/fail/{how}"]["get"]["security"] == []
    assert set(description["components"]["securitySchemes"]) == {"bearer", "basic"}


def test_the_description_is_the_same_in_the_second_application(
    anonymous: FlaskClient, second_app: Flask
) -> None:
    other = second_app.test_client()
    assert other.get("/openapi.json").data == anonymous.get("/openapi.json").data


def test_the_api_page_asks_no_other_host(anonymous: FlaskClient) -> None:
    page = anonymous.get("/docs").text
    assert "//" not in page.replace("<!doctype html>", "")
    assert "<style" not in page
    for path in ("docs.js", "pages.css", "vendor/swagger-ui/swagger-ui-bundle.js"):
        answer = anonymous.get(f"/static/{path}")
        assert answer.status_code == 200
        answer.close()
    assert "validatorUrl: null" in anonymous.get("/static/docs.js", buffered=True).text


def test_the_list_of_problems_has_an_anchor_for_each_type(anonymous: FlaskClient) -> None:
    page = anonymous.get("/docs/problems", headers={"Accept-Language": "ru"}).text
    assert '<section id="stale_revision">' in page
    assert "Уже сохранена более новая редакция" in page
