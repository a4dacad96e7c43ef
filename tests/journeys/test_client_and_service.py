"""The client against the service itself, without a socket between them."""

from collections.abc import Iterator

import httpx2
import pytest
from flask import Flask

from bonafide import (
    Conflict,
    ItemError,
    Level,
    NotFound,
    Question,
    RateLimited,
    Registry,
    Report,
    ReportReceipt,
    ServerFailed,
    TrustAnswer,
)
from bonafide.protocol.words import World
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.web import context
from registry.shops import service as shops
from registry.shops.rules import Scope, Standing

ANNA = "+79161234567"
BORIS = "+79031112233"


def key_of_a_shop(clock: FixedClock, world: World) -> str:
    with transaction() as session:
        shop = shops.add_shop(session, "Лавка", now=clock.now(), standing=Standing.ACTIVE)
        key = shops.issue_key(
            session,
            shop.shop_id,
            world=world,
            scopes=list(Scope),
            keyring=context.keyring(),
            now=clock.now(),
        )
        return key.text


def client(app: Flask, key: str, *, patience: float = 30) -> Registry:
    return Registry(
        key,
        "http://registry.test",
        transport=httpx2.WSGITransport(app=app),
        on_failure="raise",
        timeout=20,
        budget=patience,
    )


@pytest.fixture
def live(app: Flask, clock: FixedClock) -> Iterator[Registry]:
    """A shop's client in the live world."""
    with client(app, key_of_a_shop(clock, World.LIVE)) as registry:
        yield registry


def test_a_shop_reports_and_then_knows_its_customer(live: Registry, clock: FixedClock) -> None:
    today = clock.now().date()
    first = live.look_up(ANNA, "anna@example.org", order_ref="A-1", amount="3490.00")
    assert first.level is Level.UNKNOWN
    receipt = live.report(
        ANNA, order_ref="A-1", outcome="paid", amount=3490, lookup=first.id, occurred_on=today
    )
    again = live.report(
        ANNA, order_ref="A-1", outcome="paid", amount=3490, lookup=first.id, occurred_on=today
    )
    assert (receipt.id, receipt.revision) == (again.id, 1)
    assert live.look_up("8 916 123-45-67", order_ref="A-2").own_history["paid"] == 1
    with pytest.raises(Conflict):
        live.report(ANNA, order_ref="A-1", outcome="refused", amount=3490, occurred_on=today)


def test_a_report_is_taken_back(live: Registry, clock: FixedClock) -> None:
    today = clock.now().date()
    live.report(BORIS, order_ref="A-1", outcome="refused", amount=1, occurred_on=today)
    assert live.retract("A-1").state == "retracted"
    found = live.find_report("A-1")
    assert found is not None
    assert found.revision == 2
    with pytest.raises(NotFound):
        live.retract("B-1")


def test_batches_answer_every_item(live: Registry, clock: FixedClock) -> None:
    today = clock.now().date()
    reports = [
        Report(phone=ANNA, order_ref="A-1", outcome="paid", amount=1, occurred_on=today),
        Report(phone=ANNA, order_ref="A-2", outcome="paid", amount=1, segment="не годится"),
    ]
    results = live.report_many(reports)
    assert [type(each) for each in results] == [ReportReceipt, ItemError]
    answers = live.look_up_many([Question(phone=p, order_ref="A-9") for p in (ANNA, BORIS, "0")])
    assert [type(each) for each in answers] == [TrustAnswer, TrustAnswer, ItemError]


def test_the_shops_own_pages_are_read(live: Registry) -> None:
    assert live.shop()["name"] == "Лавка"
    terms = dict(live.terms()) | {"call_attempts": 3}
    terms.pop("updated_at", None)
    assert live.put_terms(terms)["call_attempts"] == 3
    assert {each["name"] for each in live.budgets()["budgets"]}
    assert live.try_key().proofs


def test_the_magic_people_of_the_test_world_answer(app: Flask, clock: FixedClock) -> None:
    key = key_of_a_shop(clock, World.TEST)
    with client(app, key) as registry:
        levels = [registry.look_up(f"+7000000000{n}", order_ref="A-1").level for n in (1, 2, 3)]
        assert levels == [Level.GOOD, Level.WATCH, Level.UNKNOWN]
        assert registry.look_up("+70000000005", order_ref="A-1").opted_out
    for person, failure in ((7, RateLimited), (8, ServerFailed)):
        with client(app, key, patience=1) as registry, pytest.raises(failure):
            registry.look_up(f"+7000000000{person}", order_ref="A-1")


def test_a_pinned_world_is_not_mistaken_for_another(app: Flask, clock: FixedClock) -> None:
    shared: dict[str, str] = {}
    for world in World:
        key = key_of_a_shop(clock, world)
        with Registry(
            key,
            "http://registry.test",
            transport=httpx2.WSGITransport(app=app),
            ref_cache=shared,
            on_failure="raise",
        ) as registry:
            assert registry.look_up(ANNA, order_ref="A-1").source == "registry"
    assert len(shared) == 4
