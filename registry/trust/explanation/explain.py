"""How an answer came about, exactly: for the person it is about and for an admin.

A shop gets the same in bands and in its own terms (``explaining`` beside this file). Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bonafide.protocol.words import Evidence, Fault, Level, Outcome, ReportState
from registry.trust.facts import Fact, in_order
from registry.trust.levels import Person, level_of
from registry.trust.network import Context, Network, history_weight, prior_rate
from registry.trust.odds import odds_of
from registry.trust.policy import Policy
from registry.trust.rules import posterior_mean
from registry.trust.shares import ReportWeight, report_weights
from registry.trust.weigh import Weighed, weigh

_MOST_PAID = 12
_HYPOTHETICAL = -1_000_000


@dataclass(frozen=True, slots=True)
class PriorPart:
    """What one part of the context does to the odds: ``times`` 1 is nothing."""

    name: str
    times: float
    p: float


@dataclass(frozen=True, slots=True)
class Weight:
    """One report: attest · decay · reporter · cap = weight, and the day it stops to count."""

    report_id: int
    good: bool
    attest: float
    decay: float
    reporter: float
    cap: float
    weight: float
    redeemed: bool
    until: date


@dataclass(frozen=True, slots=True)
class Change:
    """The level from a day on, if nobody reports anything more."""

    on: date
    level: Level


@dataclass(frozen=True, slots=True)
class WouldBe:
    """So many more paid orders, from tomorrow and at so many shops, and the level they make."""

    paid_orders: int
    shops: int
    level: Level


@dataclass(frozen=True, slots=True)
class Exact:
    """Everything that the formula weighed. ``risk`` is the person's, with p0 := base."""

    level: Level
    risk: float
    base: float
    m: float
    good: float
    bad: float
    weights: tuple[Weight, ...]
    waiting: tuple[Change, ...]
    prior: tuple[PriorPart, ...]
    would_be: tuple[WouldBe, ...]


def explain_exact(
    facts: Iterable[Fact],
    *,
    person: Person,
    network: Network,
    policy: Policy,
    today: date,
    asking: Context | None = None,
) -> Exact:
    """Weigh the reports as everybody may, look ahead, and try what more paid orders would do.

    ``asking`` adds the parts of that shop's p0. The order of ``facts`` does not matter.
    """
    rows = in_order(facts)
    seen = weigh(rows, view=None, network=network, policy=policy, today=today)
    m = history_weight(network, policy)
    level = _level(rows, person, network, policy, today)
    by_id = {fact.report_id: fact for fact in rows}
    weights = report_weights(seen, view=None, network=network, policy=policy, today=today)
    return Exact(
        level=level,
        risk=posterior_mean(seen, network.base, m),
        base=network.base,
        m=m,
        good=seen.good,
        bad=seen.bad,
        weights=tuple(_weight(each, by_id[each.report_id], seen, policy) for each in weights),
        waiting=_ahead(rows, person._replace(previous=level), network, policy, today),
        prior=prior_parts(network, asking, policy) if asking else (),
        would_be=_would_be(rows, person, level, network, policy, today),
    )


def prior_parts(network: Network, asking: Context, policy: Policy) -> tuple[PriorPart, ...]:
    """odds(p0) = odds(base) · R(payment) · R(shop) · R(segment), factor by factor."""
    layers = (
        ("base", Network(base=network.base)),
        ("payment", Network(base=network.base, payments=network.payments)),
        ("shop", Network(base=network.base, payments=network.payments, shops=network.shops)),
        ("segment", network),
    )
    parts: list[PriorPart] = []
    for name, layer in layers:
        p = prior_rate(layer, asking, policy)
        before = parts[-1].p if parts else p
        parts.append(PriorPart(name, odds_of(p) / odds_of(before), p))
    return tuple(parts)


def _weight(row: ReportWeight, fact: Fact, seen: Weighed, policy: Policy) -> Weight:
    days = policy.weights.expiry_days
    if not row.good and len(seen.failures) == 1:
        days = policy.weights.expiry_lone_bad_days
    return Weight(
        report_id=row.report_id,
        good=row.good,
        attest=row.attest,
        decay=row.decay,
        reporter=row.reporter,
        cap=row.cap,
        weight=row.weight,
        redeemed=row.redeemed,
        until=fact.occurred_on + timedelta(days=days),
    )


def _level(
    rows: Sequence[Fact], person: Person, network: Network, policy: Policy, day: date
) -> Level:
    seen = weigh(rows, view=None, network=network, policy=policy, today=day)
    risk = posterior_mean(seen, network.base, history_weight(network, policy))
    return level_of(person, seen, risk, network, policy.levels, day)


def _ahead(
    rows: Sequence[Fact], person: Person, network: Network, policy: Policy, today: date
) -> tuple[Change, ...]:
    """The days on which the level changes by itself, until every report has expired."""
    changes: list[Change] = []
    for days in range(1, policy.weights.expiry_days + 1):
        day = today + timedelta(days=days)
        level = _level(rows, person, network, policy, day)
        if level is not person.previous:
            changes.append(Change(day, level))
            person = person._replace(previous=level)
    return tuple(changes)


def _would_be(
    rows: Sequence[Fact],
    person: Person,
    level: Level,
    network: Network,
    policy: Policy,
    today: date,
) -> tuple[WouldBe, ...]:
    """The fewest further paid orders for each better level, at one shop or else at two."""
    found: dict[Level, WouldBe] = {}
    for paid in range(1, _MOST_PAID + 1):
        for shops in (1, 2):
            more = [_paid(n, n % shops, today) for n in range(paid)] if paid >= shops else []
            day = today + timedelta(days=paid + 1)
            then = _level(in_order([*rows, *more]), person, network, policy, day)
            if more and then in {Level.GOOD, Level.WHITE} and then is not level:
                found.setdefault(then, WouldBe(paid, shops, then))
    return tuple(sorted(found.values(), key=lambda each: each.paid_orders))


def _paid(number: int, shop: int, today: date) -> Fact:
    """A paid order of a day to come, at a shop that does not exist."""
    day = today + timedelta(days=number)
    return Fact(
        report_id=_HYPOTHETICAL - number,
        shop_id=_HYPOTHETICAL - shop,
        outcome=Outcome.PAID,
        fault=Fault.CUSTOMER,
        evidence=Evidence.PAYMENT_RECORD,
        payment="cod",
        occurred_on=day,
        filed_on=day,
        counts_on=day + timedelta(days=1),
        state=ReportState.PENDING,
    )
