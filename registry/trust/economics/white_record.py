"""Whether a buyer's record would have been white on the morning of an order, enrolled or not.

The white's losses are measured on everybody whose record earned it: asking only those enrolled
would leave nothing to measure at first, and later only what those who chose to enrol did.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from bonafide.protocol.words import Level
from registry.identifiers.service import State
from registry.reports.counts import PastOrder
from registry.reports.service import HistoryRow
from registry.trust.facts import Fact, is_paid
from registry.trust.levels import Person, level_of
from registry.trust.network import Network, history_weight
from registry.trust.policy import Policy
from registry.trust.rows import known_before
from registry.trust.rules import posterior_mean
from registry.trust.weigh import in_order, weigh


def could_be_white(order: PastOrder, paid: Mapping[int, tuple[int, int]], policy: Policy) -> bool:
    """A quick no for most orders, from how many paid orders its identifiers have at all."""
    mine = [paid.get(each, (0, 0)) for each in order.identifier_ids]
    levels = policy.levels
    enough = sum(orders for orders, _ in mine) >= levels.white_paid
    return enough and sum(shops for _, shops in mine) >= levels.white_shops


def was_white(
    order: PastOrder,
    rows: Sequence[HistoryRow],
    states: Mapping[int, State],
    *,
    network: Network,
    policy: Policy,
    silenced: frozenset[int],
) -> bool:
    """By what others and this shop had filed before the day of the order, itself left out."""
    facts = known_before(rows, order.occurred_on, silenced=silenced, except_for=order.report_id)
    if not _may_be_white(facts, policy):
        return False
    shared = any(states[each].shared for each in order.identifier_ids if each in states)
    return _level(facts, shared, order.occurred_on, network, policy) is Level.WHITE


def _may_be_white(facts: Sequence[Fact], policy: Policy) -> bool:
    """A quick no for most people: too few paid orders, or all at one shop."""
    paid = {(fact.report_id, fact.shop_id) for fact in facts if is_paid(fact)}
    shops = {shop_id for _, shop_id in paid}
    return len(paid) >= policy.levels.white_paid and len(shops) >= policy.levels.white_shops


def _level(
    facts: Sequence[Fact], shared: bool, day: date, network: Network, policy: Policy
) -> Level:
    seen = weigh(in_order(facts), view=None, network=network, policy=policy, today=day)
    risk = posterior_mean(seen, network.base, history_weight(network, policy))
    person = Person(enrolled=True, shared=shared)
    return level_of(person, seen, risk, network, policy.levels, day)
