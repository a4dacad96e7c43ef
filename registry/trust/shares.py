"""How each report came to its weight: for the person it is about, for admins and for tests.

Worked out only when somebody asks; the sums are those of ``registry.trust.weigh``.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from registry.trust.bearing import attested, left, worth_of
from registry.trust.facts import Fact, is_paid
from registry.trust.failing import OWN, bad_cap, bad_share, group_of, scales_of
from registry.trust.network import Network
from registry.trust.policy import Policy
from registry.trust.weigh import Weighed


class ReportWeight(NamedTuple):
    """How one report came to its weight: weight = attest · decay · reporter · cap."""

    report_id: int
    good: bool
    attest: float
    decay: float
    reporter: float
    cap: float
    redeemed: bool

    @property
    def weight(self) -> float:
        """What the report adds to G or to B."""
        return 0.0 if self.redeemed else self.attest * self.decay * self.reporter * self.cap


def report_weights(
    seen: Weighed, *, view: int | None, network: Network, policy: Policy, today: date
) -> tuple[ReportWeight, ...]:
    """Of each report, the paid orders first, for what was weighed in that view."""
    paid = [(each, group_of(each, view, network)) for each in seen.paid]
    failures = [(each, group_of(each, view, network)) for each in seen.failures]
    believed = (
        [1.0 if group == OWN else network.speakers[each.shop_id][1] for each, group in paid],
        [bad_share(each, group, seen.heard, network, policy) for each, group in failures],
    )
    return (
        *_weights(paid, believed[0], policy.caps.good, seen, policy, today),
        *_weights(failures, believed[1], bad_cap(seen.heard, policy), seen, policy, today),
    )


def _weights(
    spoken: Sequence[tuple[Fact, int]],
    believed: Sequence[float],
    cap: float,
    seen: Weighed,
    policy: Policy,
    today: date,
) -> Iterator[ReportWeight]:
    """The reports of one side, each with its group and how far that is believed."""
    weights, said = policy.weights, dict[int, float]()
    for fact, group in spoken:
        if fact.report_id not in seen.redeemed:
            said[group] = said.get(group, 0.0) + worth_of(fact.said, weights, today)
    scales = scales_of(said, cap)
    for (fact, group), reporter in zip(spoken, believed, strict=True):
        yield ReportWeight(
            fact.report_id,
            is_paid(fact),
            attested(fact.said, weights),
            left(fact.said, weights, today),
            reporter,
            scales.get(group, 1.0),
            fact.report_id in seen.redeemed,
        )
