"""A connection for each thread that stays with it, for what every lookup does.

A visit to the pool and a session around it take as much time as half of a lookup's statements.
"""

import os
import threading
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine, Pool, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import PoolProxiedConnection

Found = TypeVar("Found")


class _Own(threading.local):
    """What the thread at hand holds, from which pool, and in which process it took it."""

    raw: PoolProxiedConnection | None = None
    pool: Pool | None = None
    process: int = 0

    def take(self, engine: Engine) -> PoolProxiedConnection:
        """The connection to that engine, from its pool where the thread has none yet."""
        raw, process = self.raw, os.getpid()
        if raw is not None and self.pool is engine.pool and self.process == process:
            return raw
        self.give_back()
        self.raw = raw = engine.raw_connection()
        self.pool, self.process = engine.pool, process
        return raw

    def give_back(self) -> None:
        """To its pool. One that came with a fork is the parent's, and closing it would end it."""
        raw, self.raw = self.raw, None
        if raw is not None and self.process == os.getpid():
            raw.close()
        elif raw is not None:
            _inherited.append(raw)


_own = _Own()
_inherited: list[PoolProxiedConnection] = []


def on_own_connection(engine: Engine, work: Callable[[PoolProxiedConnection], Found]) -> Found:
    """Do ``work`` on this thread's connection, outside of any session.

    It leaves no transaction open. If it fails, the pool gets the connection back and closes what is
    open on it, or closes the connection itself after an OperationalError.
    """
    raw = _own.take(engine)
    try:
        return work(raw)
    except BaseException as error:
        if isinstance(error, OperationalError):
            raw.invalidate(error)
        _own.give_back()
        raise


def prepare(engine: Engine) -> None:
    """Have the connection of a thread that disposes of ``engine`` end with the others."""
    event.listen(engine, "engine_disposed", _end)


def _end(_engine: Engine) -> None:
    if _own.raw is not None:
        _own.raw.invalidate()
        _own.give_back()
