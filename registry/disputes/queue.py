"""In which order admins take cases: by deadline, and nobody waits for somebody else's flood.

A case carries its *turn*: how many other cases the same person (or, for a shop's own requests, the
same shop) had opened in the 30 days before. First cases go before second ones, second before
third, and within a turn the nearest deadline goes first. So a person's flood stands behind
everybody else's first cases, and costs them at most the one case that an admin has in hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol, TypeVar

DAYS_COUNTED: Final = 30


class Waiting(Protocol):
    """What the order is made from."""

    @property
    def turn(self) -> int:
        """How many the same side had opened in the 30 days before this one."""
        ...

    @property
    def rule_by(self) -> date:
        """The day by which it should be ruled."""
        ...

    @property
    def dispute_id(self) -> int:
        """Random: decides between cases of one day."""
        ...


AnyWaiting = TypeVar("AnyWaiting", bound=Waiting)


@dataclass(frozen=True, slots=True)
class Place:
    """The least that can wait; for replays."""

    turn: int
    rule_by: date
    dispute_id: int


def in_turn(waiting: Iterable[AnyWaiting]) -> list[AnyWaiting]:
    """The fair order, the first to be taken first."""
    return sorted(waiting, key=lambda each: (each.turn, each.rule_by, each.dispute_id))
