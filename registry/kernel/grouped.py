"""Threads of a worker share commits: each waits for the disk, and on SQLite for every other writer.

Whoever comes first leads a group: others join it while it waits for its turn, and then it does the
work of all in one transaction, and what each needs done before and after it, one right after the
other: the second finds code and data in the processor's caches that the first had to fetch. No
thread of its own. Alone, one commits at once; company is waited for where there was some just now.
"""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final, Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from registry.kernel.turnstile import Turnstile

PATIENCE = 15.0
"""Seconds that a writer waits for its turn."""
_COMPANY: Final = 0.0005
"""Seconds that whoever leads waits for the next one, until as many have come as the last time."""

Wanted = TypeVar("Wanted")
Found = TypeVar("Found")
Made = TypeVar("Made")


class Errand(Generic[Wanted, Found, Made]):
    """What one brings to a group: ``prepare`` says what it wants, ``make`` makes something of that.

    Whoever leads calls both, in whatever thread that is: they ask for no context of the request's
    and nothing of its session. What fails in them fails for this one alone.
    """

    def __init__(self, prepare: Callable[[], Wanted], make: Callable[[Found], Made]) -> None:
        self._prepare, self._make = prepare, make
        self._wanted: list[Wanted] = []
        self._made: list[Made] = []
        self._failure: Exception | None = None
        self._done = threading.Lock()
        self._done.acquire()

    def prepare(self) -> bool:
        """Have it say what it wants, once; False when it could not."""
        if not self._wanted and self._failure is None:
            try:
                self._wanted.append(self._prepare())
            except Exception as error:
                self._failure = error
        return self._failure is None

    @property
    def wanted(self) -> Wanted:
        """What it wants, once it is prepared."""
        return self._wanted[0]

    def finish(self, found: Found) -> None:
        """Make something of what was found."""
        try:
            self._made.append(self._make(found))
        except Exception as error:
            self._failure = error

    def end(self, failure: Exception | None) -> None:
        """Let whoever brought it go on; ``failure`` is that of the transaction which was shared."""
        self._failure = self._failure or failure
        self._done.release()

    def result(self) -> Made:
        """Wait for the end; raises what failed."""
        self._done.acquire()
        if self._failure is not None:
            raise self._failure
        if not self._made:
            raise RuntimeError("who led the group was stopped")
        return self._made[0]


class Turns:
    """Whose turn it is to use one engine, among the threads of this process."""

    _by_engine: ClassVar[WeakKeyDictionary[Engine, "Turns"]] = WeakKeyDictionary()
    _making: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, turnstile: Turnstile) -> None:
        self.turnstile = turnstile
        self._lock = threading.Lock()
        self._full = threading.Condition(self._lock)
        self._left: list[Errand[Any, Any, Any]] = []
        self._usual = 1

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
        errand: Errand[Wanted, Found, Made],
        perform: Callable[[Sequence[Wanted]], Sequence[Found]],
        *,
        patience: float | None = None,
    ) -> Made:
        """What the errand makes of what ``perform`` found for it, alone or with others in one go.

        ``perform`` returns once all of it is committed, in the order of what it is given. What
        fails there fails for all who shared the transaction, and nothing of it is kept: each of
        them raises it. ``patience``: whoever leads does without a turn after so many seconds.
        """
        with self._lock:
            self._left.append(errand)
            come = len(self._left)
            if come == self._usual:
                self._full.notify()
        if come == 1:
            self._lead(perform, patience)
        return errand.result()

    def _lead(
        self, perform: Callable[[Sequence[Any]], Sequence[Any]], patience: float | None
    ) -> None:
        group: list[Errand[Any, Any, Any]] = []
        ready: list[Errand[Any, Any, Any]] = []
        found: Sequence[Any] = ()
        failure: Exception | None = None
        entered = False
        try:
            for each in self._company():
                each.prepare()
            entered = self._enter(patience)
            group = self._close_group()
            ready = [each for each in group if each.prepare()]
            found = perform([each.wanted for each in ready]) if ready else ()
        except Exception as error:
            failure = error
        finally:
            try:
                if entered:
                    self.leave()
            finally:  # nobody is left to wait, whatever happens
                try:
                    for each, its in zip(ready, found, strict=False):
                        each.finish(its)
                finally:
                    for each in group or self._close_group():
                        each.end(failure)

    def _company(self) -> list[Errand[Any, Any, Any]]:
        """Who has come, once there are as many as last time or no more of them come."""
        with self._lock:
            before = 0
            while before < len(self._left) < self._usual:
                before = len(self._left)
                self._full.wait(_COMPANY)
            return list(self._left)

    def _enter(self, patience: float | None) -> bool:
        if patience is None:
            self.enter()
            return True
        return self.turnstile.enter(patience)

    def _close_group(self) -> list[Errand[Any, Any, Any]]:
        with self._lock:
            group, self._left = self._left, []
            self._usual = len(group)
        return group


def _path(engine: Engine) -> str | None:
    """The file whose writers other processes are beside: an SQLite database's."""
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    return None if path in (None, "", ":memory:") else path
