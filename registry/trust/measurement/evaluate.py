"""``registry evaluate``: how well the published rules would have done on a past order history."""

import csv
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bonafide.protocol.words import Level
from registry.trust.measurement.figures import (
    LogLoss,
    Ranking,
    Weights,
    intervals,
    reliability,
)
from registry.trust.measurement.history import BadHistory, Order, read_history
from registry.trust.measurement.replay import Progress, Scored, Settings, replay
from registry.trust.policy import Policy, load_policy

VIEWS = ("own", "shared", "context", "full", "shown")
DEFAULT_START = 0.3
_BINS = 10
_RESAMPLES = 200
_SEED = 1


def run(
    orders: Path,
    *,
    lag_days: int = 1,
    start: float = DEFAULT_START,
    pending_days: int = 0,
    missing: float = 0.0,
    predictions: Path | None = None,
    progress: Progress | None = None,
    policy: Policy | None = None,
) -> dict[str, Any]:
    """Replay a history and measure it from the share ``start`` of its orders on.

    ``missing``: the share of shops that are no members, drawn at random; they neither ask nor
    report.

    Payment is an opaque label; every failure is taken as the customer's fault with a courier's
    event; everybody counts as enrolled; terms are the default ones. Raises ``BadHistory``.
    """
    history = members_only(read_history(orders), missing)
    settings = Settings(policy or load_policy(), lag_days, pending_days)
    scored = list(replay(history, settings, progress))[int(len(history) * start) :]
    if not scored:
        raise BadHistory("no orders are left to score")
    if predictions is not None:
        write_predictions(predictions, scored)
    return measure(scored)


def members_only(history: Sequence[Order], missing: float) -> list[Order]:
    """The orders of the shops that are left when a share of all shops takes no part."""
    shops = sorted({order.shop for order in history})
    chance = random.Random(_SEED)  # noqa: S311 (a simulation, not a secret)
    absent = set(chance.sample(shops, round(missing * len(shops))))
    return [order for order in history if order.shop not in absent]


def measure(scored: Sequence[Scored]) -> dict[str, Any]:
    """All figures as one JSON object."""
    bad = [s.order.bad for s in scored]
    full = [s.full for s in scored]
    figures, ranges = _with_intervals(scored, bad)
    return {
        "lookups": len(scored),
        "bad": sum(bad),
        "base": sum(bad) / len(bad),
        **figures,
        "intervals": ranges,
        "predicted_bad": reliability(full, bad, 1)[0],
        "calibration": reliability(full, bad, _BINS),
        "coverage": _shares(scored),
        "levels": _levels(scored),
        "advice": _advice(scored),
    }


def _with_intervals(
    scored: Sequence[Scored], bad: Sequence[bool]
) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, list[float]]]]:
    measures: dict[str, dict[str, Callable[[Weights], float]]] = {"auc": {}, "log_loss_gain": {}}
    for view in VIEWS:
        predicted = [getattr(s, view) for s in scored]
        measures["auc"][view] = Ranking(predicted, bad).auc
        measures["log_loss_gain"][view] = LogLoss(predicted, bad).gain
    once = [1] * len(scored)
    groups = _numbered([s.order.customer for s in scored])
    figures = {
        kind: {view: measure(once) for view, measure in by_view.items()}
        for kind, by_view in measures.items()
    }
    ranges = {
        kind: {
            view: list(interval)
            for view, interval in intervals(
                by_view, groups, resamples=_RESAMPLES, seed=_SEED
            ).items()
        }
        for kind, by_view in measures.items()
    }
    return figures, ranges


def _numbered(labels: Sequence[str]) -> list[int]:
    numbers: dict[str, int] = {}
    return [numbers.setdefault(label, len(numbers)) for label in labels]


def _shares(scored: Sequence[Scored]) -> dict[str, float]:
    return {
        kind: sum(s.seen == kind for s in scored) / len(scored)
        for kind in ("none", "cross_only", "own")
    }


def _levels(scored: Sequence[Scored]) -> dict[str, dict[str, float]]:
    return {
        level.value: _share_and_bad([s for s in scored if s.level is level], len(scored))
        for level in Level
    }


def _advice(scored: Sequence[Scored]) -> dict[str, dict[str, float]]:
    codes = sorted({s.advice.code for s in scored})
    return {
        code.value: _share_and_bad([s for s in scored if s.advice.code is code], len(scored))
        for code in codes
    }


def _share_and_bad(part: Sequence[Scored], whole: int) -> dict[str, float]:
    return {
        "share": len(part) / whole,
        "bad": sum(s.order.bad for s in part) / len(part) if part else 0.0,
        "n": len(part),
    }


def write_predictions(path: Path, scored: Sequence[Scored]) -> None:
    """One line for each scored order: ``order_ref,risk,level,advice``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("order_ref", "risk", "level", "advice"))
        for s in scored:
            writer.writerow((s.order.order_ref, f"{s.full:.6f}", s.level, s.advice.code))
