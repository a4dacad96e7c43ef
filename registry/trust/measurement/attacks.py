"""``registry simulate-attacks``: what slanderers and boosters achieve against the published rules.

A history is played up to a cut; an attack's false reports are put in before it; the orders after
the cut are scored with and without them. Counted are good orders of victims that got a worse
advice than without the attack (further down the default ladder), and bad orders still caught (any
advice but to ship).
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from statistics import fmean
from typing import Any

from bonafide.protocol.words import Advice, Evidence, Fault, Outcome
from registry.trust.facts import Fact
from registry.trust.measurement.figures import Ranking
from registry.trust.measurement.history import BadHistory, Order, read_history
from registry.trust.measurement.lies import ATTACKS, Attack, Lie, Targets
from registry.trust.measurement.replay import Memory, Progress, Scored, Settings, blank, play
from registry.trust.policy import Policy, load_policy
from registry.trust.tally import Ended

_LADDER = (Advice.SHIP, Advice.CONFIRM_CALL, Advice.PART_PREPAY, Advice.PREPAY)
_START = 0.3


@dataclass(frozen=True, slots=True)
class Stage:
    """A history played up to the cut, and what follows it without an attack."""

    memory: Memory
    rest: Sequence[Order]
    targets: Targets
    quiet: Sequence[Scored]
    payment: str


def run(
    orders: Path,
    *,
    seed: int = 1,
    seeds: int = 1,
    cut: float = 0.6,
    overlap: float = 1 / 3,
    attacks: Iterable[str] = tuple(ATTACKS),
    progress: Progress | None = None,
    policy: Policy | None = None,
) -> dict[str, Any]:
    """Simulate the attacks with ``seeds`` seeds from ``seed`` on; figures are means over them.

    ``cut``: the share of the orders before the attack. ``overlap``: the share of their victims that
    the five of (h) have in common. Raises ``BadHistory``.
    """
    policy = policy or load_policy()
    history = read_history(orders)
    wanted = list(attacks)
    known = int(len(history) * cut)
    if not 0 < known < len(history):
        raise BadHistory("no orders are left on one side of the cut")
    settings = Settings(policy)
    stage, honest = _staged(history, known, overlap, settings)
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in wanted}
    for step in range(seeds):
        for name in wanted:
            attack = ATTACKS[name](stage.targets, random.Random(f"{name}/{seed + step}"))  # noqa: S311 (a simulation, not a secret)
            rows[name].append(_measured(stage, attack))
            if progress is not None:
                progress(sum(map(len, rows.values())), seeds * len(wanted))
    return {
        "orders": len(history),
        "cut": cut,
        "overlap": overlap,
        "seeds": list(range(seed, seed + seeds)),
        "honest": _honest_price(history, honest, stage, settings),
        "attacks": {name: _mean(each) for name, each in rows.items()},
    }


def _staged(
    history: Sequence[Order], known: int, overlap: float, settings: Settings
) -> tuple[Stage, list[Scored]]:
    memory = blank(settings)
    before = list(play(memory, history[:known]))
    rest = history[known:]
    quiet = list(play(fork(memory), rest))
    failures = Counter(order.customer for order in history[:known] if order.bad)
    targets = Targets(
        cut_on=rest[0].placed_on,
        customers=sorted(memory.facts),
        failing=sorted(customer for customer, times in failures.items() if times > 1),
        largest_shop=_most(order.shop for order in history[:known]),
        overlap=overlap,
    )
    payment = _most(order.payment for order in history[:known])
    return Stage(memory, rest, targets, quiet, payment), before + quiet


def _most(labels: Iterable[str]) -> str:
    counts = Counter(labels)
    return min(counts, key=lambda label: (-counts[label], label))


def fork(memory: Memory) -> Memory:
    """A memory that goes its own way from here."""
    policy = memory.settings.policy
    return replace(
        memory,
        tally=deepcopy(memory.tally, {id(policy): policy}),
        facts={customer: list(facts) for customer, facts in memory.facts.items()},
        levels=dict(memory.levels),
        waiting=memory.waiting.copy(),
        shops=dict(memory.shops),
        admitted=dict(memory.admitted),
    )


def _measured(stage: Stage, attack: Attack) -> dict[str, float]:
    memory = fork(stage.memory)
    for lie in attack.lies:
        tell(memory, lie, stage.payment)
    memory.known_to_reporters = 0
    scored = list(play(memory, stage.rest))
    liars = {lie.shop for lie in attack.lies}
    pairs = [
        (before, after)
        for before, after in zip(stage.quiet, scored, strict=True)
        if after.order.shop not in liars
    ]
    hurt = [
        _rank(after) > _rank(before)
        for before, after in pairs
        if after.order.customer in attack.victims and not after.order.bad
    ]
    boosted = [after for _, after in pairs if after.order.customer in attack.boosted]
    return {
        "worse": fmean(hurt) if hurt else 0.0,
        "victims_good_orders": len(hurt),
        "caught": caught(scored),
        "boosted_caught": caught(boosted),
        "auc": _auc(scored),
        "liars_believed": _believed(memory, liars),
    }


def tell(memory: Memory, lie: Lie, payment: str) -> None:
    """Put a false report into what is known. A liar nobody knew was admitted on its first day."""
    memory.counted += 1
    memory.known += 1
    unknown = lie.shop not in memory.shops
    shop = memory.shop_id(lie.shop)
    if unknown or shop in memory.admitted:
        memory.admitted[shop] = min(lie.day, memory.admitted.get(shop, lie.day))
    fact = Fact(
        report_id=memory.counted,
        shop_id=shop,
        outcome=Outcome.REFUSED if lie.bad else Outcome.PAID,
        fault=Fault.CUSTOMER,
        evidence=Evidence.COURIER_EVENT,
        payment=payment,
        occurred_on=lie.day,
        filed_on=lie.day + timedelta(days=1),
        counts_on=lie.day + timedelta(days=2),
    )
    memory.facts.setdefault(lie.customer, []).append(fact)
    memory.tally.add(Ended(lie.day, shop, payment, lie.bad))


def _rank(scored: Scored) -> int:
    return _LADDER.index(scored.advice.code)


def caught(scored: Sequence[Scored]) -> float:
    """The share of bad orders that were not simply shipped."""
    bad = [s for s in scored if s.order.bad]
    return sum(s.advice.code is not Advice.SHIP for s in bad) / len(bad) if bad else 0.0


def _auc(scored: Sequence[Scored]) -> float:
    ranking = Ranking([s.full for s in scored], [s.order.bad for s in scored])
    return ranking.auc([1] * len(scored))


def _believed(memory: Memory, liars: Iterable[str]) -> float:
    """How far the attackers' failures are believed in the end, on average; 1 if nobody attacked."""
    weights = memory.reporters.weights
    ids = [memory.shops[shop] for shop in liars]
    return fmean(weights[i].bad if i in weights else 1.0 for i in ids) if ids else 1.0


def _honest_price(
    history: Sequence[Order], honest: Sequence[Scored], stage: Stage, settings: Settings
) -> dict[str, float]:
    """What the defences cost where nobody lies: against every shop believed, alone or not."""
    policy = settings.policy
    trusting = replace(
        settings, doubt=False, policy=replace(policy, reporters=replace(policy.reporters, lone=1.0))
    )
    open_hearted = list(play(blank(trusting), history))
    all_new = list(play(blank(replace(settings, probation=True)), history))
    start = int(len(history) * _START)
    with_rules, without = _auc(honest[start:]), _auc(open_hearted[start:])
    return {
        "auc": with_rules,
        "auc_without_defences": without,
        "auc_price": without - with_rules,
        "auc_everybody_on_probation": _auc(all_new[start:]),
        "auc_after_cut": _auc(stage.quiet),
        "muted_shops": float(len(stage.memory.reporters.muted)),
        "caught": caught(stage.quiet),
        "caught_without_defences": caught(open_hearted[-len(stage.quiet) :]),
    }


def _mean(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    means = {name: fmean(row[name] for row in rows) for name in rows[0]}
    return means | {"worse_most": max(row["worse"] for row in rows)}
