"""How much is left of a report of some day: 2^(−age / half-life)."""

from datetime import date
from functools import lru_cache


class Fading(dict[int, float]):
    """Day (``date.toordinal``) → what is left as of ``today``; each worked out once.

    What is still to come has not faded.
    """

    def __init__(self, half_life: float, today: date) -> None:
        super().__init__()
        self._half_life = half_life
        self._today = today.toordinal()

    def __missing__(self, day: int) -> float:
        left: float = 2.0 ** (min(0, day - self._today) / self._half_life)
        self[day] = left
        return left


@lru_cache(maxsize=8)
def fading_of(half_life: float, today: date) -> Fading:
    """The same one for everybody who asks on that day."""
    return Fading(half_life, today)
