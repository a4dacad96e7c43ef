"""SQLite takes one writer at a time, and each commit waits for the disk: so threads share commits.

Whoever comes first leads a group: others join it while it waits for its turn to write, and then it
does the work of all in one transaction. No thread of its own and no waiting for company: alone, one
commits at once.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from registry.kernel.turnstile import Turnstile

PATIENCE = 15.0
"""Seconds that a writer waits for its turn."""

Work = Callable[[sqlite3.Connection], object]


class _Left:
    """Work of one who joined a group."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.failure: Exception | None = None
        self._done = threading.Lock()
        self._done.acquire()

    def end(self, failure: Exception | None) -> None:
        self.failure = failure
        self._done.release()

    def result(self) -> None:
        """Wait for the end; raises what failed."""
        self._done.acquire()
        if self.failure is not None:
            raise self.failure


class Turns:
    """The writers of one engine in one process."""

    _by_engine: ClassVar[WeakKeyDictionary[Engine, "Turns"]] = WeakKeyDictionary()
    _making: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, turnstile: Turnstile) -> None:
        self.turnstile = turnstile
        self._lock = threading.Lock()
        self._left: list[_Left] = []

    @classmethod
    def of(cls, engine: Engine) -> "Turns":
        """Those of an engine, the same ones for every thread."""
        with cls._making:
            found = cls._by_engine.get(engine)
            if found is None:
                found = cls._by_engine[engine] = cls(Turnstile(_path(engine)))
            return found

    def waiting(self) -> int:
        """How many have left work that nobody has begun."""
        with self._lock:
            return len(self._left)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A turn of one's own to write, waited for in line; raises OperationalError."""
        self.enter()
        try:
            yield
        finally:
            self.leave()

    def enter(self) -> None:
        """The same until ``leave``."""
        if not self.turnstile.enter(PATIENCE):
            busy = sqlite3.OperationalError("others write for too long")
            raise OperationalError("a turn to write", None, busy)

    def leave(self) -> None:
        """Let the next one write."""
        self.turnstile.leave()

    def take(self, driver: sqlite3.Connection, work: Work) -> None:
        """Do ``work`` and return once it is committed, alone or with others'.

        What fails fails for all who shared the transaction, and nothing of it is kept: each of them
        raises it.
        """
        mine = _Left(work)
        with self._lock:
            self._left.append(mine)
            leads = len(self._left) == 1
        if leads:
            self._lead(driver)
        mine.result()

    def _lead(self, driver: sqlite3.Connection) -> None:
        group: list[_Left] = []
        failure: Exception | None = RuntimeError("who led the group was stopped")
        try:
            with self.alone():
                group = self._close_group()
                _commit(driver, group)
            failure = None
        except Exception as error:
            failure = error
        finally:
            for each in group or self._close_group():
                each.end(failure)

    def _close_group(self) -> list[_Left]:
        with self._lock:
            group, self._left = self._left, []
        return group


def _path(engine: Engine) -> str | None:
    path = engine.url.database
    return None if path in (None, "", ":memory:") else path


def _commit(driver: sqlite3.Connection, group: list[_Left]) -> None:
    try:
        driver.execute("BEGIN IMMEDIATE")
        for each in group:
            each.work(driver)
        driver.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise OperationalError("a shared commit", None, error) from None
    finally:
        if driver.in_transaction:
            driver.execute("ROLLBACK")
