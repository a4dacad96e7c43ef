"""Until when an operation may last."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """``deadline`` on the monotonic clock, and seconds for each exchange."""

    deadline: float
    timeout: float
