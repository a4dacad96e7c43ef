"""From a risk to a piece of advice: what it would cost this shop, and the shop's own terms.

The ladder is drawn in multiples of the usual risk, for a failed order that costs what the policy's
defaults say. A shop to which a failed order of this amount costs more climbs it sooner:

    times = risk / base · clamp(cost(amount) / default cost(amount), 1/f, f)

There is no word for refusing: the last step is prepayment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from bonafide.protocol.words import BAD_OUTCOMES, Advice, Level, Payment, Purpose
from registry.shops.terms import Terms
from registry.trust.assessment import Assessment
from registry.trust.policy import Ladder

_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Because:
    """One reason for the advice: a code of ``registry.trust.texts`` and what its text names."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


class AdviceGiven(NamedTuple):
    """What the registry advises and why. ``prepay_percent`` is of the amount."""

    code: Advice
    because: tuple[Because, ...]
    prepay_percent: int = 0
    cod_fee_percent: Decimal = Decimal(0)


_USUAL = (Because("risk_usual"),)
_NO_FEE, _ONE = Decimal(0), Decimal(1)
_SHIP = AdviceGiven(Advice.SHIP, _USUAL)
"""What most are advised: the same one, so that it is written once (wire.py)."""


@lru_cache(maxsize=32)
def default_terms(ladder: Ladder, currency: str = "RUB") -> Terms:
    """The terms of a shop that set none."""
    return Terms(
        currency=currency,
        failure_cost_percent=Decimal(ladder.failure_cost_percent),
        failure_cost_fixed=Decimal(ladder.failure_cost_fixed),
        failure_cost_no_amount=Decimal(ladder.failure_cost_no_amount),
        confirm_call_times=Decimal(str(ladder.confirm_call_times)),
        part_prepay_times=Decimal(str(ladder.part_prepay_times)),
        prepay_times=Decimal(str(ladder.prepay_times)),
        part_prepay_percent=ladder.part_prepay_percent,
        call_attempts=ladder.call_attempts,
    )


def failure_cost(terms: Terms, amount: Decimal | None) -> Decimal:
    """What one failed order of this amount costs the shop, to the cent."""
    if amount is None:
        return terms.failure_cost_no_amount
    cost = amount * terms.failure_cost_percent / _HUNDRED + terms.failure_cost_fixed
    return cost.quantize(_CENT, ROUND_HALF_UP)


def advise(
    assessment: Assessment,
    terms: Terms,
    *,
    ladder: Ladder,
    purpose: Purpose = Purpose.DISPATCH,
    payment: str = Payment.COD,
    amount: Decimal | None = None,
    override: Advice | None = None,
) -> AdviceGiven:
    """Advise the shop. Its own override wins over everything the registry knows."""
    if purpose is Purpose.COMPENSATION:
        return _compensation(assessment, terms, ladder, amount, override)
    fee = _cash_fee(assessment, terms, ladder, payment, amount)
    if override is not None:
        given = (Because("own_override"),)
        return AdviceGiven(override, given, _prepay_percent(override, terms), fee)
    if payment == Payment.PREPAID:
        return AdviceGiven(Advice.SHIP, (Because("already_paid"),))
    code, because = _on_the_ladder(assessment, terms, ladder, amount)
    if code is Advice.SHIP and assessment.disagree:
        code, because = Advice.CONFIRM_CALL, (Because("identifiers_disagree"),)
    if _wants_prepayment(assessment, terms, amount) and code is not Advice.PREPAY:
        code = Advice.PREPAY
        because = (Because("amount_above", {"amount": str(terms.prepay_above)}),)
    if code is Advice.CONFIRM_CALL:
        because = (*because, Because("call_first", {"attempts": str(terms.call_attempts)}))
    if because is _USUAL and fee is _NO_FEE:
        return _SHIP
    return AdviceGiven(code, because, _prepay_percent(code, terms), fee)


def times_usual(
    assessment: Assessment, terms: Terms, ladder: Ladder, amount: Decimal | None
) -> Decimal:
    """How many times the usual expected loss this order carries, the shop's own costs counted.

    From the risk as it is shown: a shop may move its own thresholds at will, and from the exact
    one it would learn by trial what the steps of the shown one hide.
    """
    return _times(assessment.risk.estimate, assessment.risk.base) * _times_as_dear(
        terms, ladder, amount
    )


@lru_cache(maxsize=1024)
def _times(risk: float, base: float) -> Decimal:
    return _decimal(risk) / _decimal(base)


def _times_as_dear(terms: Terms, ladder: Ladder, amount: Decimal | None) -> Decimal:
    """What a failed order costs this shop beside what it costs by default, within limits."""
    usual = default_terms(ladder)
    if terms.currency != "RUB" or terms.costs == usual.costs:
        return _ONE
    factor = failure_cost(terms, amount) / failure_cost(usual, amount)
    most = _decimal(ladder.cost_factor_most)
    return min(most, max(1 / most, factor))


@lru_cache(maxsize=1024)
def _decimal(value: float) -> Decimal:
    """As it is written; the shown risks are few and come again and again."""
    return Decimal(str(value))


def _on_the_ladder(
    assessment: Assessment, terms: Terms, ladder: Ladder, amount: Decimal | None
) -> tuple[Advice, tuple[Because, ...]]:
    times = times_usual(assessment, terms, ladder, amount)
    if times >= terms.prepay_times:
        code, threshold = Advice.PREPAY, terms.prepay_times
    elif times >= terms.part_prepay_times:
        code, threshold = Advice.PART_PREPAY, terms.part_prepay_times
    elif times >= terms.confirm_call_times:
        code, threshold = Advice.CONFIRM_CALL, terms.confirm_call_times
    else:
        return Advice.SHIP, _USUAL
    loss = _decimal(assessment.risk.estimate) * failure_cost(terms, amount)
    facts = {
        "times": f"{threshold.normalize():f}",
        "loss": str(loss.quantize(_CENT, ROUND_HALF_UP)),
        "currency": terms.currency,
    }
    return code, (Because("risk_times_usual", facts),)


def _wants_prepayment(assessment: Assessment, terms: Terms, amount: Decimal | None) -> bool:
    if terms.prepay_above is None or amount is None or amount <= terms.prepay_above:
        return False
    return assessment.level not in {Level.WHITE, Level.GOOD}


def _prepay_percent(code: Advice, terms: Terms) -> int:
    if code is Advice.PREPAY:
        return 100
    return terms.part_prepay_percent if code is Advice.PART_PREPAY else 0


def _cash_fee(
    assessment: Assessment, terms: Terms, ladder: Ladder, payment: str, amount: Decimal | None
) -> Decimal:
    """The fee for cash in percent: the shop's own, or what covers the expected loss.

    fair = risk / (1 − risk) · cost / amount, since only orders that succeed pay it; rounded up to
    half a percent from the risk as shown, and never above the policy's limit.
    """
    if payment != Payment.COD:
        return _NO_FEE
    if terms.cod_fee_percent is not None:
        return terms.cod_fee_percent
    if not terms.cod_fee_fair or not amount:
        return _NO_FEE
    risk = _decimal(assessment.risk.estimate)
    fair = fair_fee_percent(risk, failure_cost(terms, amount), amount)
    return rounded_fee(fair, ladder.fee_most_percent)


def fair_fee_percent(risk: Decimal, cost: Decimal, amount: Decimal) -> Decimal:
    """What covers the expected loss: risk / (1 − risk) · cost / amount, in percent."""
    return risk / (1 - risk) * cost / amount * _HUNDRED


def rounded_fee(fair: Decimal, most_percent: int) -> Decimal:
    """Up to the next half percent, and never above ``most_percent``."""
    halves = (fair / _HALF).quantize(Decimal(1), ROUND_UP) * _HALF
    return min(halves, Decimal(most_percent))


def _compensation(
    assessment: Assessment,
    terms: Terms,
    ladder: Ladder,
    amount: Decimal | None,
    override: Advice | None,
) -> AdviceGiven:
    """``compensate`` for a good record, else ``review`` ("ask for evidence"); never "no"."""
    if override in {Advice.COMPENSATE, Advice.REVIEW}:
        return AdviceGiven(override, (Because("own_override"),))
    limit = terms.compensate_up_to
    if limit is not None and amount is not None and amount > limit:
        return AdviceGiven(Advice.REVIEW, (Because("claim_above", {"amount": str(limit)}),))
    if assessment.disagree:
        return AdviceGiven(Advice.REVIEW, (Because("identifiers_disagree"),))
    own = assessment.own_history
    failed_here = any(own.get(outcome.value, 0) for outcome in BAD_OUTCOMES)
    regular_here = own.get("paid", 0) >= ladder.compensate_paid and not failed_here
    good_record = assessment.level in {Level.WHITE, Level.GOOD} and not assessment.under_review
    if good_record or regular_here:
        code = "good_record" if good_record else "regular_here"
        return AdviceGiven(Advice.COMPENSATE, (Because(code),))
    return AdviceGiven(Advice.REVIEW, (Because("ask_for_evidence"),))
