"""An order that arrives many times at once is one report with one answer."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bonafide.protocol.group import default_group
from bonafide.protocol.words import World
from registry.kernel import keys
from registry.kernel.ids import new_id
from registry.reports import store
from registry.reports.models import History, OrderGuard, Report
from tests.rooms.keeper import ANNA, Keeper
from tests.rooms.threads import at_once

THREADS = 16


def count(session: Session, table: Any) -> int:
    session.rollback()
    found = session.scalar(select(func.count()).select_from(table)) or 0
    session.rollback()
    return found


def patient(send: Callable[[], Any]) -> Any:
    """The answer once nothing is in flight any more."""
    for _ in range(200):
        answer = send()
        if answer.status_code != 409:
            return answer
        assert answer.get_json()["code"] == "idempotency_in_flight"
        time.sleep(0.02)
    raise AssertionError("still in flight")


def test_sixteen_threads_with_one_key_are_one_report(shop: Keeper, session: Session) -> None:
    body = {"reports": [shop.report("A-1", ANNA)]}

    def send(_: int) -> Any:
        headers = {"Idempotency-Key": "one"}
        return patient(lambda: shop.send("POST", "/v1/reports", body, headers=headers))

    answers = at_once(THREADS, send)
    assert {each.status_code for each in answers} == {200}
    assert len({each.get_data() for each in answers}) == 1
    assert (count(session, Report), count(session, History)) == (1, 1)


def test_sixteen_threads_with_sixteen_keys_are_one_report(shop: Keeper, session: Session) -> None:
    body = {"reports": [shop.report("A-1", ANNA), shop.report("A-2", ANNA)]}

    def send(index: int) -> Any:
        backwards = {"reports": body["reports"][:: 1 if index % 2 else -1]}
        headers = {"Idempotency-Key": f"key-{index}"}
        answer = shop.send("POST", "/v1/reports", backwards, headers=headers)
        assert "error" not in answer.get_data(as_text=True), answer.get_data(as_text=True)
        return sorted(each["id"] for each in answer.get_json()["data"])

    answers = at_once(THREADS, send)
    assert len({tuple(each) for each in answers}) == 1
    assert (count(session, Report), count(session, History)) == (2, 2)
    assert shop.ask(ANNA)[0]["own_history"]["paid"] == 2


def test_sixteen_puts_are_one_report(shop: Keeper, session: Session) -> None:
    body = shop.report("A-1", ANNA)
    answers = at_once(THREADS, lambda _: shop.send("PUT", "/v1/reports", body))
    assert len({str(each.get_json()) for each in answers}) == 1
    assert sorted(each.status_code for each in answers) == [200] * 15 + [201]
    assert count(session, Report) == 1


def test_of_sixteen_different_corrections_one_is_taken(shop: Keeper, session: Session) -> None:
    shop.put("A-1", ANNA)
    ref = shop.ref(ANNA)

    def correct(index: int) -> int:
        said = {"segment": f"s-{index}", "revision": 2}
        return shop.put("A-1", [ref], **said).status_code

    assert sorted(at_once(THREADS, correct)) == [200] + [409] * 15
    assert count(session, History) == 1


def test_a_claim_that_forgets_the_guard_would_be_seen(
    shop: Keeper, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "guarded", lambda *_: {})
    monkeypatch.setattr(store, "claim", forgetful_claim)
    body = shop.report("A-1", ANNA)
    at_once(4, lambda _: shop.send("PUT", "/v1/reports", body))
    assert count(session, Report) > 1


def forgetful_claim(
    session: Session, shop_id: int, orders: list[store.Order]
) -> dict[store.Order, tuple[int, bool]]:
    """A claim as somebody would write it who trusts that clients never repeat themselves."""
    return {order: (new_id(), True) for order in orders}


def test_the_guard_outlives_a_change_of_its_key(
    app: Flask, shop: Keeper, session: Session, key_dir: Path
) -> None:
    first = shop.put("A-1", ANNA).get_json()
    assert keys.add(key_dir, "live", "order", make_oprf=default_group().random_scalar) == 2
    again = shop.put("A-1", ANNA)
    assert (again.status_code, again.get_json()["id"]) == (200, first["id"])
    found = shop.send("POST", "/v1/reports/find", {"order_ref": "A-1"}).get_json()
    assert found["id"] == first["id"]
    shop.put("A-2", ANNA)
    guards = session.execute(select(OrderGuard.order_key_id)).scalars().all()
    assert sorted(guards) == [1, 1, 2]


def test_a_worker_that_has_not_seen_the_new_order_key_writes_no_second_report(
    shop: Keeper, session: Session, key_dir: Path
) -> None:
    ref = shop.ref(ANNA)
    ring = keys.load(key_dir)
    keys.add(key_dir, "live", "order", make_oprf=default_group().random_scalar)
    both = keys.load(key_dir)
    old, new = (store.make_order(each, World.LIVE, shop.shop_id, "A-1") for each in (ring, both))
    shop.put("A-1", [ref])
    claimed = store.claim(session, shop.shop_id, [old])
    assert claimed == {old: (store.claim(session, shop.shop_id, [new])[new][0], False)}
