"""Who opted out or was erased is left alone; imports spend an allowance; texts for the customer."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.identifiers import marking
from registry.identifiers.magic import IDS
from registry.identifiers.models import Identifier
from registry.inquiries.service import Account, grant_import
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.reports.models import History, OrderGuard, Report
from tests.rooms.keeper import ANNA, BORIS, TODAY, Keeper

ADDRESS = "anna@example.org"


def mark(kind: str, **said: Any) -> None:
    """Write a flag of a customer onto the identifiers of one kind."""
    with transaction() as session:
        session.execute(update(Identifier).where(Identifier.kind == kind).values(**said))


def forget(kind: str, on: date) -> None:
    """Erase as a customer does: rows gone at once, the day kept."""
    with transaction() as session:
        ids = session.scalars(select(Identifier.id).where(Identifier.kind == kind)).all()
        session.query(History).where(History.identifier_id.in_(ids)).delete()
        for each in ids:
            if each not in IDS:
                marking.start_anew(session, each, on=on, opted_out=True)


def test_reports_on_the_opted_out_are_ignored_and_leave_nothing(
    shop: Keeper, session: Session
) -> None:
    shop.ask(ANNA)
    mark("phone", opted_out=True)
    answer = shop.failed("A-1", ANNA)
    body = answer.get_json()
    assert answer.status_code == 200
    assert (body["id"], body["state"], body["ignored"]) == (None, None, "opted_out")
    for table in (Report, History, OrderGuard):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_correction_is_taken_though_the_person_opted_out_since(shop: Keeper) -> None:
    shop.failed("A-1", ANNA)
    mark("phone", opted_out=True)
    milder = shop.put("A-1", ANNA, revision=2)
    assert (milder.get_json()["ignored"], milder.get_json()["revision"]) == (None, 2)
    assert shop.send("POST", "/v1/reports/find", {"order_ref": "A-1"}).get_json()["outcome"] == (
        "paid"
    )


def test_a_repeat_stays_one_when_an_identifier_opted_out_since(shop: Keeper) -> None:
    both = shop.elements(ANNA, ADDRESS)
    first = shop.put("A-1", both).get_json()
    mark("email", opted_out=True)
    again = shop.put("A-1", both)
    assert (again.status_code, again.get_json()["id"]) == (200, first["id"])


def test_only_the_identifier_that_opted_out_is_left_out(shop: Keeper, session: Session) -> None:
    both = shop.elements(ANNA, ADDRESS)
    shop.ask(both)
    mark("email", opted_out=True)
    assert shop.put("A-1", both).status_code == 201
    phone = select(Identifier.id).where(Identifier.kind == "phone", Identifier.world == World.LIVE)
    assert session.scalars(select(History.identifier_id)).all() == session.scalars(phone).all()


def test_reports_from_before_an_erasure_are_ignored_and_later_ones_are_not(
    shop: Keeper, clock: FixedClock
) -> None:
    shop.ask(ANNA)
    forget("phone", TODAY)
    assert shop.put("A-1", ANNA).get_json()["ignored"] == "erased"
    clock.advance(timedelta(days=2))
    later = shop.put("A-1", ANNA, occurred_on=str(TODAY + timedelta(days=1)))
    assert (later.status_code, later.get_json()["ignored"]) == (201, None)


def test_a_correction_writes_nothing_back_to_the_erased(shop: Keeper, session: Session) -> None:
    both = shop.elements(ANNA, ADDRESS)
    shop.put("A-1", both)
    forget("phone", TODAY)
    corrected = shop.failed("A-1", both, revision=2)
    assert (corrected.status_code, corrected.get_json()["revision"]) == (200, 2)
    address = select(Identifier.id).where(Identifier.kind == "email")
    assert session.scalars(select(History.identifier_id)).all() == session.scalars(address).all()
    [stored] = session.scalars(select(Report.identifier_ids)).all()
    assert stored == session.scalars(address).all()


def test_a_later_day_does_not_attach_the_erased_again(shop: Keeper, clock: FixedClock) -> None:
    shop.failed("A-1", ANNA)
    forget("phone", TODAY)
    clock.advance(timedelta(days=2))
    tomorrow = str(TODAY + timedelta(days=1))
    said = {"revision": 2, "occurred_on": tomorrow, "customer_told_on": tomorrow}
    assert shop.failed("A-1", ANNA, **said).get_json()["ignored"] == "erased"
    assert shop.ask(ANNA)[0]["own_history"]["refused"] == 0


def test_a_ref_of_the_erased_is_gone(shop: Keeper) -> None:
    ref = shop.ref(ANNA)
    forget("phone", TODAY)
    gone = shop.put("A-1", [ref])
    assert (gone.status_code, gone.get_json()["code"]) == (410, "ref_gone")
    assert shop.ask([ref])[0]["error"]["code"] == "ref_gone"


def test_what_would_be_deleted_on_arrival_is_not_stored(shop: Keeper) -> None:
    old = str(TODAY - timedelta(days=730))
    assert shop.put("A-1", ANNA, occurred_on=old).get_json()["ignored"] == "expired"
    young = str(TODAY - timedelta(days=729))
    assert shop.put("A-1", ANNA, occurred_on=young).status_code == 201


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"occurred_on": "2026-11-23"}, "/occurred_on"),
        ({"customer_told_on": "2026-11-23"}, "/customer_told_on"),
        ({"customer_told_on": "2026-11-20"}, "/customer_told_on"),
    ],
)
def test_days_that_cannot_be_true_are_refused(
    shop: Keeper, said: dict[str, str], pointer: str
) -> None:
    refused = shop.failed("A-1", ANNA, **said)
    problem = refused.get_json()
    assert (refused.status_code, problem["code"]) == (422, "bad_day")
    assert problem["errors"][0]["pointer"] == pointer


def test_the_shop_gets_a_text_for_its_customer_in_both_languages(shop: Keeper) -> None:
    notice = shop.failed("A-1", ANNA).get_json()["notice"]
    assert "Северная лавка" in notice["ru"]
    assert "21.11.2026" in notice["ru"]
    assert "29.11.2026" in notice["ru"]
    assert "Северная лавка" in notice["en"]
    assert "2026-11-29" in notice["en"]
    assert all(text.endswith("http://127.0.0.1:8080/me") for text in notice.values())
    untold = shop.failed("A-2", ANNA, customer_told_on=None).get_json()
    assert "пока не учитывается" in untold["notice"]["ru"]


@pytest.mark.parametrize("outcome", ["returned", "cancelled"])
def test_neutral_outcomes_need_no_text(shop: Keeper, outcome: str) -> None:
    body = shop.put("A-1", ANNA, outcome=outcome).get_json()
    assert (body["notice"], body["counts_on"]) == (None, "2026-11-22")


def test_an_import_needs_an_allowance_and_spends_it(shop: Keeper) -> None:
    refused = shop.put("A-1", ANNA, imported=True)
    assert (refused.status_code, refused.get_json()["code"]) == (429, "budget_exhausted")
    account = Account(shop.shop_id, World.LIVE)
    with transaction() as session:
        grant_import(session, caller=account, people=1, today=TODAY)
    assert shop.put("A-1", ANNA, imported=True).status_code == 201
    assert shop.put("A-2", ANNA, imported=True).status_code == 201
    assert shop.put("B-1", BORIS, imported=True).status_code == 429
    left = shop.send("GET", "/v1/shop/budgets").get_json()["import_allowance"]
    assert left["people"] == 0


def test_one_batch_may_bring_a_person_in_both_ways(shop: Keeper, session: Session) -> None:
    anna = shop.report("A-1", ANNA)
    body = {"reports": [{**anna, "imported": True}, {**anna, "order_ref": "A-2"}]}
    answer = shop.send("POST", "/v1/reports", body, headers={"Idempotency-Key": "k"})
    refused, taken = answer.get_json()["data"]
    assert refused["error"]["code"] == "budget_exhausted"
    assert taken["state"] == "pending"
    assert session.scalar(select(func.count()).select_from(Identifier)) == 9
    session.rollback()
    assert shop.ask(ANNA)[0]["own_history"]["paid"] == 1


def test_a_refused_stranger_leaves_no_row(shop: Keeper, session: Session) -> None:
    shop.put("A-1", ANNA, imported=True)
    live = select(func.count()).where(Identifier.world == World.LIVE)
    assert session.scalar(live) == 0
