"""The only place that reads the time. Everything else is handed ``now``."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that knows the present moment."""

    def now(self) -> datetime:
        """The present moment as an aware UTC datetime."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment as an aware UTC datetime."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class LateClock:
    """The machine's clock, behind by a fixed span: a demo tells a story that began weeks ago."""

    behind: timedelta

    def now(self) -> datetime:
        """The present moment less the span."""
        return datetime.now(UTC) - self.behind


@dataclass
class FixedClock:
    """A clock that stands still until somebody moves it: for tests and replays."""

    at: datetime

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.at

    def advance(self, step: timedelta) -> None:
        """Move forward by ``step``."""
        self.at += step
