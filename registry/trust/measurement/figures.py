"""How good a list of predictions was: ranking, log loss, calibration, each with its interval."""

import math
import random
from collections.abc import Callable, Sequence

Interval = tuple[float, float]
Weights = Sequence[int]


class Ranking:
    """The area under the ROC curve for any weights of the same predictions (ties count half)."""

    def __init__(self, predicted: Sequence[float], bad: Sequence[bool]) -> None:
        self._bad = bad
        order = sorted(range(len(predicted)), key=predicted.__getitem__)
        self._ties: list[list[int]] = []
        last: float | None = None
        for i in order:
            if predicted[i] != last:
                self._ties.append([])
                last = predicted[i]
            self._ties[-1].append(i)

    def auc(self, weights: Weights) -> float:
        """P(bad ranks above good) + ½ P(tie); one half where either is missing."""
        below = wins = bads = 0.0
        for tie in self._ties:
            if len(tie) > 1:
                good_here, bad_here = self._several(tie, weights)
                wins += bad_here * (below + good_here / 2.0)
                below += good_here
                bads += bad_here
            elif self._bad[tie[0]]:
                wins += weights[tie[0]] * below
                bads += weights[tie[0]]
            else:
                below += weights[tie[0]]
        return wins / (below * bads) if below and bads else 0.5

    def _several(self, tie: Sequence[int], weights: Weights) -> tuple[int, int]:
        bad = sum(weights[i] for i in tie if self._bad[i])
        return sum(weights[i] for i in tie) - bad, bad


class LogLoss:
    """How much better than the constant rate the predictions describe what happened."""

    def __init__(self, predicted: Sequence[float], bad: Sequence[bool]) -> None:
        self._bad = bad
        self._losses = [-math.log(_of(p, b)) for p, b in zip(predicted, bad, strict=True)]

    def gain(self, weights: Weights) -> float:
        """1 − loss / loss of the constant that fits best (the share of bad orders itself)."""
        n = sum(weights)
        bads = sum(w for w, b in zip(weights, self._bad, strict=True) if b)
        if bads in {0, n}:
            return 0.0
        rate = bads / n
        constant = -(bads * math.log(rate) + (n - bads) * math.log(1.0 - rate))
        loss = sum(w * x for w, x in zip(weights, self._losses, strict=True))
        return 1.0 - loss / constant


def _of(p: float, bad: bool) -> float:
    p = min(1.0 - 1e-9, max(1e-9, p))
    return p if bad else 1.0 - p


def intervals(
    measures: dict[str, Callable[[Weights], float]],
    groups: Sequence[int],
    *,
    resamples: int,
    seed: int,
) -> dict[str, Interval]:
    """95 % bootstrap intervals. Whole groups (customers) are drawn, since their orders go together.

    ``groups`` holds each prediction's group as a number from 0 without gaps.
    """
    chance = random.Random(seed)  # noqa: S311 (a resampling, not a secret)
    members = range(max(groups) + 1)
    drawn: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(resamples):
        times = [0] * len(members)
        for group in chance.choices(members, k=len(members)):
            times[group] += 1
        weights = [times[group] for group in groups]
        for name, measure in measures.items():
            drawn[name].append(measure(weights))
    return {name: _middle(values) for name, values in drawn.items()}


def _middle(values: list[float]) -> Interval:
    values.sort()
    edge = int(len(values) * 0.025)
    return values[edge], values[-1 - edge]


def poisson_interval(expected: float) -> tuple[int, int]:
    """The counts that a Poisson variable with this mean leaves on neither side once in forty."""
    low: int | None = None
    below, k = 0.0, 0
    while True:
        below += math.exp(k * math.log(expected) - expected - math.lgamma(k + 1))
        if low is None and below > 0.025:
            low = k
        if below >= 0.975:
            return low or 0, k
        k += 1


def reliability(
    predicted: Sequence[float], bad: Sequence[bool], bins: int
) -> list[dict[str, float | int | bool]]:
    """Bins of equal size by prediction: what was predicted and what was observed."""
    order = sorted(range(len(predicted)), key=predicted.__getitem__)
    rows = []
    for i in range(bins):
        part = order[i * len(order) // bins : (i + 1) * len(order) // bins]
        if part:
            rows.append(_bin([predicted[j] for j in part], sum(bad[j] for j in part)))
    return rows


def _bin(predicted: Sequence[float], bads: int) -> dict[str, float | int | bool]:
    expected = sum(predicted)
    low, high = poisson_interval(expected)
    return {
        "p": expected / len(predicted),
        "observed": bads / len(predicted),
        "n": len(predicted),
        "expected_bad": expected,
        "observed_bad": bads,
        "poisson_low": low,
        "poisson_high": high,
        "inside": low <= bads <= high,
    }
