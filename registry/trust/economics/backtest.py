"""A shop's own past orders, replayed with what was known on the morning of each.

A replay is no second way of asking about people, unseen by them. Others' reports speak only about
orders that were reported promptly, once and for good (``is_prompt``), so no day of the past can be
tried by dating a report; and a figure that others' reports moved by fewer than ``LEAST`` orders is
not told, so none is about one person.

Pure: the same rows and terms give the same figures. Money is exact: band midpoints and the shop's
own cost of a failure. "Avoided" takes it that whoever was asked to pay first would not have failed,
so it is the most that a step of the ladder could have saved.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from bonafide.protocol.words import Advice, Payment
from registry.reports.counts import PastOrder
from registry.shops.terms import Terms
from registry.trust.advice import failure_cost, times_usual
from registry.trust.economics.costs import MIDPOINTS, Sort, sort_of
from registry.trust.economics.mornings import Mornings
from registry.trust.facts import Fact
from registry.trust.levels import Person
from registry.trust.network import Context
from registry.trust.policy import Policy
from registry.trust.rules import assess
from registry.trust.scene import Scene

LEAST: Final = 5
"""Orders below which a figure that others' reports moved is not told."""
_PROMPT: Final = timedelta(days=14)


def is_prompt(order: PastOrder, today: date) -> bool:
    """Whether an order was reported before today, soon after its day, and never corrected."""
    soon = order.filed_on < today and order.filed_on - order.occurred_on <= _PROMPT
    return soon and order.revision == 1 and not order.imported


@dataclass(frozen=True, slots=True)
class Replayed:
    """One past order with the facts about its buyer that had been filed before its day."""

    order: PastOrder
    facts: tuple[Fact, ...]
    person: Person
    others_speak: bool = True


@dataclass(slots=True)
class Step:
    """What one step of the ladder would have done from its threshold on."""

    code: Advice
    from_times: Decimal
    failed_caught: int = 0
    losses_avoided: Decimal = Decimal(0)
    good_bothered: int = 0
    revenue_bothered: Decimal = Decimal(0)

    def meet(self, *, failed: bool, amount: Decimal, cost: Decimal) -> None:
        """Count one order at or above the threshold."""
        if failed:
            self.failed_caught += 1
            self.losses_avoided += cost
        else:
            self.good_bothered += 1
            self.revenue_bothered += amount


@dataclass(slots=True)
class Backtest:
    """The whole replay. ``alone``: the same steps with the shop's own reports only.

    ``with_others``: of how many orders others' reports could speak.
    """

    steps: list[Step]
    alone: list[Step]
    orders: int = 0
    with_others: int = 0
    failed: int = 0
    losses: Decimal = Decimal(0)
    days: list[date] = field(default_factory=list)


def backtest(
    replayed: Iterable[Replayed], *, shop_id: int, terms: Terms, mornings: Mornings, policy: Policy
) -> Backtest:
    """Replay orders, which must come oldest first."""
    found = Backtest(_ladder(terms), _ladder(terms))
    for each in replayed:
        order = each.order
        sort = sort_of(order.outcome, order.fault, order.state)
        if sort not in {Sort.PAID, Sort.FAILED}:
            continue
        amount = MIDPOINTS[order.amount_band]
        cost, failed = failure_cost(terms, amount), sort is Sort.FAILED
        found.orders += 1
        found.with_others += each.others_speak
        found.failed += failed
        found.losses += cost if failed else 0
        found.days.append(order.occurred_on)
        if order.payment == Payment.PREPAID:
            continue
        mine = [fact for fact in each.facts if fact.shop_id == shop_id]
        for steps, facts in ((found.steps, each.facts), (found.alone, mine)):
            times = _times(each, facts, shop_id, terms, mornings, policy, amount)
            for step in steps:
                if times >= step.from_times:
                    step.meet(failed=failed, amount=amount, cost=cost)
    return found


def _times(
    each: Replayed,
    facts: Sequence[Fact],
    shop_id: int,
    terms: Terms,
    mornings: Mornings,
    policy: Policy,
    amount: Decimal,
) -> Decimal:
    order = each.order
    scene = Scene(
        Context(shop_id, order.payment, order.segment),
        network=mornings.network(order.occurred_on),
        policy=policy,
        today=order.occurred_on,
    )
    seen = assess(facts, scene, each.person)
    return times_usual(seen, terms, policy.advice, amount)


def is_told(together: int, alone: int) -> bool:
    """Whether others' reports moved a count by enough orders; by none looks the same as by few."""
    return abs(together - alone) >= LEAST


def _ladder(terms: Terms) -> list[Step]:
    return [
        Step(Advice.CONFIRM_CALL, terms.confirm_call_times),
        Step(Advice.PART_PREPAY, terms.part_prepay_times),
        Step(Advice.PREPAY, terms.prepay_times),
    ]
