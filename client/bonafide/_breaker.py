"""A circuit breaker: a checkout must not pay the whole budget for a registry that is down."""

import threading
from collections.abc import Callable

from bonafide.errors import CircuitOpen, RateLimited, Unavailable

FAILURES = 5
OPEN_FOR = 10.0


class Breaker:
    """Opens after ``failures`` in a row; ``open_for`` seconds later lets a single call try.

    Being asked to slow down (429) is an answer, not a failure.
    """

    def __init__(
        self, clock: Callable[[], float], *, failures: int = FAILURES, open_for: float = OPEN_FOR
    ) -> None:
        self._clock = clock
        self._failures = failures
        self._open_for = open_for
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._closed_at = 0.0

    def check(self) -> None:
        """Raise CircuitOpen while open. Whoever comes first afterwards is the one that tries."""
        with self._lock:
            if self._in_a_row < self._failures:
                return
            now = self._clock()
            if now < self._closed_at:
                raise CircuitOpen("the registry has just failed several times in a row")
            self._closed_at = now + self._open_for

    def is_open(self) -> bool:
        """Whether it is of no use to ask again just now."""
        with self._lock:
            return self._in_a_row >= self._failures

    def saw(self, failure: Exception | None) -> None:
        """Count what came of a call."""
        down = isinstance(failure, Unavailable) and not isinstance(failure, RateLimited)
        with self._lock:
            if not down:
                self._in_a_row = 0
                return
            self._in_a_row += 1
            if self._in_a_row >= self._failures:
                self._closed_at = self._clock() + self._open_for
