"""A shop sees and changes itself over HTTP."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.kernel.clock import FixedClock
from registry.kernel.web.idempotency_models import IdempotencyRow
from tests.rooms.conftest import Actor, Call, admit

REPEAT = {"Idempotency-Key": "first"}
EVERYTHING = {"scopes": ["lookup", "report"]}


def test_a_shop_learns_who_it_is(call: Call, north: Actor) -> None:
    body = call("GET", "/v1/shop", north.key).get_json()
    assert body.pop("id").startswith("shp_")
    assert body == {
        "name": "Северная лавка",
        "standing": "active",
        "direct_tier": False,
        "world": "live",
        "scopes": ["lookup", "report", "manage"],
    }


def test_terms_start_as_the_defaults(call: Call, north: Actor) -> None:
    assert call("GET", "/v1/shop/terms", north.key).get_json() == {
        "failure_cost_percent": "25",
        "failure_cost_fixed": "400",
        "failure_cost_no_amount": "1000",
        "currency": "RUB",
        "prepay_above": None,
        "call_attempts": 2,
        "part_prepay_percent": 30,
        "cod_fee": "none",
        "cod_fee_percent": None,
        "confirm_call_times": "1.5",
        "part_prepay_times": "3",
        "prepay_times": "6",
        "compensate_up_to": None,
    }


def test_terms_that_were_read_can_be_written_back(call: Call, north: Actor, south: Actor) -> None:
    mine = call("GET", "/v1/shop/terms", north.key).get_json()
    mine |= {"prepay_above": "5000.50", "cod_fee": "fixed", "cod_fee_percent": "6"}
    written = call("PUT", "/v1/shop/terms", north.key, json=mine)
    assert (written.status_code, written.get_json()) == (200, mine)
    assert call("GET", "/v1/shop/terms", north.key).get_json() == mine
    assert call("GET", "/v1/shop/terms", south.key).get_json()["prepay_above"] is None


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"prepay_above": 5000}, "/prepay_above"),
        ({"prepay_above": "5e3"}, "/prepay_above"),
        ({"prepay_above": "NaN"}, "/prepay_above"),
        ({"prepay_above": "-1"}, "/prepay_above"),
        ({"prepay_above": "٥"}, "/prepay_above"),
        ({"failure_cost_fixed": None}, "/failure_cost_fixed"),
        ({"call_attempts": "2"}, "/call_attempts"),
        ({"call_attempts": 11}, "/call_attempts"),
        ({"prepay_times": "2"}, "/prepay_times"),
        ({"cod_fee": "fixed"}, "/cod_fee_percent"),
        ({"cod_fee": "high"}, "/cod_fee"),
        ({"currency": "rub"}, "/currency"),
        ({"refuse_above": "1"}, "/refuse_above"),
    ],
)
def test_terms_that_make_no_sense_are_refused_where_they_do_not(
    call: Call, north: Actor, said: dict[str, Any], pointer: str
) -> None:
    answer = call("PUT", "/v1/shop/terms", north.key, json=said)
    assert answer.status_code == 422
    assert [place["pointer"] for place in answer.get_json()["errors"]] == [pointer]


def test_a_new_key_is_shown_once_and_works(call: Call, north: Actor) -> None:
    first = call("POST", "/v1/shop/keys", north.key, json=EVERYTHING, headers=REPEAT)
    issued = first.get_json()
    assert first.status_code == 201
    assert first.headers["Cache-Control"] == "no-store"
    assert call("GET", "/v1/shop", issued["key"]).get_json()["scopes"] == ["lookup", "report"]
    listed = call("GET", "/v1/shop/keys", north.key).get_json()["data"]
    assert {key["id"] for key in listed} == {north.key_id, issued["id"]}
    assert all("key" not in key for key in listed)


def test_a_repeat_is_the_same_key_without_its_text(
    call: Call, north: Actor, app: Flask, session: Session
) -> None:
    first = call("POST", "/v1/shop/keys", north.key, json=EVERYTHING, headers=REPEAT).get_json()
    again = call("POST", "/v1/shop/keys", north.key, json=EVERYTHING, headers=REPEAT)
    assert again.status_code == 201
    assert again.get_json() == first | {"key": None}
    stored = session.scalars(select(IdempotencyRow.response)).one()
    assert first["key"].encode() not in stored
    assert len(call("GET", "/v1/shop/keys", north.key).get_json()["data"]) == 2


def test_a_key_is_not_issued_without_an_idempotency_key(call: Call, north: Actor) -> None:
    answer = call("POST", "/v1/shop/keys", north.key, json=EVERYTHING)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "idempotency_key_missing")


def test_a_third_key_is_refused_until_one_is_revoked(call: Call, north: Actor) -> None:
    second = call("POST", "/v1/shop/keys", north.key, json=EVERYTHING, headers=REPEAT).get_json()
    other = {"Idempotency-Key": "second"}
    third = call("POST", "/v1/shop/keys", north.key, json=EVERYTHING, headers=other)
    assert (third.status_code, third.get_json()["code"]) == (409, "key_limit")
    assert call("DELETE", f"/v1/shop/keys/{second['id']}", north.key).status_code == 204
    mended = call("POST", "/v1/shop/keys", north.key, json=EVERYTHING, headers=other)
    assert mended.status_code == 201


@pytest.mark.parametrize("scopes", [[], ["admin"], "lookup", [None], ["lookup"] * 4, None])
def test_scopes_are_words_of_the_list(call: Call, north: Actor, scopes: object) -> None:
    body = {"scopes": scopes}
    answer = call("POST", "/v1/shop/keys", north.key, json=body, headers=REPEAT)
    assert answer.status_code == 422


def test_what_is_anothers_is_not_found(
    app: Flask, clock: FixedClock, call: Call, north: Actor, south: Actor
) -> None:
    test_key = admit(app, clock, "Тестовая", World.TEST)
    for foreign in (south, test_key):
        answer = call("DELETE", f"/v1/shop/keys/{foreign.key_id}", north.key)
        assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")
        assert call("GET", "/v1/shop", foreign.key).status_code == 200


def test_a_test_key_cannot_touch_the_live_world(
    app: Flask, clock: FixedClock, call: Call, north: Actor
) -> None:
    tester = admit(app, clock, "Тестовая", World.TEST)
    call("PUT", "/v1/shop/terms", tester.key, json={"call_attempts": 5})
    assert call("GET", "/v1/shop", tester.key).get_json()["world"] == "test"
    assert call("GET", "/v1/shop/terms", north.key).get_json()["call_attempts"] == 2
