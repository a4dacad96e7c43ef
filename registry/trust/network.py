"""What the nightly job knows about the whole network, and what it expects of a stranger.

Everything here is a value; ``registry.trust.fit`` computes it from counts.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from registry.trust.calibration import UNCALIBRATED, Calibration
from registry.trust.odds import odds_of
from registry.trust.policy import Policy


@dataclass(frozen=True, slots=True)
class Rate:
    """``bad`` of ``n`` orders failed where their parents' rates let one expect ``expected``.

    Counts are faded (older orders count less), so they need not be whole.
    """

    bad: float
    n: float
    expected: float


@dataclass(frozen=True, slots=True)
class ReporterWeight:
    """How far one shop's reports are believed by others, between 0 and 1.

    ``probation``: what a newcomer's failures weigh besides, until a believed shop saw one too.
    """

    bad: float = 1.0
    good: float = 1.0
    probation: float = 1.0


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks, for an order paid how, in which of the shop's own segments."""

    shop_id: int
    payment: str
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """One night's picture. Mappings may hold only what one lookup needs; absent means "no data"."""

    base: float
    m: float | None = None
    payments: Mapping[str, Rate] = field(default_factory=dict)
    shops: Mapping[int, Rate] = field(default_factory=dict)
    segments: Mapping[tuple[int, str], Rate] = field(default_factory=dict)
    calibration: Calibration = UNCALIBRATED
    reporters: Mapping[int, ReporterWeight] = field(default_factory=dict)
    cluster_of: Mapping[int, int] = field(default_factory=dict)
    fitted_on: date | None = None


def newborn(policy: Policy) -> Network:
    """The network before there is any data: the default rate, no context, every shop believed."""
    return Network(base=policy.prior.base_default)


def history_weight(network: Network, policy: Policy) -> float:
    """``m``, the number of orders that the context is worth against a person's history.

    m = clamp(m₃ · (0.03 / base)^e, m_least, m_most), unless the network fixed one itself.
    """
    if network.m is not None:
        return network.m
    prior = policy.prior
    m = prior.m_at_three_percent * math.pow(0.03 / network.base, prior.m_exponent)
    return min(prior.m_most, max(prior.m_least, m))


def prior_rate(network: Network, context: Context, policy: Policy) -> float:
    """``p0``: the failure rate of a stranger in this context.

    odds(p0) = odds(base) · R(payment) · R(shop) · R(segment), with for each part

        q = expected / n                    what its parents let one expect
        r = (bad + s · q) / (n + s)         its own rate, shrunk to them with strength s
        R = odds(r) / odds(q)
    """
    p = policy.prior
    odds = odds_of(network.base)
    odds *= _ratio(network.payments.get(context.payment), p.strength_payment)
    odds *= _ratio(network.shops.get(context.shop_id), p.strength_shop)
    if context.segment is not None:
        rate = network.segments.get((context.shop_id, context.segment))
        odds *= _ratio(rate, p.strength_segment)
    return odds / (1.0 + odds)


def _ratio(rate: Rate | None, strength: float) -> float:
    if rate is None or rate.n <= 0.0 or rate.expected <= 0.0:
        return 1.0
    parent = rate.expected / rate.n
    own = (rate.bad + strength * parent) / (rate.n + strength)
    return odds_of(own) / odds_of(parent)
