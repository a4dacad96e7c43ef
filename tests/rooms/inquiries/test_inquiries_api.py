"""Evaluations, budgets and overrides over HTTP."""

from typing import Any

import pytest
from flask import Flask

from bonafide.protocol import oprf, points
from bonafide.protocol.group import default_group
from bonafide.protocol.words import Kind, World
from registry.identifiers import marking
from registry.identifiers import service as identifiers
from registry.identifiers.models import Identifier
from registry.identifiers.names import make_ref
from registry.identifiers.vault import current_vault
from registry.inquiries import leases
from registry.inquiries.budgets import Budgets, Share
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.web import context
from registry.shops import service as shops
from tests.rooms.conftest import Actor, Call, admit

GROUP = default_group()
BLINDED = [oprf.blind(bytes([n]) * 32, group=GROUP) for n in range(3)]
POINTS = [points.encode(each.point) for each in BLINDED]


def evaluate(call: Call, key: str, sent: list[Any], **more: Any) -> Any:
    return call("POST", "/v1/evaluations", key, json={"points": sent, **more})


def test_what_two_shops_unblind_is_the_same_element(call: Call, north: Actor, south: Actor) -> None:
    other = oprf.blind(bytes(32), group=GROUP)
    mine = evaluate(call, north.key, [points.encode(BLINDED[0].point)]).get_json()
    theirs = evaluate(call, south.key, [points.encode(other.point)]).get_json()
    assert mine["points"] != theirs["points"]
    elements = {
        oprf.unblind(blinded.scalar, points.decode(body["points"][0], group=GROUP), group=GROUP)
        for blinded, body in ((BLINDED[0], mine), (other, theirs))
    }
    assert len(elements) == 1
    assert (mine["epoch"], "proof" in mine) == (1, False)


def test_the_worlds_have_keys_of_their_own(
    app: Flask, clock: FixedClock, call: Call, north: Actor
) -> None:
    tester = admit(app, clock, "Тестовая", World.TEST)
    live = evaluate(call, north.key, POINTS).get_json()["points"]
    test = evaluate(call, tester.key, POINTS).get_json()["points"]
    assert not set(live) & set(test)


def test_a_proof_comes_when_it_is_asked_for(call: Call, north: Actor) -> None:
    assert len(evaluate(call, north.key, POINTS, proof=True).get_json()["proof"]) == 86
    refused = evaluate(call, north.key, POINTS[:1] * 17, proof=True)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "proof_too_large")


@pytest.mark.parametrize(
    "point",
    ["", "A" * 43, "A" * 42, "A" * 44, "_" * 43, POINTS[0] + "=", "\u0661" * 43],
    ids=["empty", "identity", "short", "long", "no point", "padded", "other digits"],
)
def test_a_bad_point_is_named_by_its_place(call: Call, north: Actor, point: str) -> None:
    answer = evaluate(call, north.key, [POINTS[0], point])
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_point")
    assert [place["pointer"] for place in answer.get_json()["errors"]] == ["/points/1"]


@pytest.mark.parametrize("sent", [[], ["x"] * 1_001, [None], [1], "x", None])
def test_points_are_a_list_of_one_to_a_thousand_texts(call: Call, north: Actor, sent: Any) -> None:
    assert evaluate(call, north.key, sent).status_code == 422


def test_a_key_that_may_only_manage_may_not_evaluate(
    app: Flask, clock: FixedClock, call: Call, north: Actor
) -> None:
    body = {"scopes": ["manage"]}
    headers = {"Idempotency-Key": "k"}
    key = call("POST", "/v1/shop/keys", north.key, json=body, headers=headers).get_json()["key"]
    answer = evaluate(call, key, POINTS)
    assert (answer.status_code, answer.get_json()["scope"]) == (403, "lookup or report")


def test_a_used_up_budget_is_429_with_the_time_to_wait(
    app: Flask, call: Call, north: Actor, south: Actor
) -> None:
    leases.register(app, budgets=Budgets(points=Share(2, 4)))
    assert evaluate(call, north.key, POINTS).status_code == 200
    refused = evaluate(call, north.key, POINTS)
    assert refused.status_code == 429
    assert 43_000 < int(refused.headers["Retry-After"]) <= 43_200
    assert {name: refused.get_json()[name] for name in ("code", "budget", "left")} == {
        "code": "budget_exhausted",
        "budget": "points",
        "left": 1,
    }
    assert evaluate(call, south.key, POINTS).status_code == 200
    assert evaluate(call, north.key, POINTS[:1]).status_code == 200


def test_a_shop_sees_what_is_left(call: Call, north: Actor) -> None:
    evaluate(call, north.key, POINTS)
    body = call("GET", "/v1/shop/budgets", north.key).get_json()
    assert body["budgets"] == [
        {"name": "contacts", "limit": 1_000, "used": 0, "left": 1_000},
        {"name": "points", "limit": 4_000, "used": 10, "left": 3_990},
        {"name": "lookups", "limit": 40_000, "used": 0, "left": 40_000},
    ]
    assert body["import_allowance"] == {"people": 0, "points": 0}
    assert body["renewed_at"] == "2026-11-22T00:00:00+00:00"


@pytest.fixture
def person(app: Flask, clock: FixedClock) -> int:
    """An identifier that exists."""
    with app.app_context(), transaction() as session:
        row = Identifier(
            id=1 << 40,
            world=World.LIVE,
            kind=Kind.PHONE,
            created_on=clock.now().date(),
            frozen=False,
            opted_out=False,
            shared=False,
        )
        session.add(row)
    return 1 << 40


def ref_of(app: Flask, shop: Actor, identifier_id: int) -> str:
    with app.app_context():
        ring = context.keyring()
        return make_ref(ring, shop.world, identifier_id=identifier_id, shop_id=shop.shop_id)


def overrides(app: Flask, shop: Actor, identifier_id: int) -> dict[int, str]:
    with app.app_context(), transaction() as session:
        found = shops.find_overrides(session, shop.shop_id, [identifier_id])
    return {each: str(advice) for each, advice in found.items()}


def test_an_override_is_set_replaced_and_taken_back(
    app: Flask, call: Call, north: Actor, person: int
) -> None:
    path = f"/v1/shop/overrides/{ref_of(app, north, person)}"
    for advice in ("prepay", "ship"):
        answer = call("PUT", path, north.key, json={"advice": advice})
        assert (answer.status_code, answer.get_json()["advice"]) == (200, advice)
        assert overrides(app, north, person) == {person: advice}
    with app.app_context():
        opened = identifiers.id_of_ref(
            current_vault(),
            answer.get_json()["ref"],
            shop_id=north.shop_id,
            world=World.LIVE,
        )
    assert opened == person
    for _ in range(2):
        assert call("DELETE", path, north.key).status_code == 204
    assert overrides(app, north, person) == {}


@pytest.mark.parametrize("advice", ["refuse", "compensate", "", None, 1])
def test_a_shop_cannot_decide_what_is_no_advice(
    app: Flask, call: Call, north: Actor, person: int, advice: Any
) -> None:
    path = f"/v1/shop/overrides/{ref_of(app, north, person)}"
    assert call("PUT", path, north.key, json={"advice": advice}).status_code == 422


def test_another_shops_ref_names_nobody(
    app: Flask, call: Call, north: Actor, south: Actor, person: int
) -> None:
    path = f"/v1/shop/overrides/{ref_of(app, north, person)}"
    answer = call("PUT", path, south.key, json={"advice": "prepay"})
    assert answer.get_json()["code"] == "ref_invalid"
    assert 400 <= answer.status_code < 500
    assert overrides(app, south, person) == {}


def test_a_person_who_was_erased_is_gone(
    app: Flask, clock: FixedClock, call: Call, north: Actor, person: int
) -> None:
    path = f"/v1/shop/overrides/{ref_of(app, north, person)}"
    with app.app_context(), transaction() as session:
        marking.start_anew(session, person, on=clock.now().date(), opted_out=False)
    answer = call("PUT", path, north.key, json={"advice": "prepay"})
    assert (answer.status_code, answer.get_json()["code"]) == (410, "ref_gone")


@pytest.mark.parametrize("ref", ["x", "A" * 44, "A" * 5_000, "%00", "\u0661" * 44])
def test_nonsense_for_a_ref_is_refused(call: Call, north: Actor, ref: str) -> None:
    answer = call("PUT", f"/v1/shop/overrides/{ref}", north.key, json={"advice": "prepay"})
    assert 400 <= answer.status_code < 500
