"""The reliability diagram: of the orders that we gave a risk, how many failed?

Recent orders are judged with what was known before each (``registry.trust.lookback``), put into
bins by the risk that a shop would have been shown, and counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from registry.trust.bands import rounded_risk
from registry.trust.calibration import Calibration, calibrated
from registry.trust.measurement.figures import poisson_interval
from registry.trust.policy import Policy
from registry.trust.tally import Judged

LEAST_ORDERS: Final = 50
"""Orders below which a bin is not drawn: it would show chance, and single people."""


@dataclass(slots=True)
class _Bin:
    orders: int = 0
    failed: int = 0
    expected: float = 0.0


def reliability_bins(
    judged: Iterable[Judged], *, calibration: Calibration, policy: Policy
) -> list[dict[str, Any]]:
    """One bin for each published step of risk; shares in percent.

    ``low`` and ``high``: where what is observed lies 19 times in 20 if the prediction is right.
    """
    steps = policy.shown.risk_percent
    bins: dict[float, _Bin] = {step: _Bin() for step in steps}
    for each in judged:
        risk = calibrated(each.raw, each.known, each.shop, calibration)
        mine = bins[round(100 * rounded_risk(risk, steps), 6)]
        mine.orders += 1
        mine.failed += each.bad
        mine.expected += risk
    return [_shown(step, each) for step, each in bins.items() if each.orders >= LEAST_ORDERS]


def _shown(step: float, found: _Bin) -> dict[str, Any]:
    low, high = poisson_interval(found.expected)
    return {
        "shown": step,
        "predicted": _percent(found.expected, found.orders),
        "observed": _percent(found.failed, found.orders),
        "low": _percent(low, found.orders),
        "high": _percent(high, found.orders),
        "orders": found.orders,
        "inside": low <= found.failed <= high,
    }


def _percent(part: float, whole: int) -> float:
    return round(100.0 * part / whole, 2)


_SIDE: Final = 300.0
_MARGIN: Final = 40.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """Places of a picture 340 wide and 340 high: the diagonal, points with whiskers, ticks."""

    points: tuple[Mapping[str, float], ...]
    ticks: tuple[Mapping[str, float], ...]
    most: float


def drawing_of(bins: Sequence[Mapping[str, Any]]) -> Drawing:
    """The same scale on both axes, so that the diagonal is where prediction and truth agree."""
    most = max([1.0, *(max(each["predicted"], each["high"], each["observed"]) for each in bins)])
    points = tuple(
        {
            "x": _x(each["predicted"], most),
            "y": _y(each["observed"], most),
            "low": _y(each["low"], most),
            "high": _y(each["high"], most),
        }
        for each in bins
    )
    marks = [most * part / 4 for part in range(5)]
    ticks = tuple(
        {"value": round(mark, 1), "x": _x(mark, most), "y": _y(mark, most)} for mark in marks
    )
    return Drawing(points, ticks, most)


def _x(percent: float, most: float) -> float:
    return round(_MARGIN + (_SIDE - _MARGIN) * percent / most, 1)


def _y(percent: float, most: float) -> float:
    return round(_SIDE - (_SIDE - _MARGIN) * percent / most, 1)
