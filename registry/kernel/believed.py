"""What a worker has learnt from the database and believes for a few seconds without asking again.

So a request asks nothing about what seldom changes, and a change holds everywhere that long after
its commit at the latest.
"""

import threading
from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Any, Final, Generic, TypeVar

from registry.kernel.kept import Kept, kept

BELIEVED: Final = timedelta(seconds=3)
_MOST: Final = 10_000
_NO_TIME: Final = timedelta(0)

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


def of_application(name: str, at_hand: Kept | None = None) -> "Believed[Any, Any]":
    """What the application at hand believes of one kind of thing."""
    all_kept = at_hand or kept()
    known: Believed[Any, Any] | None = all_kept.get(name)
    return all_kept.setdefault(name, Believed()) if known is None else known


class Believed(Generic[Key, Value]):
    """Values by key, each for three seconds unless told otherwise; safe to share between threads.

    A fork may copy it, for all it holds grows stale that soon.
    """

    def __init__(self, span: timedelta = BELIEVED) -> None:
        self._span = span
        self._seen: dict[Key, tuple[datetime, Value]] = {}
        self._lock = threading.Lock()

    def find(self, key: Key, now: datetime) -> Value | None:
        """What was learnt within the span.

        A hit does not make it younger: what is in steady use would never be looked up again.
        """
        learnt_at, value = self._seen.get(key, (None, None))
        if learnt_at is None or not _NO_TIME <= now - learnt_at < self._span:
            return None
        return value

    def learn(self, key: Key, value: Value, now: datetime) -> None:
        """Remember what the database said; ``now`` is from before it was asked."""
        with self._lock:
            if len(self._seen) >= _MOST:
                self._seen.clear()
            self._seen[key] = (now, value)

    def forget(self, key: Key) -> None:
        """It was changed here: ask at the next use."""
        with self._lock:
            self._seen.pop(key, None)
