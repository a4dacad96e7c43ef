"""The curve that keeps what is predicted equal to what is observed: what it is.

On the logit scale the published risk is the formula's raw one, first moved by what is known about
the person (nothing, only paid orders, a failure) and how well the asking shop is known, then along
a curve (piecewise linear between fixed knots), then by today's level:

    y = logit p + c_known + d_shop          logit p' = y + Σ_k v_k · hat_k(y) + level

``registry.trust.calibrating`` finds the offsets from how orders with such a raw risk ended.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass
from enum import IntEnum

from registry.trust.odds import from_logit, logit

KNOTS = tuple(math.log(p / (1.0 - p)) for p in (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64))
CELL_WIDTH = 0.1


class Known(IntEnum):
    """What the formula had to go by besides the context."""

    NOTHING = 0
    PAID = 1
    FAILED = 2


class ShopKnown(IntEnum):
    """How many orders of the asking shop stand behind its own rate (faded)."""

    NEW = 0
    FEW = 1
    SOME = 2
    MANY = 3


_SHOP_STEPS = (1.0, 10.0, 30.0)


def shop_known(n: float) -> ShopKnown:
    """Below 1, 10, 30 faded orders, or more."""
    return ShopKnown(bisect_right(_SHOP_STEPS, n))


@dataclass(frozen=True, slots=True)
class Calibration:
    """One night's offsets: at the knots, in the order of ``Known`` and of ``ShopKnown``; all."""

    by_risk: tuple[float, ...] = (0.0,) * len(KNOTS)
    by_known: tuple[float, ...] = (0.0,) * len(Known)
    by_shop: tuple[float, ...] = (0.0,) * len(ShopKnown)
    level: float = 0.0


UNCALIBRATED = Calibration()


def calibrated(p: float, known: Known, shop: ShopKnown, line: Calibration) -> float:
    """The published risk for a raw one."""
    if line is UNCALIBRATED:
        return p
    y = logit(p) + line.by_known[known] + line.by_shop[shop]
    k, f = place(y)
    v = line.by_risk
    return from_logit(y + v[k] * (1.0 - f) + v[k + 1] * f + line.level)


def cell_of(p: float) -> int:
    """The number of the cell that a raw risk falls into; its middle is ``CELL_WIDTH`` times it."""
    return round(logit(p) / CELL_WIDTH)


def place(y: float) -> tuple[int, float]:
    """The knot at or below ``y`` and how far towards the next one it lies; flat outside."""
    if y <= KNOTS[0]:
        return 0, 0.0
    if y >= KNOTS[-1]:
        return len(KNOTS) - 2, 1.0
    k = bisect_right(KNOTS, y) - 1
    return k, (y - KNOTS[k]) / (KNOTS[k + 1] - KNOTS[k])
