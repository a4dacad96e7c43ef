"""However much is reported about one person, a lookup reads a bounded part of it, fairly."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.inquiries import leases
from registry.inquiries.budgets import Budgets
from registry.inquiries.service import Account, grant_import
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.reports import counts
from registry.reports.history import ROWS, ROWS_OF_SHOP
from registry.reports.models import History
from tests.rooms.keeper import ANNA, BORIS, TODAY, Keeper
from tests.rooms.saying import history_row

WHO = 1 << 40
DAY = timedelta(days=1)


def flood(session: Session, shop_id: int, number: int, who: int = WHO) -> None:
    """So many rows of one shop, as if they had been filed over the years."""
    usual: dict[str, Any] = {"outcome": "paid", "fault": "customer", "evidence": "payment_record"}
    usual |= {"payment": "cod", "state": "pending", "elsewhere": True, "imported": False}
    usual |= {"shop_id": shop_id, "identifier_id": who}
    rows = [
        usual
        | {"report_id": shop_id * 1_000_000 + n, "occurred_on": TODAY - n * DAY}
        | {"filed_on": TODAY, "counts_on": TODAY}
        for n in range(number)
    ]
    session.execute(insert(History), list(map(history_row, rows)))


def test_of_a_flood_the_newest_rows_of_a_shop_are_read(session: Session) -> None:
    flood(session, 1, 3 * ROWS_OF_SHOP)
    flood(session, 2, 3)
    read = counts.histories(session, [WHO])[WHO]
    mine = sorted((row.occurred_on for row in read if row.shop_id == 1), reverse=True)
    assert mine == [TODAY - n * DAY for n in range(ROWS_OF_SHOP)]
    assert sum(row.shop_id == 2 for row in read) == 3
    assert list(read.shop_ids) == [1] * ROWS_OF_SHOP + [2] * 3


def test_a_crowd_of_shops_cannot_push_the_word_of_another_one_out_of_sight(
    session: Session,
) -> None:
    for shop_id in range(2, 12):
        flood(session, shop_id, ROWS_OF_SHOP)
    flood(session, 1, 5)
    read = counts.histories(session, [WHO])[WHO]
    assert len(read) == ROWS
    assert sum(row.shop_id == 1 for row in read) == 5


def test_beside_a_flooded_person_everybody_is_read_whole(session: Session) -> None:
    others = [WHO + n for n in range(1, 20)]
    flood(session, 1, 3_000)
    for each in others:
        flood(session, 2, 60, each)
    read = counts.histories(session, [WHO, *others])
    assert {each: len(rows) for each, rows in read.items()} == {
        WHO: ROWS_OF_SHOP,
        **dict.fromkeys(others, 60),
    }


def test_what_is_read_of_nobody_is_nothing(session: Session) -> None:
    assert counts.histories(session, []) == {}
    assert counts.histories(session, [WHO]) == {}


@pytest.fixture
def few(app: Flask) -> None:
    """A policy that lets a shop report one person three times a day."""
    leases.register(app, budgets=Budgets(reports_of_person=3))


@pytest.mark.usefixtures("few")
def test_a_shop_reports_one_person_so_often_a_day_and_another_shop_as_often(
    shop: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    anna = [shop.element(ANNA)]
    assert [shop.put(f"A-{n}", anna).status_code for n in range(3)] == [201] * 3
    refused = shop.put("A-3", anna)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "too_many_reports")
    assert refused.get_json()["limit"] == 3
    assert shop.put("A-2", anna, outcome="returned", revision=2).status_code == 200
    assert shop.put("B-1", BORIS).status_code == 201
    assert rival.put("A-1", ANNA).status_code == 201
    assert shop.ask(anna)[0]["own_history"]["paid"] == 2
    clock.advance(DAY)
    assert shop.put("A-3", anna).status_code == 201


@pytest.mark.usefixtures("few")
def test_in_a_batch_the_reports_beyond_the_limit_are_refused_one_by_one(shop: Keeper) -> None:
    anna = [shop.element(ANNA)]
    batch = [shop.report(f"A-{n}", anna) for n in range(5)] + [shop.report("B-1", BORIS)]
    headers = {"Idempotency-Key": "k"}
    data = shop.send("POST", "/v1/reports", {"reports": batch}, headers=headers).get_json()["data"]
    codes = [each.get("error", {}).get("code") for each in data]
    assert codes == [None, None, None, "too_many_reports", "too_many_reports", None]
    assert data[3]["error"]["errors"][0]["pointer"] == "/reports/3/identifiers"
    assert shop.ask(anna)[0]["own_history"]["paid"] == 3


@pytest.mark.usefixtures("few")
def test_of_an_import_the_days_of_the_orders_are_counted(shop: Keeper) -> None:
    with transaction() as session:
        grant_import(session, caller=Account(shop.shop_id, World.LIVE), people=5, today=TODAY)
    anna = [shop.element(ANNA)]
    days = [str(TODAY - (1 + n // 3) * DAY) for n in range(7)]
    answers = [
        shop.put(f"A-{n}", anna, occurred_on=day, imported=True).status_code
        for n, day in enumerate([*days, days[0]])
    ]
    assert answers == [201] * 7 + [409]
