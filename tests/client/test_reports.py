"""Reports: what is sent, what comes back, and what a second try does."""

import json
from datetime import date

import pytest

from bonafide import (
    AmountBand,
    Conflict,
    ItemError,
    Misuse,
    NotFound,
    Registry,
    Report,
    ReportReceipt,
    Unavailable,
)
from bonafide._wire import band
from bonafide.testing import FakeRegistry
from tests.client.cast import ANNA, BORIS


def test_an_exact_amount_stays_in_the_shop(fake: FakeRegistry, registry: Registry) -> None:
    registry.report(ANNA, order_ref="A-1", outcome="paid", amount="3490.50")
    assert fake.reports["A-1"]["amount_band"] == "3000-4999"
    assert not any(b"3490" in seen.content for seen in fake.requests)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0, AmountBand.UNDER_500),
        ("499.99", AmountBand.UNDER_500),
        (500, AmountBand.UNDER_1500),
        (49_999, AmountBand.UNDER_50000),
        (50_000, AmountBand.FROM_50000),
    ],
)
def test_bands_begin_where_they_say(amount: str | int, expected: AmountBand) -> None:
    assert band(amount) is expected


def test_a_report_says_only_what_is_known(fake: FakeRegistry, registry: Registry) -> None:
    registry.report(
        BORIS,
        order_ref="A-1",
        outcome="refused",
        fault="customer",
        amount_band="500-1499",
        occurred_on=date(2026, 11, 1),
        told_on=date(2026, 11, 2),
    )
    assert dict(fake.reports["A-1"]) == {
        "order_ref": "A-1",
        "outcome": "refused",
        "fault": "customer",
        "evidence": "statement",
        "payment": "cod",
        "occurred_on": "2026-11-01",
        "amount_band": "500-1499",
        "revision": 1,
        "customer_told_on": "2026-11-02",
    }


def test_the_same_report_twice_is_one(fake: FakeRegistry, registry: Registry) -> None:
    first = registry.report(ANNA, order_ref="A-1", outcome="paid", amount=1)
    second = registry.report(ANNA, order_ref="A-1", outcome="paid", amount=1)
    assert (first.id, first.revision) == (second.id, second.revision)


def test_another_report_needs_the_next_revision(registry: Registry) -> None:
    registry.report(ANNA, order_ref="A-1", outcome="refused", amount=1)
    with pytest.raises(Conflict) as caught:
        registry.report(ANNA, order_ref="A-1", outcome="paid", amount=1)
    assert caught.value.code == "revision_conflict"
    mended = registry.report(ANNA, order_ref="A-1", outcome="paid", amount=1, revision=2)
    assert mended.revision == 2


def test_a_retracted_report_is_a_tombstone(registry: Registry) -> None:
    registry.report(ANNA, order_ref="A-1", outcome="refused", amount=1)
    assert registry.retract("A-1").state == "retracted"
    found = registry.find_report("A-1")
    assert found is not None
    assert (found.revision, found.state) == (2, "retracted")


def test_nothing_is_found_of_an_order_that_was_never_reported(registry: Registry) -> None:
    assert registry.find_report("B-1") is None
    with pytest.raises(NotFound):
        registry.retract("B-1")


def test_a_batch_answers_every_report(fake: FakeRegistry, registry: Registry) -> None:
    given = [
        Report(phone=ANNA, order_ref="A-1", outcome="paid", amount=1),
        Report(phone="none", order_ref="A-2", outcome="paid", amount=1),
        Report(phone=BORIS, order_ref="A-3", outcome="sang", amount=1),
        Report(phone=BORIS, order_ref="A-4", outcome="refused", amount=1),
    ]
    results = registry.report_many(given)
    assert [type(each) for each in results] == [ReportReceipt, ItemError, ItemError, ReportReceipt]
    assert set(fake.reports) == {"A-1", "A-4"}


def test_a_batch_that_is_tried_again_keeps_its_key(fake: FakeRegistry, registry: Registry) -> None:
    registry.look_up(ANNA, order_ref="A-0")
    fake.fail_next(503, times=2)
    registry.report_many([Report(phone=ANNA, order_ref="A-1", outcome="paid", amount=1)])
    keys = [s.headers["idempotency-key"] for s in fake.requests if s.path == "/v1/reports"]
    assert (len(keys), len(set(keys))) == (3, 1)


def test_stale_refs_inside_a_batch_are_mended_one_by_one(
    fake: FakeRegistry, registry: Registry
) -> None:
    registry.look_up(ANNA, order_ref="A-0")
    fake.forget_refs()
    results = registry.report_many(
        [
            Report(phone=ANNA, order_ref="A-1", outcome="paid", amount=1),
            Report(phone=BORIS, order_ref="A-2", outcome="paid", amount=1),
        ]
    )
    assert [type(each) for each in results] == [ReportReceipt, ReportReceipt]
    batches = [json.loads(s.content) for s in fake.requests if s.path == "/v1/reports"]
    assert [len(batch["reports"]) for batch in batches] == [2, 1]


def test_a_report_that_did_not_arrive_is_never_passed_over(fake: FakeRegistry) -> None:
    fake.go_down()
    with fake.client(budget=0.2, on_failure="open") as client, pytest.raises(Unavailable):
        client.report(ANNA, order_ref="A-1", outcome="paid", amount=1)


def test_a_report_without_any_amount_is_misuse(registry: Registry) -> None:
    with pytest.raises(Misuse):
        registry.report(ANNA, order_ref="A-1", outcome="paid")
