"""What a new shop's word weighs: with age, and with a witness.

A shop on probation, admitted ``d`` days ago, has of its reports of failures believed by others

    π = min(1, floor + (1 − floor) · d / days)

besides ρ. Where another independent shop that is believed and past its probation reports a failure
of the same person too, π = 1 for that person at once (``registry.trust.weigh``). Shops whose
standing is ``active`` have π = 1: whoever admits a shop may vouch for it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from registry.trust.network import ReporterWeight
from registry.trust.policy import Policy
from registry.trust.reporters import Reporters


def ripeness(admitted_on: date, policy: Policy, today: date) -> float:
    """π of a shop on probation."""
    limits = policy.reporters
    days = max(0, (today - admitted_on).days)
    grown = limits.probation_floor + (1.0 - limits.probation_floor) * days / limits.probation_days
    return min(1.0, grown)


def with_newcomers(
    reporters: Reporters, admitted: Mapping[int, date], policy: Policy, today: date
) -> Reporters:
    """The night's picture of the shops, with π for those on probation (shop → day of admission)."""
    weights = dict(reporters.weights)
    for shop, admitted_on in sorted(admitted.items()):
        ripe = ripeness(admitted_on, policy, today)
        if ripe < 1.0 and shop not in reporters.muted:
            weights[shop] = replace(weights.get(shop, ReporterWeight()), probation=ripe)
    return replace(reporters, weights=weights)
