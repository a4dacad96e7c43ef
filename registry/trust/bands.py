"""The coarse view that a shop gets of what others reported: bands, steps and quarters."""

import itertools
import math
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import lru_cache


def band(count: int, starts: Sequence[int]) -> str:
    """``0`` or the band that holds ``count``; ``starts`` are the bands' first numbers.

    >>> [band(n, (1, 3, 10)) for n in (0, 2, 9, 10)]
    ['0', '1-2', '3-9', '10+']
    """
    if count < starts[0]:
        return "0"
    for first, following in itertools.pairwise(starts):
        if count < following:
            return str(first) if following == first + 1 else f"{first}-{following - 1}"
    return f"{starts[-1]}+"


@lru_cache(maxsize=8)
def _edges(steps: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(math.sqrt(a * b) for a, b in itertools.pairwise(steps))


def rounded_risk(risk: float, steps_percent: tuple[float, ...]) -> float:
    """The nearest published step, by ratio rather than by difference, as a share of one."""
    return _step(risk * 100.0, steps_percent) / 100.0


def nearest(weight: float, steps: tuple[float, ...]) -> float:
    """The nearest published weight, by ratio; nothing stays nothing.

    >>> [nearest(w, (3.0, 12.0)) for w in (0.0, 0.4, 5.9, 6.1, 40.0)]
    [0.0, 3.0, 3.0, 12.0, 12.0]
    """
    return _step(weight, steps) if weight > 0.0 else 0.0


def _step(value: float, steps: tuple[float, ...]) -> float:
    return steps[bisect_right(_edges(steps), value)]


def quarter(day: date, today: date) -> str:
    """``this quarter``, or the quarter's name (``2026-Q3``)."""
    named = _name(day)
    return "this quarter" if named == _name(today) else named


def _name(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"
