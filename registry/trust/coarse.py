"""How much history stands behind a shown risk, told without telling how much others reported.

A confidence and an interval that followed every further report of another shop would betray it, so
to a shop its own reports are counted as they weigh and everybody else's as one fixed weight, once
there are any (measured: ``registry.trust.measurement.prober``).
"""

from typing import Final

from registry.trust.beta import beta_quantile
from registry.trust.weigh import Weighed

ELSEWHERE: Final = 4.0
"""Orders that a history elsewhere is taken for, however long it is."""


def shown_weight(seen: Weighed, shop_id: int) -> float:
    """G + B of the shop's own reports, and one fixed weight for all others."""
    own = {fact.report_id for fact in (*seen.paid, *seen.failures) if fact.shop_id == shop_id}
    weight = sum(row.weight for row in seen.rows if row.report_id in own)
    return weight + ELSEWHERE if len(own) < len(seen.rows) else weight


def shown_interval(estimate: float, orders: float, z: float) -> tuple[float, float]:
    """The interval of a beta posterior with that mean and as many orders behind it."""
    a, b = estimate * orders, (1.0 - estimate) * orders
    return beta_quantile(a, b, -z), beta_quantile(a, b, z)
