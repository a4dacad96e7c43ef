"""Which lookups met a history, on the day they were made and under each policy."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bonafide.protocol.words import Evidence, Fault, Outcome
from registry.inquiries.asked import PastLookup
from registry.trust.economics.coverage import Covered, count
from registry.trust.facts import Fact
from registry.trust.policy import Negatives, Policy

DAY = date(2026, 11, 2)
ASKED = PastLookup(1, 7, DAY, "dispatch", "cod", None, (100, 101))


def row(shop: int, outcome: str, *, filed: int, counts: int) -> Fact:
    return Fact(
        report_id=shop * 10 + filed,
        shop_id=shop,
        outcome=Outcome(outcome),
        fault=Fault.CUSTOMER,
        evidence=Evidence.COURIER_EVENT,
        payment="cod",
        occurred_on=DAY - timedelta(days=filed),
        filed_on=DAY - timedelta(days=filed),
        counts_on=DAY - timedelta(days=counts),
    )


def covered(
    policy: Policy, *rows: Fact, silenced: frozenset[int] = frozenset(), about: int = 100
) -> Covered:
    found: dict[int, Covered] = {}
    count(found, [ASKED], {about: rows}, silenced=silenced, policy=policy)
    return found[1]


def test_elsewhere_own_and_nothing_are_told_apart(policy: Policy) -> None:
    other, own = row(2, "paid", filed=9, counts=8), row(1, "paid", filed=1, counts=0)
    assert covered(policy, other, own) == Covered(1, elsewhere=1, own_only=0)
    assert covered(policy, own) == Covered(1, elsewhere=0, own_only=1)
    assert covered(policy).nothing == 1
    assert covered(policy, other, about=101).elsewhere == 1


@pytest.mark.parametrize(("filed", "counts"), [(0, -1), (9, -1)])
def test_what_did_not_count_that_day_was_not_met(policy: Policy, filed: int, counts: int) -> None:
    assert covered(policy, row(2, "refused", filed=filed, counts=counts)).elsewhere == 0


def test_neutral_reports_and_silenced_shops_are_no_history(policy: Policy) -> None:
    assert covered(policy, row(2, "returned", filed=9, counts=8)).nothing == 1
    paid = row(2, "paid", filed=9, counts=8)
    assert covered(policy, paid, silenced=frozenset({2})).nothing == 1


def test_under_off_others_failures_are_nobodys_history(policy: Policy) -> None:
    off = replace(policy, negatives=Negatives.OFF)
    bad = row(2, "refused", filed=20, counts=12)
    assert (covered(policy, bad).elsewhere, covered(off, bad).elsewhere) == (1, 0)
    assert covered(off, bad.but(shop_id=1)).own_only == 1
