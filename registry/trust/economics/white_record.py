"""Whether a buyer's record would have been white on the morning of an order, enrolled or not.

The white's losses are measured on everybody whose record earned it: asking only those enrolled
would leave nothing to measure at first, and later only what those who chose to enrol did.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bonafide.protocol.words import Level
from registry.identifiers.service import State
from registry.reports.counts import PastOrder
from registry.trust.facts import Fact, in_order, is_paid
from registry.trust.levels import Person, level_of
from registry.trust.network import Network, history_weight
from registry.trust.policy import Policy
from registry.trust.rules import posterior_mean
from registry.trust.weigh import weigh


def could_be_white(order: PastOrder, paid: Mapping[int, tuple[int, int]], policy: Policy) -> bool:
    """A quick no for most orders, from how many paid orders its identifiers have at all."""
    mine = [paid.get(each, (0, 0)) for each in order.identifier_ids]
    levels = policy.levels
    enough = sum(orders for orders, _ in mine) >= levels.white_paid
    return enough and sum(shops for _, shops in mine) >= levels.white_shops


@dataclass(frozen=True, slots=True)
class Record:
    """All that is on file about a person today, and whether one of the identifiers is shared.

    Made once for all orders of a person: each then leaves out what came later.
    """

    facts: Sequence[Fact]
    shared: bool

    @classmethod
    def of(
        cls,
        ids: Sequence[int],
        histories: Mapping[int, Sequence[Fact]],
        states: Mapping[int, State],
        *,
        silenced: Collection[int],
    ) -> "Record":
        """From the rows of some identifiers; those of silenced shops do not count."""
        rows = (row for each in ids for row in histories.get(each, ()))
        facts = in_order(row for row in rows if row.shop_id not in silenced)
        return cls(facts, any(states[each].shared for each in ids if each in states))


def was_white(order: PastOrder, record: Record, *, network: Network, policy: Policy) -> bool:
    """By what others and this shop had filed before the day of the order, itself left out."""
    day, itself = order.occurred_on, order.report_id
    facts = [f for f in record.facts if f.filed_on < day and f.report_id != itself]
    if not _may_be_white(facts, policy):
        return False
    return _level(facts, record.shared, day, network, policy) is Level.WHITE


def _may_be_white(facts: Sequence[Fact], policy: Policy) -> bool:
    """A quick no for most people: too few paid orders, or all at one shop."""
    paid = [fact.shop_id for fact in facts if is_paid(fact)]
    return len(paid) >= policy.levels.white_paid and len(set(paid)) >= policy.levels.white_shops


def _level(
    facts: Sequence[Fact], shared: bool, day: date, network: Network, policy: Policy
) -> Level:
    seen = weigh(facts, view=None, network=network, policy=policy, today=day)
    risk = posterior_mean(seen, network.base, history_weight(network, policy))
    person = Person(enrolled=True, shared=shared)
    return level_of(person, seen, risk, network, policy.levels, day)
