"""The published formula ``beta-1``: facts about a person in, a trust answer out. Nothing else.

With G and B the weights of the person's good and bad reports (``registry.trust.weigh``), p0 what
is expected of a stranger in this context and m the weight of that expectation
(``registry.trust.network``), the risk that the next order fails is the mean of a beta posterior

    risk = (B + m · p0) / (G + B + m)           Beta(B + m · p0, G + m · (1 − p0))

moved along the calibration line of the night. Levels use the same with p0 := base, in everybody's
view of the reports, so that they are the person's and the same in every shop.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bonafide.protocol.words import Level, Outcome, ReportState
from registry.trust.bands import band, quarter, rounded_risk
from registry.trust.beta import beta_quantile
from registry.trust.calibration import Known, ShopKnown, calibrated, shop_known
from registry.trust.coarse import Coarse, coarse_view, shown_interval
from registry.trust.facts import Fact, counts_for, is_excused, is_failure, is_paid
from registry.trust.levels import STRANGER, Person, level_of, under_review
from registry.trust.network import Context, Network, history_weight, prior_rate
from registry.trust.policy import Negatives, Policy
from registry.trust.reasons import reasons_for
from registry.trust.weigh import NOTHING, Weighed, in_order, weigh

_OUTCOMES = tuple(outcome.value for outcome in Outcome)
_GONE = frozenset({ReportState.REMOVED, ReportState.RETRACTED, ReportState.EXPIRED})


class Confidence(StrEnum):
    """How much of the estimate is the person's own history, the rest being context."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Risk:
    """A failure rate with the interval that holds it nine times in ten."""

    estimate: float
    low: float
    high: float
    base: float
    confidence: Confidence

    def as_json(self) -> dict[str, float | str]:
        """As the trust answer carries it."""
        return {
            "estimate": self.estimate,
            "low": self.low,
            "high": self.high,
            "base": self.base,
            "confidence": self.confidence.value,
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """Others' reports in bands; ``None`` where the policy or a missing enrolment hides them."""

    paid: str | None = None
    shops: str | None = None
    unpaid: str | None = None
    excused: str | None = None
    pending: str | None = None
    disputed: str | None = None
    last_seen: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """As the trust answer carries it."""
        return {name: getattr(self, name) for name in self.__slots__}


_NOTHING_SHOWN = Evidence()


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that the formula has to say about one person to one shop on one day.

    ``risk``, ``evidence``, ``own_history`` and ``reasons`` are for the shop; the rest, exact, is
    for the customer and for admins. ``raw`` is the estimate before calibration.
    """

    level: Level
    risk: Risk
    evidence: Evidence
    own_history: dict[str, int]
    reasons: tuple[str, ...]
    under_review: bool
    discountable: bool
    disagree: bool
    exact: Risk
    person_risk: float
    raw: float
    known: Known
    shop: ShopKnown
    p0: float
    m: float
    good: float
    bad: float
    policy: str
    model: str


def assess(
    facts: Iterable[Fact],
    *,
    asking: Context,
    network: Network,
    policy: Policy,
    today: date,
    person: Person = STRANGER,
) -> Assessment:
    """Answer a shop's question about one person. The order of ``facts`` does not matter."""
    rows = in_order(facts)
    mine = [f for f in rows if f.shop_id == asking.shop_id]
    here, everywhere = _both_views(rows, mine, asking.shop_id, network, policy, today)
    m = history_weight(network, policy)
    p0 = prior_rate(network, asking, policy)
    shop = shop_known(network.shops[asking.shop_id].n if asking.shop_id in network.shops else 0.0)
    exact = _risk(here, p0, m, shop, network, policy)
    coarse = coarse_view(
        rows, asking.shop_id, network=network, policy=policy, today=today, whole=here
    )
    person_risk = posterior_mean(everywhere, network.base, m)
    level = level_of(person, everywhere, person_risk, network, policy.levels, today)
    return Assessment(
        level=level,
        risk=_shown(coarse, p0, m, shop, network, policy),
        evidence=_evidence(rows, asking.shop_id, person, policy, today),
        own_history=_own_history(mine),
        reasons=reasons_for(
            coarse,
            everywhere,
            p0=p0,
            level=level,
            asking=asking,
            network=network,
            person=person,
            policy=policy,
        ),
        under_review=under_review(everywhere, policy.levels),
        discountable=level is Level.WHITE and not coarse.own.bad_groups,
        disagree=person.disagree,
        exact=exact,
        person_risk=person_risk,
        raw=posterior_mean(here, p0, m),
        known=known_of(here),
        shop=shop,
        p0=p0,
        m=m,
        good=here.good,
        bad=here.bad,
        policy=policy.version,
        model=policy.model,
    )


def posterior_mean(weighed: Weighed | Coarse, p0: float, m: float) -> float:
    """(B + m · p0) / (G + B + m)."""
    return (weighed.bad + m * p0) / (weighed.good + weighed.bad + m)


def known_of(seen: Weighed) -> Known:
    """What the formula had to go by besides the context."""
    return _known(failed=bool(seen.bad_groups), paid=seen is not NOTHING)


def _known(*, failed: bool, paid: bool) -> Known:
    if failed:
        return Known.FAILED
    return Known.PAID if paid else Known.NOTHING


def identifiers_disagree(
    histories: Sequence[Iterable[Fact]],
    *,
    asking: Context,
    network: Network,
    policy: Policy,
    today: date,
) -> bool:
    """Whether one identifier of the person has a good record and another one a bad one.

    Good: paid orders and a risk (with p0 := base) of at most base. Bad: from where the ladder of
    advice begins. Reports that both carry speak for neither.
    """
    m = history_weight(network, policy)
    times: list[float] = []
    for facts in histories:
        seen = coarse_view(
            in_order(facts), asking.shop_id, network=network, policy=policy, today=today
        )
        if seen.own is not NOTHING or seen.others is not NOTHING:
            times.append(posterior_mean(seen, network.base, m) / network.base)
    return len(times) > 1 and min(times) < 1.0 and max(times) >= policy.advice.confirm_call_times


def _both_views(
    rows: Sequence[Fact],
    mine: Sequence[Fact],
    shop_id: int,
    network: Network,
    policy: Policy,
    today: date,
) -> tuple[Weighed, Weighed]:
    if not rows:
        return NOTHING, NOTHING
    everywhere = weigh(rows, view=None, network=network, policy=policy, today=today)
    if not mine:
        return everywhere, everywhere
    return weigh(rows, view=shop_id, network=network, policy=policy, today=today), everywhere


def _risk(
    seen: Weighed, p0: float, m: float, shop: ShopKnown, network: Network, policy: Policy
) -> Risk:
    a, b = seen.bad + m * p0, seen.good + m * (1.0 - p0)
    z, line, known = policy.shown.interval_z, network.calibration, known_of(seen)
    return Risk(
        estimate=calibrated(a / (a + b), known, shop, line),
        low=calibrated(beta_quantile(a, b, -z), known, shop, line),
        high=calibrated(beta_quantile(a, b, z), known, shop, line),
        base=network.base,
        confidence=_confidence((seen.good + seen.bad) / (seen.good + seen.bad + m), policy),
    )


def _confidence(share: float, policy: Policy) -> Confidence:
    if share >= policy.shown.confidence_high:
        return Confidence.HIGH
    return Confidence.MEDIUM if share >= policy.shown.confidence_medium else Confidence.LOW


def _shown(
    seen: Coarse, p0: float, m: float, shop: ShopKnown, network: Network, policy: Policy
) -> Risk:
    """The risk in published steps; interval and confidence tell no more of others than it does."""
    steps, weight = policy.shown.risk_percent, seen.good + seen.bad
    known = _known(failed=seen.failed, paid=weight > 0.0)
    mean = (seen.bad + m * p0) / (weight + m)
    estimate = rounded_risk(calibrated(mean, known, shop, network.calibration), steps)
    low, high = shown_interval(estimate, weight + m, policy.shown.interval_z)
    return Risk(
        estimate=estimate,
        low=min(rounded_risk(low, steps), estimate),
        high=max(rounded_risk(high, steps), estimate),
        base=round(network.base, 3),
        confidence=_confidence(weight / (weight + m), policy),
    )


def _evidence(
    rows: Sequence[Fact], shop_id: int, person: Person, policy: Policy, today: date
) -> Evidence:
    """Others' reports only; paid orders are itemised for the enrolled, negatives under ``full``."""
    itemised, full = person.enrolled, policy.negatives is Negatives.FULL
    if not (itemised or full):
        return _NOTHING_SHOWN
    others = [f for f in rows if f.shop_id != shop_id and f.elsewhere]
    counting = [f for f in others if counts_for(f, shop_id, today)]
    counts, shops = policy.shown.count_bands, policy.shown.shop_bands
    paid = [f for f in counting if is_paid(f)]
    before = [f for f in others if f.filed_on < today]
    waiting = [f for f in before if is_failure(f) and not counts_for(f, shop_id, today)]
    return Evidence(
        paid=band(len(paid), counts) if itemised else None,
        shops=band(len({f.shop_id for f in paid}), shops) if itemised else None,
        unpaid=band(sum(map(is_failure, counting)), counts) if full else None,
        excused=band(sum(map(is_excused, counting)), counts) if full else None,
        pending=band(len(waiting), counts) if full else None,
        disputed=band(sum(map(_is_disputed, others)), counts) if full else None,
        last_seen=quarter(max(f.occurred_on for f in paid), today) if itemised and paid else None,
    )


def _is_disputed(fact: Fact) -> bool:
    return fact.state is ReportState.DISPUTED


def _own_history(mine: Sequence[Fact]) -> dict[str, int]:
    counts = dict.fromkeys(_OUTCOMES, 0)
    for fact in mine:
        if fact.state not in _GONE:
            counts[fact.outcome.value] += 1
    return counts
