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


Speaker = tuple[int, float, ReporterWeight]
"""Who speaks when a shop does (its cluster, or itself), how far its paid orders count, and all."""
_BELIEVED = ReporterWeight()


class Speakers(dict[int, Speaker]):
    """Shop → who speaks; made once each, for batches ask ten thousand times."""

    def __init__(
        self, reporters: Mapping[int, ReporterWeight], cluster_of: Mapping[int, int]
    ) -> None:
        super().__init__()
        self._reporters = reporters
        self._cluster_of = cluster_of

    def __missing__(self, shop_id: int) -> Speaker:
        weight = self._reporters.get(shop_id, _BELIEVED)
        self[shop_id] = found = (self._cluster_of.get(shop_id, shop_id), weight.good, weight)
        return found


class Believed(dict[int, float]):
    """Shop → how far its paid orders are believed."""

    def __init__(self, speakers: Speakers) -> None:
        super().__init__()
        self._speakers = speakers

    def __missing__(self, shop_id: int) -> float:
        self[shop_id] = share = self._speakers[shop_id][1]
        return share


@dataclass(frozen=True, slots=True)
class Network:
    """One night's picture. Mappings may hold only what one lookup needs; absent means "no data".

    ``speakers`` and ``believed`` say by shop what ``reporters`` and ``cluster_of`` do.
    """

    base: float
    m: float | None = None
    payments: Mapping[str, Rate] = field(default_factory=dict)
    shops: Mapping[int, Rate] = field(default_factory=dict)
    segments: Mapping[tuple[int, str], Rate] = field(default_factory=dict)
    calibration: Calibration = UNCALIBRATED
    reporters: Mapping[int, ReporterWeight] = field(default_factory=dict)
    cluster_of: Mapping[int, int] = field(default_factory=dict)
    fitted_on: date | None = None
    speakers: Speakers = field(init=False, repr=False, compare=False)
    believed: Believed = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "speakers", Speakers(self.reporters, self.cluster_of))
        object.__setattr__(self, "believed", Believed(self.speakers))


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
