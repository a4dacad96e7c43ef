"""The formula without the steps of what is shown: for customers, admins and measurements only.

No shop is told any of this: from exact figures it would learn by trial what others reported
(docs/decisions/0009).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.trust.beta import beta_quantile
from registry.trust.calibration import Known, calibrated
from registry.trust.facts import Fact, in_order
from registry.trust.risk import Risk, confidence_of
from registry.trust.rules import known_of, posterior_mean
from registry.trust.scene import Scene
from registry.trust.weigh import Weighed, weigh


@dataclass(frozen=True, slots=True)
class Exact:
    """One person in the asking shop's view. ``good`` and ``bad`` are G and B.

    ``raw`` is the estimate before calibration, ``risk`` after it, ``known`` what there was to go
    by; ``person_risk`` is what levels go by: in everybody's view, with p0 := base.
    """

    risk: Risk
    person_risk: float
    raw: float
    known: Known
    good: float
    bad: float


def exactly(facts: Iterable[Fact], scene: Scene) -> Exact:
    """What ``registry.trust.rules.assess`` rests on. The order of ``facts`` does not matter."""
    rows, network, policy, today = in_order(facts), scene.network, scene.policy, scene.today
    shop_id = scene.asking.shop_id
    here = everywhere = weigh(rows, view=None, network=network, policy=policy, today=today)
    if shop_id in rows.shop_ids:
        here = weigh(rows, view=shop_id, network=network, policy=policy, today=today)
    return Exact(
        risk=_risk(here, scene),
        person_risk=posterior_mean(everywhere, network.base, scene.m),
        raw=posterior_mean(here, scene.p0, scene.m),
        known=known_of(here),
        good=here.good,
        bad=here.bad,
    )


def _risk(seen: Weighed, scene: Scene) -> Risk:
    p0, m, policy = scene.p0, scene.m, scene.policy
    a, b = seen.bad + m * p0, seen.good + m * (1.0 - p0)
    known, shop, line = known_of(seen), scene.shop, scene.network.calibration
    z = policy.shown.interval_z
    return Risk(
        estimate=calibrated(a / (a + b), known, shop, line),
        low=calibrated(beta_quantile(a, b, -z), known, shop, line),
        high=calibrated(beta_quantile(a, b, z), known, shop, line),
        base=scene.network.base,
        confidence=confidence_of((seen.good + seen.bad) / (seen.good + seen.bad + m), policy),
    )
