"""What a shop learns that asks about somebody before and after: did one more shop report them?

A simulation. People with a known number of contributing shops are drawn; on one day a further shop
reports, or does not; the prober asks on that day and again when such a report counts (the answer to
one shop about one person cannot change in between). Its advantage in guessing is

    P(the answer changed | reported) − P(the answer changed | not reported)

Nothing else happens meanwhile, which is the prober's best case; each asks with a rate of its own.
What it sees is all that an answer shows: level, risk with its interval and confidence, evidence,
reasons, advice.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from bonafide.protocol.words import Evidence, Fault, Outcome, Purpose, ReportState
from registry.shops.terms import Terms
from registry.trust.advice import advise
from registry.trust.facts import Fact
from registry.trust.levels import Person
from registry.trust.network import Context, Network, Rate
from registry.trust.policy import Policy
from registry.trust.rules import assess

CLASSES: Final = ("0", "1", "2", "3", "4", "5+")
GOAL_CLASSES: Final = ("2", "3", "4")
_TODAY: Final = date(2026, 6, 15)
_PROBER: Final = 999
_PAID_WAIT: Final = 1
_FAILED_WAIT: Final = 8
_PROBERS: Final = 200
_COARSER: Final = (1.0, 3.0, 8.0, 20.0)


@dataclass(frozen=True, slots=True)
class Setting:
    """Who is probed. ``enrolled``: share of people whose paid orders are itemised in bands."""

    people: int = 400
    seed: int = 1
    base: float = 0.03
    enrolled: float = 0.0


_USUAL: Final = Setting()


@dataclass(slots=True)
class Told:
    """One class of people: how often the answer changed with and without the further report."""

    people: int = 0
    changed: int = 0
    anyway: int = 0

    @property
    def advantage(self) -> float:
        """What asking twice is worth beyond guessing."""
        return (self.changed - self.anyway) / self.people if self.people else 0.0


def simulate_prober(policy: Policy, setting: Setting = _USUAL) -> dict[str, Any]:
    """The advantage by class of contributing shops; mean and worst over 2–4 of them.

    ``enrolled_too`` is the same for people whose paid orders are itemised, ``coarser`` what fewer
    steps of risk would make of it.
    """
    document = _simulate(policy, setting)
    itemised = _simulate(policy, replace(setting, enrolled=1.0))
    fewer = replace(policy, shown=replace(policy.shown, risk_percent=_COARSER))
    coarser = _simulate(fewer, setting)
    return document | {
        "enrolled_too": {name: itemised[name] for name in ("mean", "worst")},
        "coarser": {"risk_percent": list(_COARSER)}
        | {name: coarser[name] for name in ("mean", "worst")},
    }


def _simulate(policy: Policy, setting: Setting) -> dict[str, Any]:
    chance = random.Random(setting.seed)  # noqa: S311 (a simulation, not a secret)
    probers = [_prober(chance, setting.base) for _ in range(_PROBERS)]
    by_class = {name: Told() for name in CLASSES}
    by_kind = {"paid": Told(), "failed": Told()}
    for name in CLASSES:
        for person, facts in _people(chance, name, setting):
            failed = chance.random() < setting.base
            network = chance.choice(probers)
            before, after, without = _probe(chance, person, facts, failed, network, policy)
            counted = [by_class[name]]
            if name in GOAL_CLASSES:
                counted.append(by_kind["failed" if failed else "paid"])
            for told in counted:
                told.people += 1
                told.changed += after != before
                told.anyway += without != before
    return _document(by_class, by_kind, policy, setting)


def _document(
    by_class: dict[str, Told], by_kind: dict[str, Told], policy: Policy, setting: Setting
) -> dict[str, Any]:
    inner = {name: round(by_class[name].advantage, 4) for name in GOAL_CLASSES}
    return {
        "policy": policy.version,
        "negatives": policy.negatives.value,
        "people_a_class": setting.people,
        "seed": setting.seed,
        "base": setting.base,
        "enrolled": setting.enrolled,
        "advantage": {name: round(told.advantage, 4) for name, told in by_class.items()},
        "advantage_by_kind": {
            name: {"people": told.people, "advantage": round(told.advantage, 4)}
            for name, told in by_kind.items()
        },
        "mean": round(sum(inner.values()) / len(inner), 4),
        "worst": max(inner.values()),
    }


def _prober(chance: random.Random, base: float) -> Network:
    """A shop that asks, with a rate of its own."""
    rate = Rate(60 * base * chance.lognormvariate(0.0, 0.5), 60, 60 * base)
    return Network(base=base, shops={_PROBER: rate})


def _people(
    chance: random.Random, name: str, setting: Setting
) -> Iterator[tuple[Person, list[Fact]]]:
    for _ in range(setting.people):
        shops = chance.randint(5, 9) if name == "5+" else int(name)
        person = Person(enrolled=chance.random() < setting.enrolled)
        careless = chance.betavariate(2.0, 2.0 / setting.base - 2.0)
        facts = [
            _fact(chance, 10 + shop, chance.random() < careless, chance.randint(10, 500))
            for shop in range(shops)
            for _ in range(chance.choice((1, 1, 1, 2, 3)))
        ]
        yield person, [replace(fact, report_id=n) for n, fact in enumerate(facts)]


def _fact(chance: random.Random, shop: int, failed: bool, days_ago: int) -> Fact:
    occurred = _TODAY - timedelta(days=days_ago)
    outcome = Outcome.PAID
    if failed:
        outcome = chance.choice((Outcome.REFUSED, Outcome.NO_SHOW, Outcome.NOT_COLLECTED))
    return Fact(
        report_id=0,
        shop_id=shop,
        outcome=outcome,
        fault=Fault.CUSTOMER,
        evidence=Evidence.COURIER_EVENT if failed else Evidence.PAYMENT_RECORD,
        payment="cod",
        occurred_on=occurred,
        filed_on=occurred,
        counts_on=occurred + timedelta(days=_FAILED_WAIT if failed else _PAID_WAIT),
        state=ReportState.PENDING,
    )


def _probe(
    chance: random.Random,
    person: Person,
    facts: Sequence[Fact],
    failed: bool,
    network: Network,
    policy: Policy,
) -> tuple[str, str, str]:
    """The answer before, afterwards with one more report, and afterwards without it."""
    later = _TODAY + timedelta(days=_FAILED_WAIT if failed else _PAID_WAIT)
    more = replace(_fact(chance, 500, failed, 0), report_id=10_000)
    before, level = _seen(person, facts, _TODAY, network, policy)
    person = replace(person, previous=level)
    after, _ = _seen(person, [*facts, more], later, network, policy)
    without, _ = _seen(person, facts, later, network, policy)
    return before, after, without


def _seen(
    person: Person, facts: Sequence[Fact], day: date, network: Network, policy: Policy
) -> tuple[str, Any]:
    seen = assess(
        facts,
        asking=Context(_PROBER, "cod"),
        network=network,
        policy=policy,
        today=day,
        person=person,
    )
    given = advise(
        seen,
        Terms(),
        ladder=policy.advice,
        purpose=Purpose.DISPATCH,
        amount=Decimal(3_000),
    )
    shown = (
        seen.level.value,
        seen.risk.as_json(),
        seen.evidence.as_json(),
        seen.reasons,
        given.code.value,
        str(given.cod_fee_percent),
    )
    return repr(shown), seen.level
