"""What a shop's answer is made of: its own reports as they weigh, everybody else's in a few steps.

A shop may date its own reports as it likes, and sees at once what that does. If others' reports
moved its answer freely, it would learn by trial what they weigh and on which day one more came in.
So both are weighed apart, and all others together enter as one of a few published weights for good
and for bad: whatever the shop tries, it learns these two steps and no more (measured:
``registry.trust.measurement.prober``). The customer and an admin see everything exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.trust.bands import nearest
from registry.trust.beta import beta_quantile
from registry.trust.facts import Fact
from registry.trust.scene import Scene
from registry.trust.weigh import NOTHING, Weighed, weigh


@dataclass(slots=True)
class Coarse:
    """Own reports and others' by themselves; ``good`` and ``bad`` as a shop's answer takes them.

    Never changed; not frozen, like ``Weighed``.
    """

    own: Weighed
    others: Weighed
    good: float
    bad: float

    @property
    def failed(self) -> bool:
        """Whether a failure stands, anywhere."""
        return bool(self.own.bad_groups or self.others.bad_groups)


def coarse_view(
    rows: Sequence[Fact],
    mine: Sequence[Fact],
    scene: Scene,
    *,
    everywhere: Weighed | None = None,
) -> Coarse:
    """Weigh facts that are ``in_order`` as they may bear on what the shop is told.

    ``mine`` are the asking shop's own among them. ``everywhere`` is what all of them weigh in
    everybody's view, where that is known already: it is the others' weight when none is its own.
    """
    own, witnessed = NOTHING, False
    if mine:
        shop_id = scene.asking.shop_id
        own = _weighed(mine, scene)
        witnessed = bool(own.bad_groups)
        rows = [fact for fact in rows if fact[2] != shop_id]
    if mine or everywhere is None:
        others = _weighed(rows, scene, witnessed=witnessed)
    else:
        others = everywhere
    shown = scene.policy.shown
    return Coarse(
        own=own,
        others=others,
        good=own.good + nearest(others.good, shown.others_good),
        bad=own.bad + nearest(others.bad, shown.others_bad),
    )


def _weighed(rows: Sequence[Fact], scene: Scene, *, witnessed: bool = False) -> Weighed:
    return weigh(
        rows,
        view=scene.asking.shop_id,
        network=scene.network,
        policy=scene.policy,
        today=scene.today,
        witnessed=witnessed,
    )


def shown_interval(estimate: float, orders: float, z: float) -> tuple[float, float]:
    """The interval of a beta posterior with that mean and as many orders behind it."""
    a, b = estimate * orders, (1.0 - estimate) * orders
    return beta_quantile(a, b, -z), beta_quantile(a, b, z)
