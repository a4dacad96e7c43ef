"""SQLite takes one writer at a time, and each commit waits for the disk: so threads share commits.

Whoever comes while another one writes leaves its work; the next one to have its turn does all that
was left in one transaction. No thread of its own and no waiting for company: alone, one commits at
once.
"""

import sqlite3
import threading
from collections.abc import Callable
from typing import ClassVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

Work = Callable[[sqlite3.Connection], object]


class _Left:
    """Work that waits for its turn."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.done = False
        self.failure: Exception | None = None


class Turns:
    """The writers of one engine in one process."""

    _by_engine: ClassVar[WeakKeyDictionary[Engine, "Turns"]] = WeakKeyDictionary()
    _making: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._left: list[_Left] = []

    @classmethod
    def of(cls, engine: Engine) -> "Turns":
        """Those of an engine, the same ones for every thread."""
        with cls._making:
            return cls._by_engine.setdefault(engine, cls())

    def waiting(self) -> int:
        """How many have left work that nobody has begun."""
        with self._lock:
            return len(self._left)

    def take(self, driver: sqlite3.Connection, work: Work) -> None:
        """Do ``work`` and return once it is committed, alone or with others'.

        What fails fails for all who shared the transaction, and nothing of it is kept: each of them
        raises it.
        """
        mine = _Left(work)
        with self._lock:
            self._left.append(mine)
        with self._turn:
            if not mine.done:
                self._do_all(driver)
        if mine.failure is not None:
            raise mine.failure

    def _do_all(self, driver: sqlite3.Connection) -> None:
        with self._lock:
            left, self._left = self._left, []
        failure: Exception | None = None
        try:
            _commit(driver, left)
        except Exception as error:
            failure = error
        for each in left:
            each.failure, each.done = failure, True


def _commit(driver: sqlite3.Connection, left: list[_Left]) -> None:
    try:
        driver.execute("BEGIN IMMEDIATE")
        for each in left:
            each.work(driver)
        driver.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise OperationalError("a shared commit", None, error) from None
    finally:
        if driver.in_transaction:
            driver.execute("ROLLBACK")
