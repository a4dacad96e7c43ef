"""What a shop's answer is made of: its own reports as they weigh, everybody else's in a few steps.

A shop may date its own reports as it likes, and sees at once what that does. If others' reports
moved its answer freely, it would learn by trial what they weigh and on which day one more came in.
So both are weighed apart, and all others together enter as one of a few published weights for good
and for bad: whatever the shop tries, it learns these two steps and no more (measured:
``registry.trust.measurement.prober``). The customer and an admin see everything exactly.
"""

from typing import NamedTuple

from registry.trust.bands import nearest
from registry.trust.beta import beta_quantile
from registry.trust.facts import NO_REPORTS, Reports
from registry.trust.scene import Scene
from registry.trust.weigh import NOTHING, Weighed, weigh, weigh_own, without


class Coarse(NamedTuple):
    """Own reports and others' by themselves; ``good`` and ``bad`` as a shop's answer takes them.

    ``mine`` are the asking shop's own reports, whether they count or not.
    """

    mine: Reports
    own: Weighed
    others: Weighed
    good: float
    bad: float

    @property
    def failed(self) -> bool:
        """Whether a failure stands, anywhere."""
        return bool(self.own.bad_groups or self.others.bad_groups)


def coarse_view(reports: Reports, scene: Scene, *, everywhere: Weighed | None = None) -> Coarse:
    """Weigh reports as they may bear on what the shop is told.

    ``everywhere`` is what all of them weigh in everybody's view, where that is known already: with
    none of the asking shop's own, or without those, it is mostly the others' weight.
    """
    shop_id, network, policy, today = scene.asking.shop_id, scene.network, scene.policy, scene.today
    if everywhere is None:
        everywhere = weigh(reports, view=None, network=network, policy=policy, today=today)
    if shop_id in reports.shop_ids:
        mine = reports.of_shop(shop_id)
        own = weigh_own(mine, shop_id, network=network, policy=policy, today=today)
        failed = bool(own.bad_groups)
        others = without(everywhere, shop_id, failed, network=network, policy=policy, today=today)
    else:
        mine, own, others = NO_REPORTS, NOTHING, everywhere
    shown = policy.shown
    good = own.good + nearest(others.good, shown.others_good)
    bad = own.bad + nearest(others.bad, shown.others_bad)
    return Coarse(mine, own, others, good, bad)


def shown_interval(estimate: float, orders: float, z: float) -> tuple[float, float]:
    """The interval of a beta posterior with that mean and as many orders behind it."""
    a, b = estimate * orders, (1.0 - estimate) * orders
    return beta_quantile(a, b, -z), beta_quantile(a, b, z)
