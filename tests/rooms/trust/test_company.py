"""Questions asked at the same moment share a transaction, and nobody gets another one's answer.

One thread does the work of all who ask. Nobody's trouble is another one's.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from threading import get_ident
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from bonafide.protocol.words import World
from registry.kernel import together
from registry.kernel.clock import FixedClock
from registry.kernel.db import db
from registry.kernel.grouped import Turns
from registry.trust import service
from tests.rooms.conftest import Actor, admit
from tests.rooms.keeper import ANNA, BORIS, Keeper


class Gate:
    """Lets the first group go only when others have gathered behind it."""

    def __init__(self) -> None:
        self.groups: list[int] = []
        self.entered, self.go = threading.Event(), threading.Event()

    def before(self, perform: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
        """The same behind the gate; the group is the last of what it is given."""

        def passing(*given: Any) -> list[Any]:
            self.groups.append(len(given[-1]))
            if len(self.groups) == 1:
                self.entered.set()
                self.go.wait(timeout=30)
            return perform(*given)

        return passing


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """In the way of whoever leads; on PostgreSQL it would not be waited for."""
    made = Gate()
    for name in ("_on_postgresql", "_in_one_commit"):
        monkeypatch.setattr(together, name, made.before(getattr(together, name)))
    monkeypatch.setattr(together, "_SOON", 30.0)
    return made


def gathered(engine: Engine, gate: Gate, asks: Sequence[Callable[[], Any]]) -> list[Any]:
    """The answers to the first question, and to the others that gathered while it waited.

    The second one leads those others.
    """
    with ThreadPoolExecutor(len(asks)) as pool:
        first = pool.submit(asks[0])
        gate.entered.wait(timeout=30)
        others = []
        for each in asks[1:]:
            others.append(pool.submit(each))
            while Turns.of(engine).waiting() < len(others):
                threading.Event().wait(0.01)
        gate.go.set()
        return [each.result(timeout=30) for each in (first, *others)]


def telling(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what differs from one question to the next."""
    return {name: value for name, value in answer.items() if name != "id"}


def test_each_of_several_shops_gets_its_own_answer_out_of_a_shared_transaction(
    app: Flask, shop: Keeper, call: Callable[..., Any], south: Actor, gate: Gate
) -> None:
    rival = Keeper(call, south.shop_id, south.key)
    for keeper, orders in ((shop, 3), (rival, 1)):
        for number in range(orders):
            assert keeper.put(f"A-{number}", ANNA).status_code == 201
    assert rival.failed("B-1", BORIS).status_code == 201
    gate.go.set()
    asking = [(keeper, [keeper.ref(who)]) for who in (ANNA, BORIS) for keeper in (shop, rival)]
    alone = [telling(keeper.ask(ref)[0]) for keeper, ref in asking]
    gate.go.clear()
    gate.groups.clear()
    gate.entered.clear()
    asks = [lambda keeper=keeper, ref=ref: keeper.ask(ref)[0] for keeper, ref in asking]
    found = gathered(db.engine, gate, asks)
    assert gate.groups == [1, 3]
    assert [telling(each) for each in found] == alone
    assert len({str(each) for each in alone}) == 4
    for (keeper, _), answer in zip(asking, found, strict=True):
        assert keeper.send("GET", f"/v1/lookups/{answer['id']}").status_code == 200


def test_who_plays_a_failure_or_names_nobody_harms_no_company(
    app: Flask,
    shop: Keeper,
    call: Callable[..., Any],
    clock: FixedClock,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever leads does not fail or dawdle in place of those who are made to."""
    actor = admit(app, clock, "Пробная", World.TEST)
    trial = Keeper(call, actor.shop_id, actor.key)
    busy, slow = [
        {"ref": trial.put(f"A-{n}", f"+7000000000{n}").get_json()["refs"][0]} for n in (7, 9)
    ]
    dawdled: list[int] = []
    monkeypatch.setattr("registry.trust.magic.time.sleep", lambda _: dawdled.append(get_ident()))
    gate.go.set()
    ref, foreign = shop.ref(ANNA), trial.ref("+70000000003")
    gate.go.clear()
    gate.groups.clear()
    gate.entered.clear()
    own: dict[str, int] = {}

    def asking(keeper: Keeper, who: Any) -> Callable[[], Any]:
        def ask() -> Any:
            own[who["ref"]] = get_ident()
            return keeper.send("POST", "/v1/lookups", {"items": [keeper.question([who])]})

        return ask

    asked = [(shop, ref), (shop, ref), (trial, slow), (trial, busy), (shop, foreign)]
    first, last, late, refused, wrong = gathered(db.engine, gate, [asking(*who) for who in asked])
    assert gate.groups == [1, 4]
    assert telling(first.get_json()["data"][0]) == telling(last.get_json()["data"][0])
    assert (refused.status_code, refused.get_json()["code"]) == (429, "simulated_rate_limit")
    assert wrong.get_json()["data"][0]["error"]["code"] == "ref_invalid"
    assert late.status_code == 200
    assert dawdled == [own[slow["ref"]]]


def test_who_leads_needs_nothing_of_the_requests_whose_work_it_does(
    app: Flask, shop: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a thread that knows of no request, and no application, the same is answered."""
    shop.failed("A-1", ANNA)
    refs = [[shop.ref(ANNA)], [shop.ref(BORIS), shop.ref(ANNA)]]
    alone = [telling(each) for each in shop.ask(*refs)]

    def elsewhere(work: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any) -> Any:
            with ThreadPoolExecutor(1) as pool:
                return pool.submit(work, *given).result(timeout=30)

        return done

    def log_and_read(session: Any, questions: int, wanted: Any, make: Any) -> Any:
        return together.log_and_read(session, questions, elsewhere(wanted), elsewhere(make))

    monkeypatch.setattr(service, "log_and_read", log_and_read)
    assert [telling(each) for each in shop.ask(*refs)] == alone


def test_a_batch_waits_for_nobody_where_the_database_takes_several_writers(
    app: Flask, shop: Keeper, gate: Gate
) -> None:
    gate.go.set()
    refs = [shop.ref(ANNA), shop.ref(BORIS)]
    gate.go.clear()
    gate.groups.clear()
    gate.entered.clear()
    with ThreadPoolExecutor(2) as pool:
        held = pool.submit(shop.ask, [refs[0]])
        gate.entered.wait(timeout=30)
        batch = pool.submit(shop.ask, *([refs[number % 2]] for number in range(20)))
        done, _ = wait([batch], timeout=2)
        assert (batch in done) is (db.engine.dialect.name == "postgresql")
        gate.go.set()
        assert len(batch.result(timeout=30)) == 20
        assert len(held.result(timeout=30)) == 1
