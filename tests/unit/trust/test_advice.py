"""What a shop is told to do, and why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bonafide.protocol.words import Advice, Level, Outcome, Payment, Purpose
from registry.shops.terms import CodFee, Terms
from registry.trust.advice import Because, advise, default_terms
from registry.trust.assessment import Assessment
from registry.trust.exact import exactly
from registry.trust.facts import Fact
from registry.trust.network import Context, Network
from registry.trust.policy import Policy
from registry.trust.rules import assess
from registry.trust.scene import Scene
from registry.trust.texts import text_of


@pytest.fixture
def said(policy: Policy, network: Network, today: date) -> Assessment:
    """A stranger; the tests below give the answer the risk and level that they are about."""
    return assess((), Scene(Context(1, "cod"), network=network, policy=policy, today=today))


@pytest.fixture
def terms(policy: Policy) -> Terms:
    return default_terms(policy.advice)


def at(said: Assessment, times: float, **changes: object) -> Assessment:
    shown = said.risk._replace(estimate=round(0.03 * times, 6))
    return said._replace(risk=shown, **changes)  # type: ignore[arg-type]  # any field of the answer


@pytest.mark.parametrize(
    ("times", "code", "prepay"),
    [
        (1.0, Advice.SHIP, 0),
        (1.49, Advice.SHIP, 0),
        (1.5, Advice.CONFIRM_CALL, 0),
        (3.0, Advice.PART_PREPAY, 30),
        (6.0, Advice.PREPAY, 100),
        (30.0, Advice.PREPAY, 100),
    ],
)
def test_the_default_ladder(
    said: Assessment, terms: Terms, policy: Policy, times: float, code: Advice, prepay: int
) -> None:
    for amount in (None, Decimal(100), Decimal(3490), Decimal(90_000)):
        given = advise(at(said, times), terms, ladder=policy.advice, amount=amount)
        assert (given.code, given.prepay_percent) == (code, prepay)


def test_a_shop_that_loses_more_on_a_failed_order_climbs_the_ladder_sooner(
    said: Assessment, terms: Terms, policy: Policy
) -> None:
    """At 1,600 a failed order costs 800 by default and 1,200 here: half as much again."""
    dear = replace(terms, failure_cost_fixed=Decimal(800))
    amount = Decimal(1600)
    assert advise(at(said, 1.1), terms, ladder=policy.advice, amount=amount).code is Advice.SHIP
    given = advise(at(said, 1.1), dear, ladder=policy.advice, amount=amount)
    assert given.code is Advice.CONFIRM_CALL


def test_what_the_steps_of_the_shown_risk_hide_moves_no_advice(
    fact: Callable[..., Fact], network: Network, terms: Terms, policy: Policy, today: date
) -> None:
    """Else a shop would find the exact risk by moving its own thresholds."""
    scene = Scene(Context(1, "cod"), network=network, policy=policy, today=today)
    lately, earlier = (
        [fact(Outcome.REFUSED, shop=shop, days_ago=days) for shop in (2, 3)] for days in (20, 22)
    )
    assert exactly(lately, scene).risk != exactly(earlier, scene).risk
    first, second = assess(lately, scene), assess(earlier, scene)
    assert first.risk.estimate == second.risk.estimate
    for hundredths in range(110, 400):
        moved = replace(terms, confirm_call_times=Decimal(hundredths) / 100)
        ladder = policy.advice
        assert advise(first, moved, ladder=ladder) == advise(second, moved, ladder=ladder)


def test_a_paid_order_needs_no_advice_about_cash(
    said: Assessment, terms: Terms, policy: Policy
) -> None:
    given = advise(at(said, 9), terms, ladder=policy.advice, payment=Payment.PREPAID)
    assert given.code is Advice.SHIP
    assert given.because == (Because("already_paid"),)


def test_the_shops_own_decision_wins(said: Assessment, terms: Terms, policy: Policy) -> None:
    given = advise(at(said, 9), terms, ladder=policy.advice, override=Advice.SHIP)
    assert given.code is Advice.SHIP
    given = advise(at(said, 1), terms, ladder=policy.advice, override=Advice.PREPAY)
    assert (given.code, given.prepay_percent) == (Advice.PREPAY, 100)


def test_identifiers_that_disagree_are_a_reason_to_call(
    said: Assessment, terms: Terms, policy: Policy
) -> None:
    given = advise(at(said, 1, disagree=True), terms, ladder=policy.advice)
    assert given.code is Advice.CONFIRM_CALL
    assert [each.code for each in given.because] == ["identifiers_disagree", "call_first"]
    worse = advise(at(said, 4, disagree=True), terms, ladder=policy.advice)
    assert worse.code is Advice.PART_PREPAY


def test_above_its_own_limit_a_shop_wants_prepayment_of_all_but_good_records(
    said: Assessment, terms: Terms, policy: Policy
) -> None:
    limited = replace(terms, prepay_above=Decimal(5000))
    for level, amount, code in (
        (Level.UNKNOWN, "5000.01", Advice.PREPAY),
        (Level.UNKNOWN, "5000", Advice.SHIP),
        (Level.GOOD, "9000", Advice.SHIP),
    ):
        given = advise(
            at(said, 1, level=level), limited, ladder=policy.advice, amount=Decimal(amount)
        )
        assert given.code is code


def test_a_fair_fee_covers_the_expected_loss(
    said: Assessment, terms: Terms, policy: Policy
) -> None:
    """.03 / .97 · (25 % of 2,000 + 400) / 2,000 = 1.39 %, rounded up to half a percent."""
    fair = replace(terms, cod_fee=CodFee.FAIR)
    given = advise(at(said, 1), fair, ladder=policy.advice, amount=Decimal(2000))
    assert given.cod_fee_percent == Decimal("1.5")
    assert advise(at(said, 1), terms, ladder=policy.advice).cod_fee_percent == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, Advice.REVIEW),
        ({"level": Level.GOOD}, Advice.COMPENSATE),
        ({"level": Level.WHITE}, Advice.COMPENSATE),
        ({"level": Level.WHITE, "under_review": True}, Advice.REVIEW),
        ({"level": Level.GOOD, "disagree": True}, Advice.REVIEW),
        ({"level": Level.WATCH}, Advice.REVIEW),
        ({"own_history": {"paid": 2}}, Advice.COMPENSATE),
        ({"own_history": {"paid": 2, "refused": 1}}, Advice.REVIEW),
        ({"own_history": {"paid": 1}}, Advice.REVIEW),
    ],
)
def test_a_claim_is_compensated_for_a_good_record_and_looked_at_else(
    said: Assessment, terms: Terms, policy: Policy, changes: dict[str, object], code: Advice
) -> None:
    given = advise(
        at(said, 1, **changes), terms, ladder=policy.advice, purpose=Purpose.COMPENSATION
    )
    assert given.code is code


def test_a_large_claim_is_always_looked_at(said: Assessment, terms: Terms, policy: Policy) -> None:
    limited = replace(terms, compensate_up_to=Decimal(3000))
    good = at(said, 1, level=Level.WHITE)
    for amount, code in (("3000", Advice.COMPENSATE), ("3000.01", Advice.REVIEW)):
        given = advise(
            good,
            limited,
            ladder=policy.advice,
            purpose=Purpose.COMPENSATION,
            amount=Decimal(amount),
        )
        assert given.code is code


def test_every_reason_has_its_sentence_in_both_languages(
    said: Assessment, terms: Terms, policy: Policy
) -> None:
    given = advise(at(said, 4), terms, ladder=policy.advice, amount=Decimal(1000))
    (why,) = given.because
    assert text_of(why.code, "en", dict(why.facts)) == (
        "The expected loss is at least 3 times the usual: about 78.00 RUB."
    )
    assert "3 раза" in text_of(why.code, "ru", dict(why.facts))


def test_round_thresholds_are_written_as_people_write_them(
    said: Assessment, terms: Terms, policy: Policy
) -> None:
    far = replace(terms, prepay_times=Decimal("20.0"))
    given = advise(at(said, 25), far, ladder=policy.advice)
    assert given.because[0].facts["times"] == "20"
