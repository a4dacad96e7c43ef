"""The example that docs/trust.md works out by hand comes out of the code as well."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bonafide.protocol.words import Advice, Evidence, Fault, Level, Outcome
from registry.trust.advice import advise, default_terms
from registry.trust.exact import exactly
from registry.trust.facts import Fact
from registry.trust.network import Context, Network, Rate
from registry.trust.policy import load_policy
from registry.trust.rules import assess
from registry.trust.scene import Scene

TODAY = date(2026, 11, 20)
POLICY = load_policy()
ASKING, A, B, C = 9, 1, 2, 3
NETWORK = Network(base=0.03, shops={ASKING: Rate(bad=3.0, n=40.0, expected=1.2)})
GUIDE = Path(__file__).parents[3] / "docs" / "trust.md"


def fact(number: int, shop: int, outcome: Outcome, age: int, evidence: Evidence) -> Fact:
    day = TODAY - timedelta(days=age)
    counts_on = day + timedelta(days=8)
    return Fact(number, shop, outcome, Fault.CUSTOMER, evidence, "cod", day, day, counts_on)


FACTS = [
    fact(1, A, Outcome.PAID, 270, Evidence.STATEMENT),
    fact(2, B, Outcome.PAID, 135, Evidence.STATEMENT),
    fact(3, A, Outcome.REFUSED, 90, Evidence.COURIER_EVENT),
    fact(4, C, Outcome.REFUSED, 180, Evidence.CALL_RECORD),
]


SCENE = Scene(Context(ASKING, "cod"), network=NETWORK, policy=POLICY, today=TODAY)


def test_the_example_of_the_guide_comes_out_as_it_stands_there() -> None:
    seen, exact = assess(FACTS, SCENE), exactly(FACTS, SCENE)
    assert [SCENE.m, SCENE.p0] == pytest.approx([20, 0.06])
    assert [exact.good, exact.bad] == pytest.approx([1.2071, 0.675], abs=1e-4)
    assert [exact.raw, exact.person_risk] == pytest.approx([0.0857, 0.0583], abs=5e-5)
    assert (seen.level, seen.risk.estimate) == (Level.UNKNOWN, 0.08)
    guide = GUIDE.read_text(encoding="utf-8")
    assert [
        each for each in ("1.2071", "0.675", "0.0857", "0.0583", "0.0694") if each not in guide
    ] == []


def test_the_example_is_advised_as_the_guide_says() -> None:
    terms = default_terms(POLICY.advice)
    given = advise(assess(FACTS, SCENE), terms, ladder=POLICY.advice, amount=Decimal(3490))
    assert given.code is Advice.CONFIRM_CALL


def test_without_the_second_shop_the_first_counts_half() -> None:
    seen = exactly(FACTS[:3], SCENE)
    assert [seen.bad, seen.raw] == pytest.approx([0.25, 0.0676], abs=5e-5)
