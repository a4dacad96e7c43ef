"""A connection for each thread that stays with it, for what every lookup does.

A visit to the pool and a session around it take as much time as half of a lookup's statements.
"""

import os
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Engine, Pool, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import PoolProxiedConnection

Found = TypeVar("Found")


class _Own(threading.local):
    """What the thread at hand holds, and from which pool."""

    raw: PoolProxiedConnection | None = None
    pool: Pool | None = None

    def take(self, engine: Engine) -> PoolProxiedConnection:
        """The connection to that engine, from its pool where the thread has none yet."""
        raw = self.raw
        if raw is not None and self.pool is engine.pool:
            return raw
        if raw is not None:  # of a pool that was disposed of: nobody else will use it
            raw.invalidate()
            self.give_back()
        self.raw = raw = engine.raw_connection()
        self.pool = engine.pool
        return raw

    def give_back(self) -> None:
        """To its pool."""
        raw, self.raw = self.raw, None
        if raw is not None:
            raw.close()

    def forget(self) -> None:
        """After a fork: it is the parent's, and whoever closed it would end it for both."""
        if self.raw is not None:
            _inherited.append(self.raw)
            self.raw = None


_own = _Own()
_inherited: list[PoolProxiedConnection] = []
os.register_at_fork(after_in_child=_own.forget)


def on_own_connection(engine: Engine, work: Callable[[PoolProxiedConnection], Found]) -> Found:
    """Do ``work`` on this thread's connection, outside of any session.

    It leaves no transaction open. If it fails, the pool gets the connection back and closes what is
    open on it, or closes the connection itself after an OperationalError. Where the server went
    away, it went for every connection: none that was opened before is used again, by any thread.
    """
    raw = _own.take(engine)
    try:
        return work(raw)
    except BaseException as error:
        if isinstance(error, OperationalError):
            if _own.pool is engine.pool and _went_away(engine, error, raw):
                engine.dispose()
            else:
                raw.invalidate(error)
        _own.give_back()
        raise


def _went_away(engine: Engine, error: OperationalError, raw: PoolProxiedConnection) -> bool:
    """Whether the server did, and not a statement that took too long."""
    driver: Any = raw.driver_connection
    return isinstance(error.orig, engine.dialect.loaded_dbapi.Error) and (
        engine.dialect.is_disconnect(error.orig, driver, None)
    )


def prepare(engine: Engine) -> None:
    """Have the connection of a thread that disposes of ``engine`` end with the others."""
    event.listen(engine, "engine_disposed", _end)


def _end(_engine: Engine) -> None:
    if _own.raw is not None:
        _own.raw.invalidate()
        _own.give_back()
