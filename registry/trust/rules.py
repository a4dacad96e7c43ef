"""The published formula ``beta-1``: facts about a person in, a trust answer out. Nothing else.

With G and B the weights of the person's good and bad reports (``registry.trust.weigh``), p0 what
is expected of a stranger in this context and m the weight of that expectation
(``registry.trust.network``), the risk that the next order fails is the mean of a beta posterior

    risk = (B + m · p0) / (G + B + m)           Beta(B + m · p0, G + m · (1 − p0))

moved along the calibration line of the night. Levels use the same with p0 := base, in everybody's
view of the reports, so that they are the person's and the same in every shop.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from bonafide.protocol.words import Level, Outcome, ReportState
from registry.reports.numbers import words_of
from registry.reports.said import SAID
from registry.trust.assessment import Assessment, Evidence
from registry.trust.bands import band, nearest, quarter, rounded_risk
from registry.trust.calibration import Known, calibrated
from registry.trust.coarse import Coarse, coarse_view, shown_interval
from registry.trust.facts import (
    NO_REPORTS,
    Fact,
    Reports,
    counts_for,
    in_order,
    is_excused,
    is_failure,
    is_paid,
)
from registry.trust.levels import STRANGER, Person, level_of, under_review
from registry.trust.policy import Negatives, Policy
from registry.trust.reasons import reasons_for
from registry.trust.risk import Risk, confidence_of
from registry.trust.scene import Scene
from registry.trust.weigh import NOTHING, Weighed, weigh

_NO_ORDERS: Final[Mapping[str, int]] = {outcome.value: 0 for outcome in Outcome}
_GONE = frozenset({ReportState.REMOVED, ReportState.RETRACTED, ReportState.EXPIRED})
_NOTHING_SHOWN = Evidence()


def assess(facts: Iterable[Fact], scene: Scene, person: Person = STRANGER) -> Assessment:
    """Answer a shop's question about one person; the order of reports does not matter.

    Most people have no failure, nothing that the shop filed itself and nothing itemised: of them a
    few kinds are left, and what is told of a kind is made once.
    """
    reports, network, policy, today = in_order(facts), scene.network, scene.policy, scene.today
    everywhere = weigh(reports, view=None, network=network, policy=policy, today=today)
    person_risk = posterior_mean(everywhere, network.base, scene.m)
    level = level_of(person, everywhere, person_risk, network, policy.levels, today)
    itemised = person.enrolled or policy.negatives is Negatives.FULL
    if itemised or everywhere.failures or scene.asking.shop_id in reports.shop_ids:
        return _assessed(reports, everywhere, level, person, scene)
    good = nearest(everywhere.good, policy.shown.others_good)
    kind = (person, level, good, everywhere is NOTHING)
    told = scene.told.get(kind)
    if told is None:
        told = _assessed(reports, everywhere, level, person, scene)
        scene.told.keep(kind, told)
    return told


def _assessed(
    reports: Reports, everywhere: Weighed, level: Level, person: Person, scene: Scene
) -> Assessment:
    """What is told of a person whose level is known."""
    policy = scene.policy
    seen = coarse_view(reports, scene, everywhere=everywhere)
    lone = under_review(everywhere, policy.levels)
    return Assessment(
        level=level,
        risk=_shown(seen, scene),
        evidence=_evidence(reports, scene.asking.shop_id, person, policy, scene.today),
        own_history=_own_history(seen.mine),
        reasons=reasons_for(seen, level, person, scene, lone=lone),
        under_review=lone,
        discountable=level is Level.WHITE and not seen.own.bad_groups,
        disagree=person.disagree,
        p0=scene.p0,
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


def identifiers_disagree(histories: Sequence[Iterable[Fact]], scene: Scene) -> bool:
    """Whether one identifier of the person has a good record and another one a bad one.

    Good: paid orders and a risk (with p0 := base) of at most base. Bad: from where the ladder of
    advice begins. Reports that both carry speak for neither.
    """
    base = scene.network.base
    times: list[float] = []
    for facts in histories:
        seen = coarse_view(in_order(facts), scene)
        if seen.own is not NOTHING or seen.others is not NOTHING:
            times.append(posterior_mean(seen, base, scene.m) / base)
    begins = scene.policy.advice.confirm_call_times
    return len(times) > 1 and min(times) < 1.0 and max(times) >= begins


def _shown(seen: Coarse, scene: Scene) -> Risk:
    """The risk in published steps, made once for all people of whom the same is known."""
    kind = (seen.good, seen.bad, seen.failed)
    shown = scene.risks.get(kind)
    if shown is None:
        shown = _in_steps(*kind, scene)
        scene.risks.keep(kind, shown)
    return shown


def _in_steps(good: float, bad: float, failed: bool, scene: Scene) -> Risk:
    """Interval and confidence tell no more of others than the estimate does."""
    network, policy, m = scene.network, scene.policy, scene.m
    steps, weight = policy.shown.risk_percent, good + bad
    mean = (bad + m * scene.p0) / (weight + m)
    known = _known(failed=failed, paid=weight > 0.0)
    exact = calibrated(mean, known, scene.shop, network.calibration)
    estimate = rounded_risk(exact, steps)
    low, high = shown_interval(estimate, weight + m, policy.shown.interval_z)
    return Risk(
        estimate=estimate,
        low=min(rounded_risk(low, steps), estimate),
        high=max(rounded_risk(high, steps), estimate),
        base=round(network.base, 3),
        confidence=confidence_of(weight / (weight + m), policy),
    )


def _evidence(
    reports: Reports, shop_id: int, person: Person, policy: Policy, today: date
) -> Evidence:
    """Others' reports only; paid orders are itemised for the enrolled, negatives under ``full``."""
    itemised, full = person.enrolled, policy.negatives is Negatives.FULL
    if not (itemised or full):
        return _NOTHING_SHOWN
    others = [f for f in reports if f.shop_id != shop_id and f.elsewhere]
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


def _own_history(mine: Reports) -> Mapping[str, int]:
    if mine is NO_REPORTS:
        return _NO_ORDERS
    counts = dict(_NO_ORDERS)
    for says in map(SAID.__getitem__, words_of(mine.numbers)):
        if says.state not in _GONE:
            counts[says.outcome] += 1
    return counts
