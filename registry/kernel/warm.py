"""Connections that stay out of the pool, for what every lookup does: the one used last comes first.

A visit to the pool and a session around it take as much time as half of a lookup's statements. And
a connection used a moment ago is warm: on PostgreSQL it is a process with plans and caches of its
own, which the processor still holds. As many stay as were ever used at the same time.
"""

import os
from collections.abc import Callable
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Pool, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import PoolProxiedConnection

Found = TypeVar("Found")

_Resting = list[tuple[Pool, PoolProxiedConnection]]
_resting: Final[WeakKeyDictionary[Engine, _Resting]] = WeakKeyDictionary()
"""Of each engine those that nobody uses, each with its pool; the last one is the warmest."""
_inherited: Final[_Resting] = []


def on_warm_connection(engine: Engine, work: Callable[[PoolProxiedConnection], Found]) -> Found:
    """Do ``work`` on a connection that nobody else uses meanwhile, outside of any session.

    It leaves no transaction open. If it fails, the pool gets the connection back and closes what is
    open on it, or closes the connection itself after an OperationalError. Where the server went
    away, it went for every connection: none that was opened before is used again, by any thread.
    """
    resting = _resting.setdefault(engine, [])
    pool, raw = _take(engine, resting)
    try:
        found = work(raw)
    except BaseException as error:
        if isinstance(error, OperationalError):
            if pool is engine.pool and _went_away(engine, error, raw):
                engine.dispose()
            raw.invalidate(error)
        raw.close()
        raise
    resting.append((pool, raw))
    return found


def prepare(engine: Engine) -> None:
    """Have the connections that rest end with the others when ``engine`` is disposed of."""
    event.listen(engine, "engine_disposed", _end_all)


def _take(engine: Engine, resting: _Resting) -> tuple[Pool, PoolProxiedConnection]:
    """The warmest one; one of a pool that was disposed of ends here. Raises OperationalError."""
    while (found := _pop(resting)) is not None:
        pool, raw = found
        if pool is engine.pool:
            return pool, raw
        _end(raw)
    try:
        return engine.pool, engine.raw_connection()
    except engine.dialect.loaded_dbapi.OperationalError as error:
        raise OperationalError("a connection", None, error) from None


def _pop(resting: _Resting) -> tuple[Pool, PoolProxiedConnection] | None:
    """The last one, which another thread may have taken meanwhile."""
    try:
        return resting.pop()
    except IndexError:
        return None


def _went_away(engine: Engine, error: OperationalError, raw: PoolProxiedConnection) -> bool:
    """Whether the server did, and not a statement that took too long."""
    driver: Any = raw.driver_connection
    return isinstance(error.orig, engine.dialect.loaded_dbapi.Error) and (
        engine.dialect.is_disconnect(error.orig, driver, None)
    )


def _end_all(engine: Engine) -> None:
    resting = _resting.get(engine, [])
    while (found := _pop(resting)) is not None:
        _end(found[1])


def _end(raw: PoolProxiedConnection) -> None:
    raw.invalidate()
    raw.close()


def _forget() -> None:
    """After a fork: they are the parent's, and whoever closed one would end it for both."""
    for resting in _resting.values():
        _inherited.extend(resting)
        resting.clear()


os.register_at_fork(after_in_child=_forget)
