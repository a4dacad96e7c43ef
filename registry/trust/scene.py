"""What all answers to one shop have in common, however many people it asks about."""

from datetime import date

from registry.trust.calibration import shop_known
from registry.trust.network import Context, Network, history_weight, prior_rate
from registry.trust.policy import Policy
from registry.trust.risk import Risk


class Scene:
    """Who asks about which kind of order, in which network, under which policy, on which day.

    Made once for many people, with what follows from it alone: ``p0`` and its weight ``m``
    (``registry.trust.network``), ``shop``: how well the asking shop is known. ``risks`` holds the
    risks shown so far by what they follow from: others' reports enter in a few steps, so most
    people of a batch share a few of them.
    """

    __slots__ = ("asking", "m", "network", "p0", "policy", "risks", "shop", "today")

    def __init__(self, asking: Context, *, network: Network, policy: Policy, today: date) -> None:
        self.asking = asking
        self.network = network
        self.policy = policy
        self.today = today
        self.m = history_weight(network, policy)
        self.p0 = prior_rate(network, asking, policy)
        rate = network.shops.get(asking.shop_id)
        self.shop = shop_known(rate.n if rate else 0.0)
        self.risks: dict[tuple[float, float, bool], Risk] = {}
