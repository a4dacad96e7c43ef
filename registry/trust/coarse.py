"""What a shop's answer is made of: its own reports as they weigh, everybody else's in a few steps.

A shop may date its own reports as it likes, and sees at once what that does. If others' reports
moved its answer freely, it would learn by trial what they weigh and on which day one more came in.
So both are weighed apart, and all others together enter as one of a few published weights for good
and for bad: whatever the shop tries, it learns these two steps and no more (measured:
``registry.trust.measurement.prober``). The customer and an admin see everything exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.trust.bands import nearest
from registry.trust.beta import beta_quantile
from registry.trust.facts import Fact
from registry.trust.network import Network
from registry.trust.policy import Policy
from registry.trust.weigh import NOTHING, Weighed, weigh


@dataclass(frozen=True, slots=True)
class Coarse:
    """Own reports and others' by themselves; ``good`` and ``bad`` as a shop's answer takes them."""

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
    shop_id: int,
    *,
    network: Network,
    policy: Policy,
    today: date,
    whole: Weighed | None = None,
) -> Coarse:
    """Weigh facts that are ``in_order`` as they may bear on what the shop is told.

    ``whole`` is what all of them weigh in the shop's view, where that is known already: it is the
    others' weight when none of them is the shop's own.
    """

    def weighed(part: Sequence[Fact], witnessed: bool = False) -> Weighed:
        if not part:
            return NOTHING
        return weigh(
            part, view=shop_id, network=network, policy=policy, today=today, witnessed=witnessed
        )

    mine = [fact for fact in rows if fact.shop_id == shop_id]
    own = weighed(mine)
    if mine:
        theirs = [fact for fact in rows if fact.shop_id != shop_id]
        others = weighed(theirs, witnessed=bool(own.bad_groups))
    else:
        others = weighed(rows) if whole is None else whole
    shown = policy.shown
    return Coarse(
        own=own,
        others=others,
        good=own.good + nearest(others.good, shown.others_good),
        bad=own.bad + nearest(others.bad, shown.others_bad),
    )


def shown_interval(estimate: float, orders: float, z: float) -> tuple[float, float]:
    """The interval of a beta posterior with that mean and as many orders behind it."""
    a, b = estimate * orders, (1.0 - estimate) * orders
    return beta_quantile(a, b, -z), beta_quantile(a, b, z)
