"""How much failures weigh that no later order made good for, and by whom they were seen.

The other side of ``registry.trust.weigh``, where the formula is.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from registry.trust.bearing import worth_of
from registry.trust.facts import Fact
from registry.trust.network import Network, ReporterWeight
from registry.trust.policy import Policy

OWN = -1
"""The group of the asking shop itself."""
_NOBODY: frozenset[int] = frozenset()


class Heard(NamedTuple):
    """Whether two or more shops saw a failure, and the believed groups that did."""

    confirmed: bool = False
    witnesses: frozenset[int] = _NOBODY

    def share(self, group: int, reporter: ReporterWeight, lone: float) -> float:
        """What is left of a failure that this group saw: ρ, halved if alone, and π."""
        alone = not (self.confirmed or OWN in self.witnesses)
        new = not self.witnesses - {group}
        return reporter.bad * (lone if alone else 1.0) * (reporter.probation if new else 1.0)


NOT_HEARD = Heard()


def group_of(fact: Fact, view: int | None, network: Network) -> int:
    """Who speaks: the asking shop itself, or the cluster of the shop that filed."""
    return OWN if fact.shop_id == view else network.speakers[fact.shop_id][0]


Spoken = tuple[Fact, int]
"""A report and the group that speaks by it."""


def witnesses_of(standing: Sequence[Spoken], network: Network, policy: Policy) -> frozenset[int]:
    """The groups with a standing failure of which one shop at least is believed and no newcomer."""
    believed = policy.reporters.rates_below
    found: list[int] = []
    for fact, group in standing:
        doubt = network.speakers[fact.shop_id][2]
        if group == OWN or (doubt.bad >= believed and doubt.probation >= 1.0):
            found.append(group)
    return frozenset(found)


def bad_of(
    standing: Sequence[Spoken], heard: Heard, network: Network, policy: Policy, today: date
) -> float:
    """B: the sum of worth · ρ · cap over standing failures."""
    parts: list[tuple[int, float]] = []
    said: dict[int, float] = {}
    for fact, group in standing:
        worth = worth_of(fact.said, policy.weights, today)
        said[group] = said.get(group, 0.0) + worth
        parts.append((group, worth * bad_share(fact, group, heard, network, policy)))
    scales = scales_of(said, bad_cap(heard, policy))
    return sum([part * scales.get(group, 1.0) for group, part in parts], 0.0)


def bad_share(fact: Fact, group: int, heard: Heard, network: Network, policy: Policy) -> float:
    """How far this failure is believed."""
    if group == OWN:
        return 1.0
    return heard.share(group, network.speakers[fact.shop_id][2], policy.reporters.lone)


def bad_cap(heard: Heard, policy: Policy) -> float:
    """The most that one group's failures weigh."""
    return policy.caps.bad_confirmed if heard.confirmed else policy.caps.bad_alone


def scales_of(said: Mapping[int, float], cap: float) -> dict[int, float]:
    """By how much each group is scaled down that together ``said`` more than ``cap``.

    Before it is asked how far the group is believed: repeating a lie must not make up for doubt.
    """
    return {group: cap / much for group, much in said.items() if much > cap and group != OWN}
