"""Threads of a worker share commits: each waits for the disk, and on SQLite for every other writer.

Whoever comes first leads a group: others join it while it waits for its turn, and then it does the
work of all in one transaction. No thread of its own and no waiting for company: alone, one commits
at once.
"""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from registry.kernel.turnstile import Turnstile

PATIENCE = 15.0
"""Seconds that a writer waits for its turn."""

Wanted = TypeVar("Wanted")
Found = TypeVar("Found")


class _Left:
    """What one who joined a group wants, and what came of it."""

    def __init__(self, wanted: object) -> None:
        self.wanted = wanted
        self._found: object = None
        self._failure: Exception | None = None
        self._done = threading.Lock()
        self._done.acquire()

    def end(self, found: object, failure: Exception | None) -> None:
        self._found, self._failure = found, failure
        self._done.release()

    def result(self) -> Any:
        """Wait for the end; raises what failed."""
        self._done.acquire()
        if self._failure is not None:
            raise self._failure
        return self._found


class Turns:
    """Whose turn it is to use one engine, among the threads of this process."""

    _by_engine: ClassVar[WeakKeyDictionary[Engine, "Turns"]] = WeakKeyDictionary()
    _making: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, turnstile: Turnstile) -> None:
        self.turnstile = turnstile
        self._lock = threading.Lock()
        self._left: list[_Left] = []

    @classmethod
    def of(cls, engine: Engine) -> "Turns":
        """An engine's, the same for every thread."""
        found = cls._by_engine.get(engine)
        if found is not None:
            return found
        with cls._making:
            return cls._by_engine.setdefault(engine, cls(Turnstile(_path(engine))))

    def waiting(self) -> int:
        """How many have left work that nobody has begun."""
        with self._lock:
            return len(self._left)

    def enter(self) -> None:
        """Wait in line for a turn of one's own, until ``leave``; raises OperationalError."""
        if not self.turnstile.enter(PATIENCE):
            busy = sqlite3.OperationalError("others write for too long")
            raise OperationalError("a turn to write", None, busy)

    def leave(self) -> None:
        """Let the next one write."""
        self.turnstile.leave()

    def take(
        self,
        wanted: Wanted,
        perform: Callable[[Sequence[Wanted]], Sequence[Found]],
        *,
        patience: float | None = None,
    ) -> Found:
        """What ``perform`` found for ``wanted``, which it does alone or with others' in one go.

        It returns once all of it is committed, in the order of what it is given. What fails fails
        for all who shared the transaction, and nothing of it is kept: each of them raises it.
        ``patience``: whoever leads does without a turn after so many seconds.
        """
        mine = _Left(wanted)
        with self._lock:
            self._left.append(mine)
            leads = len(self._left) == 1
        if leads:
            self._lead(perform, patience)
        return cast("Found", mine.result())

    def _lead(
        self, perform: Callable[[Sequence[Any]], Sequence[object]], patience: float | None
    ) -> None:
        group: list[_Left] = []
        found: Sequence[object] = ()
        failure: Exception | None = RuntimeError("who led the group was stopped")
        entered = False
        try:
            entered = self._enter(patience)
            group = self._close_group()
            found = perform([each.wanted for each in group])
            failure = None
        except Exception as error:
            failure = error
        finally:
            try:
                if entered:
                    self.leave()
            finally:  # nobody is left to wait, whatever happens
                group = group or self._close_group()
                if failure is not None:
                    found = [None] * len(group)
                for each, its in zip(group, found, strict=True):
                    each.end(its, failure)

    def _enter(self, patience: float | None) -> bool:
        if patience is None:
            self.enter()
            return True
        return self.turnstile.enter(patience)

    def _close_group(self) -> list[_Left]:
        with self._lock:
            group, self._left = self._left, []
        return group


def _path(engine: Engine) -> str | None:
    """The file whose writers other processes are beside: an SQLite database's."""
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    return None if path in (None, "", ":memory:") else path
