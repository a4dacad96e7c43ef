"""When a webhook is tried again, and what an answer means. Pure.

The schedule is the one that the Standard Webhooks specification gives as its example, to a day
after the first failure: a shop's server may be down for a night.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

PAUSES: Final = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Between a try and the next; the first one is at once."""
JITTER: Final = 0.1
OLD_SECRET_LIVES: Final = timedelta(hours=24)
KEPT: Final = timedelta(days=90)
LOG_KEPT: Final = timedelta(days=30)
READERS_SINCE: Final = timedelta(days=90)
MOST_WEBHOOKS: Final = 5


class HookState(StrEnum):
    """Whether a webhook is sent to."""

    ACTIVE = "active"
    DISABLED = "disabled"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Outcome(StrEnum):
    """What became of a try; ``http_NNN`` beside these for an answer that is no success."""

    DELIVERED = "delivered"
    GONE = "gone"
    REDIRECT = "redirect"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    BAD_ADDRESS = "bad_address"


@dataclass(frozen=True, slots=True)
class Next:
    """What a delivery is after a try: its state, and how long until the next one."""

    state: DeliveryState
    pause: timedelta | None = None
    disable: bool = False


def outcome_of(status: int) -> str:
    """What the answer to a try means. A redirect is never followed: it may lead inside."""
    if 200 <= status < 300:
        return Outcome.DELIVERED
    if status == 410:
        return Outcome.GONE
    return Outcome.REDIRECT if 300 <= status < 400 else f"http_{status}"


def after(outcome: str, *, tries: int, chance: float) -> Next:
    """What follows the try number ``tries`` (from 1); ``chance`` is in [0, 1)."""
    if outcome == Outcome.DELIVERED:
        return Next(DeliveryState.DELIVERED)
    if outcome == Outcome.GONE:
        return Next(DeliveryState.FAILED, disable=True)
    if tries > len(PAUSES):
        return Next(DeliveryState.FAILED)
    pause = PAUSES[tries - 1]
    return Next(DeliveryState.WAITING, pause * (1.0 + JITTER * (2.0 * chance - 1.0)))
