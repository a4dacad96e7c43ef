"""How the calibration curve is found: from faded counts of how orders with such a risk ended.

Three steps, each by penalised maximum likelihood, each on what the one before it left:

1. the offsets c and d, for what is known about the person and how well the shop is known;
2. the curve v over the risk so moved, with neighbouring knots pulled towards each other;
3. the level a, and how fast it has been moving, b a half-life: what is predicted for an order of
   age t (in half-lives, backwards) is a − b · t, and today's, a, is used.

What sets risks apart moves slowly and is counted with a long half-life; the level moves with the
season and with everything that nobody told us, and is counted with a short one. Without b it would
be the level of the middle of the past, which is months ago where outcomes are known late. The
penalties pull all of it to zero, so that with little data nothing is changed.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.trust.calibration import (
    KNOTS,
    UNCALIBRATED,
    Calibration,
    Known,
    ShopKnown,
    place,
)
from registry.trust.odds import from_logit
from registry.trust.policy import CalibrationLimits

_STEPS = 12
_CLOSE = 1e-4
_LONGEST = 1.0

_Parts = tuple[tuple[int, float], ...]
_Matrix = list[list[float]]


@dataclass(frozen=True, slots=True)
class Recent:
    """A cell's orders on the level's faster scale, with when they were.

    ``n``, ``bad``: faded counts; ``n_at``, ``n_at2``, ``bad_at``: sums of their times, and of the
    squares (half-lives from today, so the past is negative).
    """

    n: float = 0.0
    n_at: float = 0.0
    n_at2: float = 0.0
    bad: float = 0.0
    bad_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """Orders whose raw logit was about ``z``: faded count and faded count of failures."""

    z: float
    known: Known
    shop: ShopKnown
    n: float
    bad: float
    recent: Recent = Recent()


@dataclass(frozen=True, slots=True)
class _Term:
    """``bad`` of ``n`` failed where the logit is ``z`` plus each parameter times its share."""

    z: float
    n: float
    bad: float
    parts: _Parts


def fit_calibration(
    cells: Iterable[Cell], limits: CalibrationLimits, start: Calibration = UNCALIBRATED
) -> Calibration:
    """Newton's steps from ``start`` (last night's curve) to the penalised maximum."""
    cells = tuple(cells)
    if not cells:
        return start
    known, size = len(Known), len(Known) + len(ShopKnown)
    offsets = _found(
        [_Term(c.z, c.n, c.bad, ((c.known, 1.0), (known + c.shop, 1.0))) for c in cells],
        [*start.by_known, *start.by_shop],
        _diagonal([limits.pull_known] * size),
    )
    moved = [c.z + offsets[c.known] + offsets[known + c.shop] for c in cells]
    curve = _rising(
        _found(
            [_Term(y, c.n, c.bad, _on_curve(y)) for y, c in zip(moved, cells, strict=True)],
            start.by_risk,
            _tied([limits.pull_risk] * len(KNOTS), limits.smooth),
        )
    )
    bent = [y + sum(curve[k] * f for k, f in _on_curve(y)) for y in moved]
    pulls = _diagonal([limits.pull_risk, limits.pull_trend])
    terms = [term for z, c in zip(bent, cells, strict=True) for term in _recent(z, c.recent)]
    level, _ = _found(terms, [start.level, 0.0], pulls)
    return Calibration(tuple(curve), tuple(offsets[:known]), tuple(offsets[known:]), level)


def _on_curve(y: float) -> _Parts:
    k, f = place(y)
    return (k, 1.0 - f), (k + 1, f)


def _recent(z: float, seen: Recent) -> Iterable[_Term]:
    """Two terms a standard deviation before and after the middle of the orders' times.

    They have the counts, means and spread of all the orders, which is all that the level and its
    (slow) motion ask of them.
    """
    if seen.n <= 0.0:
        return
    middle = seen.n_at / seen.n
    spread = math.sqrt(max(1e-9, seen.n_at2 / seen.n - middle * middle))
    later = (seen.bad_at - seen.bad * middle) / spread
    for side in (-1.0, 1.0):
        parts = ((0, 1.0), (1, middle + side * spread))
        yield _Term(z, seen.n / 2.0, (seen.bad + side * later) / 2.0, parts)


def _rising(curve: Sequence[float]) -> list[float]:
    """The same with its dips filled: a higher raw risk is never published as a lower one."""
    rising: list[float] = []
    highest = -math.inf
    for knot, offset in zip(KNOTS, curve, strict=True):
        highest = max(highest, knot + offset)
        rising.append(highest - knot)
    return rising


def _found(terms: Sequence[_Term], start: Sequence[float], pull: _Matrix) -> list[float]:
    """The parameters that are likeliest given the terms and the penalty ½ vᵀ · pull · v."""
    v = list(start)
    for _ in range(_STEPS):
        gradient = [-sum(p * x for p, x in zip(row, v, strict=True)) for row in pull]
        hessian = [list(row) for row in pull]
        for term in terms:
            _add(term, v, gradient, hessian)
        step = _solved(hessian, gradient)
        longest = max(map(abs, step))
        shorter = min(1.0, _LONGEST / longest) if longest else 1.0
        v = [a + b * shorter for a, b in zip(v, step, strict=True)]
        if longest < _CLOSE:
            break
    return v


def _add(term: _Term, v: Sequence[float], gradient: list[float], hessian: _Matrix) -> None:
    (i, x), (j, y) = term.parts
    p = from_logit(term.z + v[i] * x + v[j] * y)
    rest, spread = term.bad - term.n * p, term.n * p * (1.0 - p)
    gradient[i] += rest * x
    gradient[j] += rest * y
    hessian[i][i] += spread * x * x
    hessian[j][j] += spread * y * y
    hessian[i][j] += spread * x * y
    hessian[j][i] += spread * x * y


def _diagonal(pulls: Sequence[float]) -> _Matrix:
    size = range(len(pulls))
    return [[pulls[i] if i == j else 0.0 for j in size] for i in size]


def _tied(pulls: Sequence[float], smooth: float) -> _Matrix:
    """Pulls to zero, and of each parameter to the next one."""
    matrix = _diagonal(pulls)
    for k in range(len(pulls) - 1):
        matrix[k][k] += smooth
        matrix[k + 1][k + 1] += smooth
        matrix[k][k + 1] -= smooth
        matrix[k + 1][k] -= smooth
    return matrix


def _solved(matrix: _Matrix, right: Sequence[float]) -> list[float]:
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
