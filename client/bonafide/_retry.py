"""When to ask again, and for how long: the whole policy."""

import random
from collections.abc import Callable

from bonafide._breaker import Breaker
from bonafide._flow import Again, Attempt, Call, Flow, Reply
from bonafide._problems import failure_of
from bonafide._window import Window
from bonafide.errors import (
    BonafideError,
    CircuitOpen,
    Conflict,
    RateLimited,
    TimedOut,
    Unavailable,
)

FIRST_WAIT = 0.1
LONGEST_WAIT = 5.0


class Courier:
    """Carries a call to the registry until it is answered or its time is up."""

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        breaker: Breaker,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.clock = clock
        self._breaker = breaker
        self._jitter = jitter

    def deliver(self, call: Call, window: Window) -> Flow[Reply]:
        """The 2xx reply. Raises what stood in the way, at the window's end at the latest."""
        wait, tries = 0.0, 0
        seen: BonafideError = TimedOut("the time for this call is spent")
        self._breaker.check()
        while True:
            within = min(window.timeout, window.deadline - self.clock() - wait)
            if within <= 0:
                raise seen
            failure = yield from self._attempt(Attempt(call, wait, within))
            if not isinstance(failure, BonafideError):
                return failure
            seen, tries = failure, tries + 1
            pause = self.pause_before_next(call, failure, tries)
            too_late = pause is not None and self.clock() + pause >= window.deadline
            if pause is None or too_late or self._breaker.is_open():
                raise failure
            wait = pause

    def pause_before_next(self, call: Call, failure: BonafideError, tries: int) -> float | None:
        """Seconds to wait before asking again, or None: do not.

        Exponential with full jitter, so that a crowd of clients does not come back in step; a
        ``Retry-After`` is the least.
        """
        if not _may_pass(failure):
            return None
        if call.again is Again.UNLESS_SLOW and isinstance(failure, TimedOut):
            return None
        retry_after = failure.retry_after if isinstance(failure, Unavailable) else None
        backoff = self._jitter() * min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(tries, 10))
        return max(backoff, retry_after or 0.0)

    def _attempt(self, attempt: Attempt) -> Flow[Reply | BonafideError]:
        try:
            reply = yield attempt
        except Unavailable as lost:
            failure: BonafideError | None = lost
        else:
            failure = failure_of(reply)
        self._breaker.saw(failure)
        return reply if failure is None else failure


def _may_pass(failure: BonafideError) -> bool:
    """Whether the same call may be answered if it is made again."""
    if isinstance(failure, RateLimited):
        return failure.retry_after is not None
    if isinstance(failure, Conflict):
        return failure.code == "idempotency_in_flight"
    return isinstance(failure, Unavailable) and not isinstance(failure, CircuitOpen)
