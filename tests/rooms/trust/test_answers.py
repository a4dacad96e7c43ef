"""The trust answer, field by field, and whose rows speak in it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.identifiers.models import Identifier
from registry.inquiries.models import Inquiry, Lookup
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.reports.models import Report
from registry.shops import service as shops
from registry.shops.rules import Standing
from tests.rooms.conftest import Call, admit
from tests.rooms.keeper import ANNA, BORIS, TODAY, Keeper
from tests.rooms.saying import say

ADDRESS = "anna@example.org"
LONGER_THAN_BELIEVED = timedelta(seconds=4)
NOBODYS = {
    "paid": None,
    "shops": None,
    "unpaid": None,
    "excused": None,
    "pending": None,
    "disputed": None,
    "last_seen": None,
}
NOTHING = dict.fromkeys(
    (
        "paid",
        "refused",
        "no_show",
        "not_collected",
        "returned",
        "cancelled",
        "charged_back",
        "abusive_claim",
        "settled",
    ),
    0,
)


def mark(kind: str = "phone", /, **said: Any) -> None:
    """Write a customer's flag onto the live identifiers of one kind."""
    live = (Identifier.kind == kind, Identifier.world == World.LIVE)
    with transaction() as session:
        session.execute(update(Identifier).where(*live).values(**said))


def codes(answer: dict[str, Any]) -> list[str]:
    return [each["code"] for each in answer["reasons"]]


@pytest.fixture
def third(app: Flask, call: Call, clock: FixedClock) -> Keeper:
    """One shop more."""
    actor = admit(app, clock, "Третья")
    return Keeper(call, actor.shop_id, actor.key)


def test_a_stranger_is_neither_good_nor_bad(shop: Keeper) -> None:
    [answer] = shop.ask(ANNA, amount="3490.00")
    assert answer.pop("id").startswith("lkp_")
    assert len(answer.pop("refs")) == 1
    assert answer.pop("notice").endswith("http://127.0.0.1:8080/me")
    risk = answer.pop("risk")
    assert (risk["estimate"], risk["base"], risk["confidence"]) == (0.03, 0.03, "low")
    assert risk["low"] < 0.03 < risk["high"]
    because = answer["advice"].pop("because")
    assert [each["code"] for each in because] == ["risk_usual"]
    assert answer == {
        "level": "unknown",
        "opted_out": False,
        "evidence": NOBODYS,
        "own_history": NOTHING,
        "white": {"enrolled": False, "since": None, "valid_until": None},
        "advice": {"code": "ship", "prepay_percent": 0, "cod_fee_percent": 0.0},
        "discount": {"eligible": False, "cap_percent": None, "basis": None},
        "reasons": [
            {
                "code": "no_history",
                "text": "Nothing is known about this person. That is neither good nor bad.",
            }
        ],
        "policy": "2026-11",
        "model": "beta-1",
    }


def test_an_enrolled_buyer_of_two_shops_is_white_and_is_itemised(
    shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock
) -> None:
    for n in range(3):
        rival.put(f"A-{n}", ANNA)
    third.put("A-1", ANNA)
    mark(enrolled_on=TODAY, white_since=TODAY, white_until=TODAY + timedelta(days=180))
    clock.advance(timedelta(days=1))
    [answer] = shop.ask(ANNA, purpose="discount")
    assert answer["level"] == "white"
    assert answer["white"] == {"enrolled": True, "since": "2026-11", "valid_until": "2027-05"}
    assert answer["evidence"] == NOBODYS | {
        "paid": "3-9",
        "shops": "2",
        "last_seen": "this quarter",
    }
    assert answer["discount"]["eligible"] is True
    assert codes(answer) == ["paid_elsewhere", "white"]
    assert answer["risk"]["estimate"] <= answer["risk"]["base"]


def test_without_enrolment_paid_orders_elsewhere_move_level_and_risk_only(
    shop: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    for n in range(3):
        rival.put(f"A-{n}", ANNA)
    clock.advance(timedelta(days=1))
    [answer] = shop.ask(ANNA)
    assert (answer["level"], answer["evidence"]) == ("good", NOBODYS)
    assert codes(answer) == ["history_lowers"]
    assert answer["white"]["enrolled"] is False


def test_two_bad_shops_make_a_watch_and_the_ladder_goes_up(
    shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock
) -> None:
    for keeper in (rival, third):
        keeper.failed("A-1", ANNA)
    clock.advance(timedelta(days=8))
    [answer] = shop.ask(ANNA, amount="3490.00")
    assert answer["level"] == "watch"
    assert answer["advice"]["code"] in {"part_prepay", "prepay"}
    assert answer["evidence"] == NOBODYS
    assert codes(answer) == ["watch_confirmed", "history_raises"]


def test_one_shop_alone_makes_no_watch(shop: Keeper, rival: Keeper, clock: FixedClock) -> None:
    for n in range(5):
        rival.failed(f"A-{n}", ANNA)
    clock.advance(timedelta(days=8))
    assert shop.ask(ANNA)[0]["level"] == "unknown"


def test_own_rows_are_exact_at_once_and_others_wait_for_their_day(
    shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock
) -> None:
    for keeper in (rival, third):
        keeper.failed("A-1", ANNA)
    assert rival.ask(ANNA)[0]["own_history"] == NOTHING | {"refused": 1}
    stranger = shop.ask(ANNA)[0]
    assert (stranger["own_history"], codes(stranger)) == (NOTHING, ["no_history"])
    clock.advance(timedelta(days=7))
    assert codes(shop.ask(ANNA)[0]) == ["no_history"]
    clock.advance(timedelta(days=1))
    assert shop.ask(ANNA)[0]["level"] == "watch"


def test_a_paid_order_counts_elsewhere_from_the_next_day(
    shop: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    rival.put("A-1", ANNA)
    assert codes(shop.ask(ANNA)[0]) == ["no_history"]
    clock.advance(timedelta(days=1))
    assert codes(shop.ask(ANNA)[0]) == ["history_lowers"]


def test_soft_evidence_without_a_lookup_before_is_own_history_only(
    shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock
) -> None:
    for keeper in (rival, third):
        keeper.failed("A-1", ANNA, evidence="call_record")
    clock.advance(timedelta(days=8))
    assert codes(shop.ask(ANNA)[0]) == ["no_history"]
    assert rival.ask(ANNA)[0]["own_history"]["refused"] == 1


def test_a_lookup_before_the_day_lets_soft_evidence_count(
    shop: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    lookup = rival.ask(ANNA)[0]["id"]
    other = rival.ask(BORIS)[0]["id"]
    clock.advance(timedelta(days=1))
    tomorrow = str(TODAY + timedelta(days=1))
    said = {"evidence": "photo", "occurred_on": tomorrow, "customer_told_on": tomorrow}
    rows = {
        order: rival.failed(order, ANNA, lookup=named, **said).get_json()["id"]
        for order, named in (("A-1", lookup), ("A-2", other), ("A-3", "lkp_" + "a" * 26))
    }
    elsewhere = [
        rival.send("GET", f"/v1/reports/{each}").get_json()["counts_elsewhere"]
        for each in rows.values()
    ]
    assert elsewhere == [True, False, False]


def test_several_identifiers_are_one_person_and_each_report_counts_once(
    shop: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    both = shop.elements(ANNA, ADDRESS)
    shop.put("A-1", both)
    shop.put("A-2", [both[0]])
    shop.put("A-3", [both[1]])
    assert shop.ask(both)[0]["own_history"]["paid"] == 3
    assert shop.ask(both[::-1])[0]["own_history"]["paid"] == 3
    assert shop.ask([both[0]])[0]["own_history"]["paid"] == 2


def test_identifiers_that_disagree_ask_for_a_call(
    shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock
) -> None:
    for n in range(4):
        rival.put(f"G-{n}", ANNA)
    for keeper in (rival, third):
        keeper.failed("B-1", ADDRESS)
    clock.advance(timedelta(days=8))
    [answer] = shop.ask(shop.elements(ANNA, ADDRESS))
    assert "identifiers_disagree" in codes(answer)
    assert answer["advice"]["code"] != "ship"


@pytest.mark.parametrize(("flag", "code"), [("frozen", "no_history"), ("opted_out", "opted_out")])
def test_a_silent_identifier_takes_its_own_rows_away_and_no_others(
    shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock, flag: str, code: str
) -> None:
    for keeper in (rival, third):
        keeper.failed("A-1", ANNA)
    for n in range(3):
        rival.put(f"G-{n}", ADDRESS)
    clock.advance(timedelta(days=8))
    assert shop.ask(ANNA)[0]["level"] == "watch"
    mark("phone", **{flag: True})
    [alone] = shop.ask(ANNA)
    assert (alone["level"], alone["opted_out"]) == ("unknown", flag == "opted_out")
    assert codes(alone) == [code]
    assert alone["risk"]["estimate"] == 0.03
    assert shop.ask(shop.elements(ANNA, ADDRESS))[0]["level"] == "good"


def test_a_frozen_person_is_answered_word_for_word_like_one_whom_nobody_knows(
    shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock
) -> None:
    for keeper in (rival, third):
        for n in range(3):
            keeper.put(f"A-{n}", ANNA)
    clock.advance(timedelta(days=1))
    white = {"enrolled_on": TODAY, "white_since": TODAY, "white_until": TODAY + timedelta(days=180)}
    mark(**white, level="white")
    assert shop.ask(ANNA)[0]["level"] == "white"
    mark(frozen=True)
    for purpose in ("dispatch", "discount", "compensation"):
        frozen, unknown = (shop.ask(each, purpose=purpose)[0] for each in (ANNA, BORIS))
        for each in (frozen, unknown):
            assert len(each.pop("id")) == len("lkp_") + 26
            assert [len(ref) for ref in each.pop("refs")] == [44]
        assert frozen == unknown
        assert list(frozen) == list(unknown)
        assert "frozen" not in str(frozen)


def test_what_is_silenced_moves_nobodys_level_not_even_through_the_own_shop(
    shop: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    shop.failed("A-1", ANNA)
    rival.failed("A-1", ADDRESS)
    clock.advance(timedelta(days=8))
    mark(frozen=True)
    assert shop.ask(shop.elements(ANNA, ADDRESS))[0]["level"] == "unknown"
    assert rival.ask(rival.elements(ANNA, ADDRESS))[0]["level"] == "unknown"
    assert shop.ask(ANNA)[0]["own_history"]["refused"] == 1


def test_a_report_on_both_still_speaks_through_the_identifier_that_is_not_frozen(
    shop: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    both = rival.elements(ANNA, ADDRESS)
    for n in range(3):
        rival.put(f"A-{n}", both)
    clock.advance(timedelta(days=1))
    mark(frozen=True)
    for order in (both, both[::-1]):
        assert shop.ask(order)[0]["level"] == "good"
        assert rival.ask(order)[0]["level"] == "good"


def test_after_an_erasure_the_level_stays_unknown_for_60_days(
    shop: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    shop.ask(ANNA)
    mark(erased_on=TODAY)
    clock.advance(timedelta(days=2))
    for n in range(3):
        rival.put(f"A-{n}", ANNA, occurred_on=str(TODAY + timedelta(days=1)))
    clock.advance(timedelta(days=57))
    assert shop.ask(ANNA)[0]["level"] == "unknown"
    clock.advance(timedelta(days=1))
    assert shop.ask(ANNA)[0]["level"] == "good"


def test_a_shared_identifier_is_never_white_and_never_watch(
    shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock
) -> None:
    for keeper in (rival, third):
        keeper.failed("A-1", ANNA)
    mark(shared=True, enrolled_on=TODAY)
    clock.advance(timedelta(days=8))
    [answer] = shop.ask(ANNA)
    assert answer["level"] == "unknown"
    assert "shared_identifier" in codes(answer)


def test_a_suspended_shop_is_silent_at_once_and_speaks_again(
    shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock
) -> None:
    for keeper in (rival, third):
        keeper.failed("A-1", ANNA)
    clock.advance(timedelta(days=8))
    assert shop.ask(ANNA)[0]["level"] == "watch"
    for standing, level in ((Standing.SUSPENDED, "unknown"), (Standing.ACTIVE, "watch")):
        with transaction() as session:
            shops.set_standing(session, rival.shop_id, standing, now=clock.now())
        clock.advance(LONGER_THAN_BELIEVED)
        assert shop.ask(ANNA)[0]["level"] == level


def test_a_disputed_or_removed_report_counts_nothing(
    shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock
) -> None:
    for keeper in (rival, third):
        keeper.failed("A-1", ANNA)
    clock.advance(timedelta(days=8))
    for state in ("disputed", "removed"):
        with transaction() as session:
            say(session, state=state)
            session.execute(update(Report).values(state=state))
        assert shop.ask(ANNA)[0]["level"] == "unknown"


def test_every_lookup_is_logged_with_purpose_and_order_as_the_person_will_see_it(
    shop: Keeper, session: Session
) -> None:
    both = shop.elements(ANNA, ADDRESS)
    shop.ask(both, both, purpose="discount", order_ref="a-cart-of-anna")
    lookups = session.scalars(select(Lookup)).all()
    assert {(each.purpose, each.payment, each.world) for each in lookups} == {
        ("discount", "cod", "live")
    }
    assert len({each.order_mac for each in lookups}) == 1
    assert b"a-cart" not in lookups[0].order_mac
    inquiries = session.scalars(select(Inquiry)).all()
    assert len(lookups) == 2
    assert len(inquiries) == 4
    assert {each.shop_id for each in inquiries} == {shop.shop_id}
    assert {each.lookup_id for each in inquiries} == {each.id for each in lookups}


def test_a_bad_item_harms_no_other_and_is_not_logged(shop: Keeper, session: Session) -> None:
    ref = shop.ref(ANNA)
    before = len(session.scalars(select(Lookup)).all())
    session.rollback()
    good = shop.question([ref])
    items = [
        good,
        {**good, "identifiers": [{"ref": "A" * 44}]},
        {**good, "payment": "barter"},
        {**good, "amount": 3490},
        {**good, "identifiers": []},
        None,
        good,
    ]
    data = shop.send("POST", "/v1/lookups", {"items": items}).get_json()["data"]
    pointers = [
        each["error"]["errors"][0]["pointer"] if "error" in each else each["level"] for each in data
    ]
    assert pointers == [
        "unknown",
        "/items/1/identifiers/0",
        "/items/2/payment",
        "/items/3/amount",
        "/items/4/identifiers",
        "/items/5",
        "unknown",
    ]
    assert len(session.scalars(select(Lookup)).all()) == before + 2


def test_a_thousand_people_are_answered_at_once_and_no_more(shop: Keeper) -> None:
    refs = [shop.ref(ANNA), shop.ref(BORIS)]
    shop.put("A-1", [refs[0]])
    answers = shop.ask(*([refs[n % 2]] for n in range(1_000)))
    assert [each["own_history"]["paid"] for each in answers] == [1, 0] * 500
    assert len({each["id"] for each in answers}) == 1_000
    items = [shop.question([refs[0]])] * 1_001
    assert shop.send("POST", "/v1/lookups", {"items": items}).status_code == 422
    assert shop.send("POST", "/v1/lookups", {"items": []}).status_code == 422
