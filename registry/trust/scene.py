"""What all answers to one shop have in common, however many people it asks about."""

from datetime import date
from typing import Final, TypeVar

from bonafide.protocol.words import Level
from registry.trust.assessment import Assessment
from registry.trust.calibration import shop_known
from registry.trust.levels import Person
from registry.trust.network import Context, Network, history_weight, prior_rate
from registry.trust.policy import Policy
from registry.trust.risk import Risk

_MOST_SCENES: Final = 512
_MOST_KINDS: Final = 128
"""Some megabytes at the most: segments are a shop's to name, and so are its reports' days."""
_ABOVE: Final = 1.25
_BELOW: Final = 0.8
"""Beside the usual risk: a context within these bounds is not worth a word."""

Asking = tuple[int, str, str | None]
"""The parts of a ``Context``."""


K = TypeVar("K")
V = TypeVar("V")


class Kinds(dict[K, V]):
    """What was worked out for one person, for whoever is alike; a bounded number of them."""

    def keep(self, kind: K, found: V) -> None:
        """Remember it."""
        if len(self) >= _MOST_KINDS:
            self.clear()
        self[kind] = found


class Scene:
    """Who asks about which kind of order, in which network, under which policy, on which day.

    Made once for many people, with what follows from it alone: ``p0`` and its weight ``m``
    (``registry.trust.network``), ``shop``: how well the asking shop is known; ``leaning``: whether
    ``p0`` lies well above the usual (1), well below (−1) or neither. ``risks`` holds the risks
    shown so far by what they follow from, and ``told`` what was said of people of whom the same is
    known: others' reports enter in a few steps, so most people share a few of them.
    """

    __slots__ = (
        "asking",
        "leaning",
        "m",
        "network",
        "p0",
        "policy",
        "risks",
        "shop",
        "today",
        "told",
    )

    def __init__(self, asking: Context, *, network: Network, policy: Policy, today: date) -> None:
        self.asking = asking
        self.network = network
        self.policy = policy
        self.today = today
        self.m = history_weight(network, policy)
        self.p0 = prior_rate(network, asking, policy)
        above, below = self.p0 > _ABOVE * network.base, self.p0 < _BELOW * network.base
        self.leaning = above - below
        rate = network.shops.get(asking.shop_id)
        self.shop = shop_known(rate.n if rate else 0.0)
        self.risks: Kinds[tuple[float, float, bool], Risk] = Kinds()
        self.told: Kinds[tuple[Person, Level, float, bool], Assessment] = Kinds()


class Scenes:
    """The scenes of one network on one day, which answer after answer is given in.

    Safe to share between threads: at worst a scene is made twice.
    """

    def __init__(self) -> None:
        self._made: dict[Asking, Scene] = {}

    def find(self, asking: Asking, *, network: Network, policy: Policy, today: date) -> Scene:
        """The one for orders of a kind, made anew for another network or on another day."""
        scene = self._made.get(asking)
        if scene is not None and scene.network is network and scene.today == today:
            return scene
        if len(self._made) >= _MOST_SCENES:
            self._made.clear()
        made = Scene(Context(*asking), network=network, policy=policy, today=today)
        self._made[asking] = made
        return made
