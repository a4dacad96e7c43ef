"""What a shop learns that asks about somebody before and after: did one more shop report them?

A simulation. People with a known number of contributing shops are drawn; on one day a further shop
reports, or does not; the prober asks on that day and again when such a report counts (the answer to
one shop about one person cannot change in between). Its advantage in guessing is

    P(the answer changed | reported) − P(the answer changed | not reported)

Nothing else happens meanwhile, which is the prober's best case; each asks with a rate of its own.
What it sees is all that an answer shows: level, risk with its interval and confidence, evidence,
reasons, advice.

A second prober uses own reports as a scale: one paid and one failed order about the person, dated
anew before each question, 47 questions on the day and the same 47 afterwards, and goes by how many
of the answers differ. What is dated anew counts at once for the shop itself, for others only later.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean
from typing import Any, Final

from bonafide.protocol.words import Evidence, Fault, Level, Outcome, Purpose, ReportState
from registry.shops.terms import Terms
from registry.trust.advice import advise
from registry.trust.facts import Fact
from registry.trust.levels import Person
from registry.trust.measurement.replay import Progress
from registry.trust.network import Context, Network, Rate
from registry.trust.policy import Policy
from registry.trust.rules import assess
from registry.trust.scene import Scene

CLASSES: Final = ("0", "1", "2", "3", "4", "5+")
GOAL_CLASSES: Final = ("2", "3", "4")
_TODAY: Final = date(2026, 6, 15)
_PROBER: Final = 999
_PAID_WAIT: Final = 1
_FAILED_WAIT: Final = 8
_PROBERS: Final = 200
Answers = list[tuple[object, ...]]
_PAID_TRIES: Final = tuple(range(0, 720, 30))
_FAILED_TRIES: Final = tuple(range(0, 360, 16))


@dataclass(frozen=True, slots=True)
class Setting:
    """Who is probed. ``enrolled``: share of people whose paid orders are itemised in bands.

    ``redating``: whether the prober tries dates of its own reports.
    """

    people: int = 400
    seed: int = 1
    base: float = 0.03
    enrolled: float = 0.0
    redating: bool = False


_USUAL: Final = Setting()


@dataclass(slots=True)
class Told:
    """One class of people: how many answers changed with and without the further report."""

    changed: Counter[int] = field(default_factory=Counter)
    anyway: Counter[int] = field(default_factory=Counter)

    @property
    def people(self) -> int:
        """How many were asked about."""
        return self.changed.total()

    @property
    def advantage(self) -> float:
        """What asking twice is worth beyond guessing, by the number of changes that tells most."""
        ahead = most = 0
        for changes in sorted(self.changed | self.anyway, reverse=True):
            ahead += self.changed[changes] - self.anyway[changes]
            most = max(most, ahead)
        return most / self.people if self.people else 0.0


def simulate_prober(
    policy: Policy,
    setting: Setting = _USUAL,
    *,
    seeds: int = 1,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The advantage by class of contributing shops; mean and worst over 2–4 of them.

    Figures are means over ``seeds`` seeds from ``setting.seed`` on; ``worst_seed`` is the worst
    class of the worst one. ``redating`` is the second prober, ``enrolled_too`` the first one about
    people whose paid orders are itemised.
    """
    runs = [replace(setting, seed=setting.seed + step) for step in range(seeds)]
    done: list[Counted] = []
    for run in runs:
        for kind in (run, replace(run, redating=True), replace(run, enrolled=1.0)):
            done.append(_simulate(policy, kind))
            if progress is not None:
                progress(len(done), 3 * seeds)
    found, scale, itemised = (_mean(done[part::3]) for part in range(3))
    summary = ("mean", "worst", "worst_seed")
    return {
        "policy": policy.version,
        "negatives": policy.negatives.value,
        "people_a_class": setting.people,
        "seeds": [run.seed for run in runs],
        "base": setting.base,
        "enrolled": setting.enrolled,
        **found,
        "redating": {"questions": len(_PAID_TRIES) + len(_FAILED_TRIES)}
        | {name: scale[name] for name in summary},
        "enrolled_too": {name: itemised[name] for name in summary},
    }


@dataclass(slots=True)
class Counted:
    """What one seed gave."""

    by_class: dict[str, Told]
    by_kind: dict[str, Told]

    def inner(self) -> list[float]:
        """The advantage in the classes of the goal."""
        return [self.by_class[name].advantage for name in GOAL_CLASSES]


def _simulate(policy: Policy, setting: Setting) -> Counted:
    chance = random.Random(setting.seed)  # noqa: S311 (a simulation, not a secret)
    probers = [_prober(chance, setting.base) for _ in range(_PROBERS)]
    found = Counted({name: Told() for name in CLASSES}, {"paid": Told(), "failed": Told()})
    for name in GOAL_CLASSES if setting.redating else CLASSES:
        for person, facts in _people(chance, name, setting):
            failed = chance.random() < setting.base
            asked = _Asked(person, facts, chance.choice(probers), policy, setting.redating)
            more = _fact(chance, 500, failed, 0).but(report_id=10_000)
            before, after, without = _probe(asked, more)
            counted = [found.by_class[name]]
            if name in GOAL_CLASSES:
                counted.append(found.by_kind["failed" if failed else "paid"])
            for told in counted:
                told.changed[_differing(before, after)] += 1
                told.anyway[_differing(before, without)] += 1
    return found


def _mean(runs: Sequence[Counted]) -> dict[str, Any]:
    classes = {name: fmean(run.by_class[name].advantage for run in runs) for name in CLASSES}
    kinds = {kind: [run.by_kind[kind] for run in runs] for kind in ("paid", "failed")}
    inner = [classes[name] for name in GOAL_CLASSES]
    return {
        "advantage": {name: round(value, 4) for name, value in classes.items()},
        "advantage_by_kind": {
            kind: {
                "people": sum(told.people for told in each),
                "advantage": round(fmean(told.advantage for told in each), 4),
            }
            for kind, each in kinds.items()
        },
        "mean": round(fmean(inner), 4),
        "worst": round(max(inner), 4),
        "worst_seed": round(max(max(run.inner()) for run in runs), 4),
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
        yield person, [fact.but(report_id=n) for n, fact in enumerate(facts)]


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """One person and the shop that asks about them."""

    person: Person
    facts: Sequence[Fact]
    network: Network
    policy: Policy
    redating: bool

    def answers(self, day: date, *more: Fact, previous: Level | None) -> Answers:
        """All that the prober sees on one day: one answer, or one for each of its tries."""
        facts, person = [*self.facts, *more], self.person._replace(previous=previous)
        tries = list(_own_reports(day)) if self.redating else [()]
        return [self._answer(person, [*facts, *own], day) for own in tries]

    def _answer(self, person: Person, facts: Sequence[Fact], day: date) -> tuple[object, ...]:
        asking = Context(_PROBER, "cod")
        scene = Scene(asking, network=self.network, policy=self.policy, today=day)
        seen = assess(facts, scene, person)
        ladder, dispatch = self.policy.advice, Purpose.DISPATCH
        given = advise(seen, Terms(), ladder=ladder, purpose=dispatch, amount=Decimal(3_000))
        return (
            seen.level,
            tuple(seen.risk),
            tuple(seen.evidence),
            seen.reasons,
            given.code,
            given.cod_fee_percent,
        )


def _own_reports(day: date) -> Iterator[tuple[Fact, ...]]:
    """The prober's own two orders, the paid one dated anew, then the failed one."""
    paid, failed = (
        _own(bad).but(report_id=20_000 + bad, filed_on=day, counts_on=day + timedelta(wait))
        for bad, wait in ((False, _PAID_WAIT), (True, _FAILED_WAIT))
    )
    for days in _PAID_TRIES:
        yield (paid.but(occurred_on=day - timedelta(days=days)),)
    for days in _FAILED_TRIES:
        yield paid, failed.but(occurred_on=day - timedelta(days=days))


def _own(failed: bool) -> Fact:
    return _fact(random.Random(0), _PROBER, failed, 0)  # noqa: S311 (a simulation, not a secret)


def _probe(asked: _Asked, more: Fact) -> tuple[Answers, Answers, Answers]:
    """The answers before, afterwards with one more report, and afterwards without it."""
    failed = more.outcome is not Outcome.PAID
    later = _TODAY + timedelta(days=_FAILED_WAIT if failed else _PAID_WAIT)
    before = asked.answers(_TODAY, previous=None)
    level = Level(str(before[0][0]))
    after = asked.answers(later, more, previous=level)
    without = asked.answers(later, previous=level)
    return before, after, without


def _differing(before: Answers, after: Answers) -> int:
    return sum(a != b for a, b in zip(before, after, strict=True))
