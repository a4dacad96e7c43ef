"""The curve that keeps what is predicted equal to what is observed, and how it is found.

On the logit scale the published risk is the formula's raw one plus an offset: one that changes
with the risk itself (piecewise linear between fixed knots), one for what is known about the person
(nothing, only paid orders, a failure) and one for how well the asking shop is known:

    logit p' = z + Σ_k v_k · hat_k(z) + c_known + d_shop         z = logit p

All offsets are found together, by penalised maximum likelihood on faded counts of how orders with
such a raw risk ended; the penalties pull them to zero and neighbouring knots to each other, so
that with little data nothing is changed.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from registry.trust.odds import from_logit, logit
from registry.trust.policy import CalibrationLimits

KNOTS = tuple(math.log(p / (1.0 - p)) for p in (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64))
CELL_WIDTH = 0.1
_STEPS = 8
_CLOSE = 1e-4


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
    """One night's offsets: at the knots, in the order of ``Known`` and of ``ShopKnown``."""

    by_risk: tuple[float, ...] = (0.0,) * len(KNOTS)
    by_known: tuple[float, ...] = (0.0,) * len(Known)
    by_shop: tuple[float, ...] = (0.0,) * len(ShopKnown)


UNCALIBRATED = Calibration()


@dataclass(frozen=True, slots=True)
class Cell:
    """Orders whose raw logit was about ``z``: faded count and faded count of failures."""

    z: float
    known: Known
    shop: ShopKnown
    n: float
    bad: float


def calibrated(p: float, known: Known, shop: ShopKnown, line: Calibration) -> float:
    """The published risk for a raw one."""
    if line is UNCALIBRATED:
        return p
    z = logit(p)
    k, f = _place(z)
    v = line.by_risk
    offset = line.by_known[known] + line.by_shop[shop]
    return from_logit(z + v[k] * (1.0 - f) + v[k + 1] * f + offset)


def cell_of(p: float) -> int:
    """The number of the cell that a raw risk falls into; its middle is ``CELL_WIDTH`` times it."""
    return round(logit(p) / CELL_WIDTH)


def fit_calibration(
    cells: Iterable[Cell], limits: CalibrationLimits, start: Calibration = UNCALIBRATED
) -> Calibration:
    """Newton's steps from ``start`` (last night's curve) to the penalised maximum."""
    cells = tuple(cells)
    if not cells:
        return start
    v = [*start.by_risk, *start.by_known, *start.by_shop]
    for _ in range(_STEPS):
        gradient, hessian = _penalties(v, limits)
        for cell in cells:
            _add_cell(cell, v, gradient, hessian)
        step = _solved(hessian, gradient)
        v = [a + b for a, b in zip(v, step, strict=True)]
        if max(map(abs, step)) < _CLOSE:
            break
    known, shop = len(KNOTS), len(KNOTS) + len(Known)
    return Calibration(tuple(v[:known]), tuple(v[known:shop]), tuple(v[shop:]))


def _place(z: float) -> tuple[int, float]:
    """The knot at or below ``z`` and how far towards the next one it lies; flat outside."""
    if z <= KNOTS[0]:
        return 0, 0.0
    if z >= KNOTS[-1]:
        return len(KNOTS) - 2, 1.0
    k = bisect_right(KNOTS, z) - 1
    return k, (z - KNOTS[k]) / (KNOTS[k + 1] - KNOTS[k])


def _penalties(
    v: Sequence[float], limits: CalibrationLimits
) -> tuple[list[float], list[list[float]]]:
    size, knots = len(v), len(KNOTS)
    pull = [limits.pull_risk] * knots + [limits.pull_known] * (size - knots)
    gradient = [-t * x for t, x in zip(pull, v, strict=True)]
    hessian = [[pull[i] if i == j else 0.0 for j in range(size)] for i in range(size)]
    for k in range(knots - 1):
        tension = limits.smooth * (v[k + 1] - v[k])
        gradient[k] += tension
        gradient[k + 1] -= tension
        for i, j, sign in ((k, k, 1), (k + 1, k + 1, 1), (k, k + 1, -1), (k + 1, k, -1)):
            hessian[i][j] += sign * limits.smooth
    return gradient, hessian


def _add_cell(
    cell: Cell, v: Sequence[float], gradient: list[float], hessian: list[list[float]]
) -> None:
    k, f = _place(cell.z)
    c, d = len(KNOTS) + cell.known, len(KNOTS) + len(Known) + cell.shop
    p = from_logit(cell.z + v[k] * (1.0 - f) + v[k + 1] * f + v[c] + v[d])
    rest, spread = cell.bad - cell.n * p, cell.n * p * (1.0 - p)
    parts = ((k, 1.0 - f), (k + 1, f), (c, 1.0), (d, 1.0))
    for i, x in parts:
        gradient[i] += rest * x
        for j, y in parts:
            hessian[i][j] += spread * x * y


def _solved(matrix: list[list[float]], right: Sequence[float]) -> list[float]:
    """Gauss without pivoting: the matrix is positive definite, since every penalty is."""
    size = len(right)
    rows = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    for i in range(size):
        for below in rows[i + 1 :]:
            factor = below[i] / rows[i][i]
            for column in range(i, size + 1):
                below[column] -= factor * rows[i][column]
    x = [0.0] * size
    for i in reversed(range(size)):
        known = sum(rows[i][j] * x[j] for j in range(i + 1, size))
        x[i] = (rows[i][size] - known) / rows[i][i]
    return x
