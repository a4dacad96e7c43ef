"""Batches: every item answered, a bad one harms no other, one key is one piece of work."""

from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.inquiries import leases
from registry.inquiries.budgets import Budgets
from registry.reports.history import ROWS_OF_SHOP
from registry.reports.models import History, OrderGuard, Report
from registry.reports.schemas import BatchAnswerSchema, ReceiptSchema
from tests.rooms.keeper import ANNA, BORIS, Keeper


def send(shop: Keeper, *reports: Any, key: str = "batch-1") -> Any:
    headers = {"Idempotency-Key": key}
    return shop.send("POST", "/v1/reports", {"reports": list(reports)}, headers=headers)


def test_bad_items_are_answered_where_they_stand(shop: Keeper) -> None:
    anna = shop.report("A-1", ANNA)
    answer = send(
        shop,
        anna,
        {**anna, "order_ref": "A-2", "outcome": "stolen"},
        {**anna, "order_ref": "A-3", "occurred_on": "2027-01-01"},
        {**anna, "order_ref": "A-4", "identifiers": [{"ref": "A" * 44}]},
        {**anna, "order_ref": "A-5", "outcome": "settled"},
        {**anna, "order_ref": "A-6", "revision": 2},
        7,
        {**anna, "order_ref": "A-8"},
    )
    assert answer.status_code == 200
    data = answer.get_json()["data"]
    problems = [
        (each["error"]["code"], each["error"]["errors"][0]["pointer"]) if "error" in each else None
        for each in data
    ]
    assert problems == [
        None,
        ("invalid_request", "/reports/1/outcome"),
        ("bad_day", "/reports/2/occurred_on"),
        ("ref_invalid", "/reports/3/identifiers/0"),
        ("nothing_to_settle", "/reports/4/outcome"),
        ("revision_gap", "/reports/5/revision"),
        ("invalid_request", "/reports/6"),
        None,
    ]
    assert shop.ask(ANNA)[0]["own_history"]["paid"] == 2


def test_what_was_refused_leaves_no_guard_behind(shop: Keeper, session: Session) -> None:
    anna = shop.report("A-1", ANNA)
    send(shop, {**anna, "outcome": "settled"})
    assert session.scalar(select(func.count()).select_from(OrderGuard)) == 0
    session.rollback()
    assert send(shop, anna, key="batch-2").get_json()["data"][0]["revision"] == 1


def test_one_order_twice_in_a_batch_is_taken_in_turn(shop: Keeper) -> None:
    anna = shop.report("A-1", ANNA)
    worse = {**anna, "outcome": "refused", "fault": "customer", "evidence": "photo", "revision": 2}
    data = send(shop, anna, anna, worse, anna).get_json()["data"]
    assert data[0] == data[1]
    assert (data[2]["id"], data[2]["revision"]) == (data[0]["id"], 2)
    assert data[3]["error"]["code"] == "stale_revision"
    own = shop.ask(ANNA)[0]["own_history"]
    assert (own["paid"], own["refused"]) == (0, 1)


def test_an_order_refused_first_may_come_right_in_the_same_batch(shop: Keeper) -> None:
    anna = shop.report("A-1", ANNA)
    data = send(shop, {**anna, "revision": 2}, anna).get_json()["data"]
    assert data[0]["error"]["code"] == "revision_gap"
    assert data[1]["revision"] == 1


def test_a_receipt_is_what_its_schema_describes(shop: Keeper) -> None:
    """The views write it themselves; the schemas would have written the same."""
    blame = {"outcome": "refused", "fault": "customer", "evidence": "courier_event"}
    failed = shop.report("A-2", BORIS, **blame)
    sent = send(shop, shop.report("A-1", ANNA), failed, 7).get_json()
    many, one = BatchAnswerSchema(), ReceiptSchema()
    assert many.dump(many.load(sent)) == sent
    assert [sorted({"error", "notice"} & each.keys()) for each in sent["data"]] == [
        ["notice"],
        ["notice"],
        ["error"],
    ]
    single = shop.failed("A-3", BORIS).get_json()
    assert one.dump(one.load(single)) == single
    assert single["notice"]["ru"]


def test_a_replay_is_the_same_byte_for_byte(shop: Keeper) -> None:
    body = [shop.report("A-1", ANNA), shop.report("A-2", BORIS)]
    first, again = send(shop, *body), send(shop, *body)
    assert first.get_data() == again.get_data()
    assert again.headers["Idempotency-Replayed"] == "true"


def test_the_key_is_needed_and_belongs_to_one_body(shop: Keeper) -> None:
    anna = shop.report("A-1", ANNA)
    missing = shop.send("POST", "/v1/reports", {"reports": [anna]})
    assert (missing.status_code, missing.get_json()["code"]) == (400, "idempotency_key_missing")
    send(shop, anna)
    other = send(shop, {**anna, "segment": "spb"})
    assert (other.status_code, other.get_json()["code"]) == (422, "idempotency_key_reused")


def test_another_key_with_the_same_reports_is_the_same_reports(shop: Keeper) -> None:
    anna = shop.report("A-1", ANNA)
    first, second = send(shop, anna), send(shop, anna, key="batch-2")
    assert first.get_json() == second.get_json()


def test_a_report_names_up_to_four_identifiers_and_counts_once(
    shop: Keeper, session: Session
) -> None:
    four = shop.elements(ANNA, BORIS, "anna@example.org", "boris@example.org")
    answer = shop.put("A-1", [*four, four[0]])
    assert answer.status_code == 422
    receipt = shop.put("A-1", four).get_json()
    assert len(receipt["refs"]) == 4
    assert shop.ask(four)[0]["own_history"]["paid"] == 1
    assert session.scalar(select(func.count()).select_from(Report)) == 1
    assert session.scalar(select(func.count()).select_from(History)) == 4


def test_a_person_named_twice_is_one_identifier(shop: Keeper) -> None:
    anna = shop.element(ANNA)
    receipt = shop.put("A-1", [anna, anna]).get_json()
    assert len(receipt["refs"]) == 1


def test_a_thousand_reports_go_in_one_request(app: Flask, shop: Keeper) -> None:
    leases.register(app, budgets=Budgets(reports_of_person=1_000))
    ref = shop.ref(ANNA)
    body = shop.report("A-0", [ref])
    data = send(shop, *({**body, "order_ref": f"A-{n}"} for n in range(1_000))).get_json()["data"]
    assert [each["revision"] for each in data] == [1] * 1_000
    assert len({each["id"] for each in data}) == 1_000
    assert shop.ask([ref])[0]["own_history"]["paid"] == ROWS_OF_SHOP
    assert send(shop, *([body] * 1_001), key="batch-2").status_code == 422
