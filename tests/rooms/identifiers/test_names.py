"""Three ways to name a person lead to one row; refs are a shop's own; worlds never meet."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bonafide.protocol import points
from bonafide.protocol.base64url import pack, unpack
from bonafide.protocol.group import default_group
from bonafide.protocol.words import World
from registry.identifiers import marking
from registry.identifiers.models import Identifier, IdentifierTag
from registry.identifiers.vault import current_vault
from registry.inquiries import leases
from registry.inquiries.budgets import Budgets, Share
from registry.kernel import keys
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.shops import service as shops
from registry.shops.rules import Standing
from tests.rooms.conftest import Call, admit
from tests.rooms.keeper import ANNA, BORIS, TODAY, Keeper, digest_of, hashed

ADDRESS = "anna@example.org"
LONGER_THAN_BELIEVED = timedelta(seconds=4)


def live_rows(session: Session) -> int:
    found = session.scalar(select(func.count()).where(Identifier.world == World.LIVE)) or 0
    session.rollback()
    return found


def code_of(keeper: Keeper, name: dict[str, Any]) -> tuple[int, str]:
    """How a lookup item and a report answer a name; both must say the same."""
    problem = keeper.ask([name])[0]["error"]
    answer = keeper.put("X-1", [name])
    assert answer.get_json()["code"] == problem["code"]
    return answer.status_code, problem["code"]


def allow_digests(keeper: Keeper, clock: FixedClock) -> None:
    with transaction() as session:
        shops.set_direct_tier(session, keeper.shop_id, allowed=True)
    clock.advance(LONGER_THAN_BELIEVED)


@pytest.mark.parametrize("value", [ANNA, ADDRESS])
def test_element_digest_and_ref_lead_to_the_same_row(
    shop: Keeper, clock: FixedClock, session: Session, value: str
) -> None:
    allow_digests(shop, clock)
    by_element = shop.ask(value)[0]["refs"]
    by_digest = shop.ask([digest_of(value)])[0]["refs"]
    by_ref = shop.ask([{"ref": by_element[0]}])[0]["refs"]
    assert by_element == by_digest == by_ref
    assert live_rows(session) == 1


def points_used(keeper: Keeper) -> int:
    found = keeper.send("GET", "/v1/shop/budgets").get_json()["budgets"]
    used: int = next(each["used"] for each in found if each["name"] == "points")
    return used


def test_points_of_the_direct_tier_stay_spent_when_the_request_is_refused(
    app: Flask, shop: Keeper, clock: FixedClock
) -> None:
    """A report that is bound to be refused would else have any number of digests evaluated."""
    leases.register(app, budgets=Budgets(points=Share(3, 3)))
    allow_digests(shop, clock)
    refused = [shop.put("A-1", [digest_of(ANNA)], revision=7) for _ in range(3)]
    assert {each.get_json()["code"] for each in refused} == {"revision_gap"}
    assert points_used(shop) == 3
    spent = shop.put("A-1", [digest_of(ANNA)], revision=7)
    assert (spent.status_code, spent.get_json()["code"]) == (429, "budget_exhausted")
    assert points_used(shop) == 3


def test_points_of_a_request_that_goes_well_are_spent_once(shop: Keeper, clock: FixedClock) -> None:
    allow_digests(shop, clock)
    assert shop.put("A-1", [digest_of(ANNA)]).status_code == 201
    assert points_used(shop) == 1


def test_a_digest_first_and_an_element_later_is_one_row_for_two_shops(
    shop: Keeper, rival: Keeper, clock: FixedClock, session: Session
) -> None:
    allow_digests(shop, clock)
    shop.put("A-1", [digest_of(ANNA)])
    rival.ask(ANNA)
    assert live_rows(session) == 1


def test_a_digest_is_only_for_the_direct_tier(shop: Keeper, session: Session) -> None:
    assert code_of(shop, digest_of(ANNA)) == (403, "digest_not_allowed")
    assert live_rows(session) == 0


def test_the_same_value_of_another_kind_is_somebody_else(shop: Keeper, session: Session) -> None:
    phone = shop.element(ANNA)
    shop.ask([phone])
    shop.ask([{**phone, "kind": "email"}])
    assert live_rows(session) == 2


def test_refs_differ_between_shops_and_are_worthless_to_another(
    shop: Keeper, rival: Keeper
) -> None:
    mine, theirs = shop.ref(ANNA), rival.ref(ANNA)
    assert mine != theirs
    assert code_of(rival, mine) == (400, "ref_invalid")


def test_refs_die_with_their_shop(shop: Keeper, rival: Keeper, clock: FixedClock) -> None:
    ref = shop.ref(ANNA)
    with transaction() as session:
        shops.set_standing(session, shop.shop_id, Standing.LEFT, now=clock.now())
    clock.advance(LONGER_THAN_BELIEVED)
    refused = shop.send("POST", "/v1/lookups", {"items": [shop_question(ref)]})
    assert (refused.status_code, refused.get_json()["code"]) == (401, "unauthenticated")
    assert code_of(rival, ref) == (400, "ref_invalid")


def shop_question(ref: dict[str, Any]) -> dict[str, Any]:
    said = {"order_ref": "Q", "purpose": "dispatch", "payment": "cod"}
    return {"identifiers": [ref], **said}


def test_a_ref_of_a_retired_key_is_stale_and_a_fresh_one_comes_with_every_answer(
    shop: Keeper, key_dir: Path
) -> None:
    old = shop.ref(ANNA)
    keys.add(key_dir, "live", "ref", make_oprf=default_group().random_scalar)
    fresh = {"ref": shop.ask([old])[0]["refs"][0]}
    assert fresh != old
    keys.retire(key_dir, "live", "ref", 1)
    assert code_of(shop, old) == (409, "ref_stale")
    assert shop.ask([fresh])[0]["refs"] == [fresh["ref"]]


def test_a_ref_of_an_erased_person_is_gone_and_the_element_is_not(
    shop: Keeper, session: Session
) -> None:
    ref = shop.ref(ANNA)
    anna = session.scalars(select(Identifier.id).where(Identifier.world == World.LIVE)).one()
    marking.start_anew(session, anna, on=TODAY, opted_out=False)
    session.commit()
    assert code_of(shop, ref) == (410, "ref_gone")
    [answer] = shop.ask(ANNA)
    assert (answer["level"], answer["refs"] == [ref["ref"]]) == ("unknown", False)
    assert "error" not in shop.ask([{"ref": answer["refs"][0]}])[0]


def test_a_ref_of_a_person_who_is_no_more_is_gone(shop: Keeper, session: Session) -> None:
    ref = shop.ref(ANNA)
    session.query(Identifier).where(Identifier.world == World.LIVE).delete()
    session.commit()
    assert code_of(shop, ref) == (410, "ref_gone")


def test_the_worlds_never_meet(
    app: Flask, call: Call, clock: FixedClock, shop: Keeper, session: Session
) -> None:
    tester = admit(app, clock, "Пробная", World.TEST)
    trial = Keeper(call, tester.shop_id, tester.key)
    assert shop.element(ANNA)["element"] != trial.element(ANNA)["element"]
    ref = shop.ref(ANNA)
    assert code_of(trial, ref) == (400, "ref_invalid")
    trial.put("A-1", ANNA)
    assert shop.ask(ANNA)[0]["own_history"]["paid"] == 0
    params = [keeper.send("GET", "/v1/params").get_json() for keeper in (shop, trial)]
    assert params[0]["public_key"] != params[1]["public_key"]
    assert params[0]["canary"] != params[1]["canary"]
    session.rollback()
    assert live_rows(session) == 1


def test_an_element_of_the_other_world_is_a_stranger(
    app: Flask, call: Call, clock: FixedClock, shop: Keeper
) -> None:
    tester = admit(app, clock, "Пробная", World.TEST)
    trial = Keeper(call, tester.shop_id, tester.key)
    shop.put("A-1", ANNA)
    trial.element(BORIS)
    assert trial.ask([shop.element(ANNA)])[0]["level"] == "unknown"


def test_an_epoch_that_never_was_is_refused(shop: Keeper) -> None:
    element = shop.element(ANNA)
    for epoch in (0, 2, 65_535):
        assert code_of(shop, {**element, "epoch": epoch}) == (400, "epoch_unknown")


def _flip(text: str) -> str:
    return ("B" if text[0] != "B" else "C") + text[1:]


MUTATIONS: list[tuple[str, Callable[[str], str]]] = [
    ("cut", lambda text: text[:-1]),
    ("longer", lambda text: text + "A"),
    ("padded", lambda text: text + "="),
    ("blank", lambda _: ""),
    ("zeros", lambda _: pack(bytes(32))),
    ("ones", lambda _: pack(b"\xff" * 32)),
    ("other alphabet", lambda text: "+/" + text[2:]),
    ("not ascii", lambda text: "ы" + text[1:]),
    ("trailing bits", lambda text: text[:-1] + _other_last(text[-1])),
]


def _other_last(last: str) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return alphabet[alphabet.index(last) ^ 1]


def test_an_element_that_is_no_point_is_refused(shop: Keeper, session: Session) -> None:
    good = shop.element(ANNA)
    for name, mutate in MUTATIONS:
        bad = mutate(good["element"])
        assert code_of(shop, {**good, "element": bad}) == (400, "bad_point"), name
        refused = shop.send("POST", "/v1/evaluations", {"points": [good["element"], bad]})
        problem = refused.get_json()
        assert (refused.status_code, problem["code"]) == (400, "bad_point"), name
        assert problem["errors"][0]["pointer"] == "/points/1", name
    assert live_rows(session) == 0


def test_a_ref_with_a_wrong_bit_is_refused(shop: Keeper) -> None:
    ref = shop.ref(ANNA)["ref"]
    for name, mutate in [*MUTATIONS[:-1], ("flipped", _flip)]:
        assert code_of(shop, {"ref": mutate(ref)}) == (400, "ref_invalid"), name


def test_a_ref_of_a_key_that_never_was_is_refused(shop: Keeper) -> None:
    packed = unpack(shop.ref(ANNA)["ref"], size=33)
    for key_id in (0, 2, 255):
        forged = pack(bytes([key_id]) + packed[1:])
        assert code_of(shop, {"ref": forged}) == (400, "ref_invalid")


def test_elements_that_nobody_evaluated_make_no_rows(
    app: Flask, shop: Keeper, session: Session
) -> None:
    group = current_vault().group
    made_up = {"kind": "phone", "element": points.encode(group.hash_to_group(b"x")), "epoch": 1}
    assert code_of(shop, made_up) == (429, "budget_exhausted")
    assert live_rows(session) == 0


def test_neither_value_nor_digest_nor_element_is_stored(shop: Keeper, session: Session) -> None:
    element = shop.element(ANNA)
    shop.ask([element])
    secrets = [ANNA.encode(), hashed(ANNA)[1], unpack(element["element"], size=32)]
    for table in (Identifier, IdentifierTag):
        for row in session.query(table).all():
            stored = [getattr(row, column.key) for column in table.__table__.columns]
            assert not any(secret in _bytes(value) for secret in secrets for value in stored)


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
