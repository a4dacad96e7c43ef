"""The engines of both databases: how long a connection waits, how it begins and comes back.

SQLite runs in WAL mode with ``synchronous=FULL``; a unit of work that may write starts with
``BEGIN IMMEDIATE``, so that two writers queue (turnstile.py) instead of failing half-way, and one
that only reads starts with a plain ``BEGIN``.
"""

import os
from collections.abc import Sequence
from typing import Any

import psycopg
from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, PoolResetState

from registry.kernel import warm
from registry.kernel.db import only_reads
from registry.kernel.errors import UnusableError
from registry.kernel.grouped import Turns
from registry.kernel.pipeline import forget
from registry.kernel.standstill import Watchful

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "foreign_keys=ON",
    "busy_timeout=15000",
    "wal_autocheckpoint=8192",  # 32 MB: by the usual 4 MB each batch of lookups would wait for one
)
_TURN = "bonafide-turn"
_MORE = 8


def engine_options(url: str, *, threads: int = 4) -> dict[str, Any]:
    """Pool and connection settings for a database URL, in a process that serves in ``threads``.

    Each of them may hold two connections, one of them kept open (warm.py); others are for the rest.
    """
    pool = {"pool_size": 2 * threads, "max_overflow": _MORE, "pool_use_lifo": True}
    if url.startswith("sqlite"):
        return pool | {
            "pool_reset_on_return": None,  # _sqlite_reset
            "connect_args": {"timeout": 15, "isolation_level": None},
        }
    return pool | {
        "pool_reset_on_return": None,  # _postgresql_reset
        "pool_timeout": 1,
        "isolation_level": "READ COMMITTED",
        "connect_args": {
            "connect_timeout": 2,  # psycopg makes two of one
            "prepare_threshold": 2,
            "tcp_user_timeout": 1_500,
            "options": "-c statement_timeout=10s -c lock_timeout=5s -c timezone=UTC",
        },
    }


def prepare_engine(engine: Engine) -> None:
    """Attach SQLite's pragmas and begin modes; PostgreSQL's watch and memory of statements."""
    warm.prepare(engine)
    if engine.dialect.name == "sqlite":
        _keep_private(engine.url.database)
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
        event.listen(engine, "reset", _sqlite_reset)
        event.listen(engine, "checkin", _sqlite_checkin)
    else:
        event.listen(engine, "do_connect", _postgresql_connect)
        event.listen(engine, "rollback", _forget_prepared)
        event.listen(engine, "reset", _postgresql_reset)


def _postgresql_connect(
    _dialect: Dialect, _entry: ConnectionPoolEntry, args: Sequence[Any], options: dict[str, Any]
) -> Watchful:
    return Watchful.connect(*args, **options)


def _postgresql_reset(driver: Any, entry: ConnectionPoolEntry, _state: PoolResetState) -> None:
    """A connection comes back: what it left open is rolled back, and only then is it asked."""
    if driver.pgconn.transaction_status != psycopg.pq.TransactionStatus.IDLE:
        forget(entry.info)
        driver.rollback()


def _sqlite_reset(driver: Any, _entry: ConnectionPoolEntry, _state: PoolResetState) -> None:
    """The same."""
    if driver.in_transaction:
        driver.rollback()


def _forget_prepared(connection: Connection) -> None:
    """A connection that is gone remembers nothing, and asking it would hide why it went."""
    if not (connection.closed or connection.invalidated):
        forget(connection.connection.info)


def _keep_private(path: str | None) -> None:
    """A new database file is for its owner only, like the keys."""
    if not path or path == ":memory:":
        return
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise UnusableError(
            f"{path} cannot be opened ({error.strerror}): BONAFIDE_DATABASE_URL must name a file "
            "in a folder that this user may write"
        ) from None


def _sqlite_connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    if only_reads():
        connection.exec_driver_sql("BEGIN")
        return
    of_connection = connection.connection.record_info
    if of_connection is not None and _TURN not in of_connection:
        turns = Turns.of(connection.engine)
        turns.enter()
        of_connection[_TURN] = turns
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _sqlite_checkin(_driver: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    """Whatever was written is committed or rolled back: the next one may write."""
    turns: Turns | None = (entry.record_info or {}).pop(_TURN, None)
    if turns is not None:
        turns.leave()


def unsafe_settings(session: Session) -> list[str]:
    """PostgreSQL settings that would let an acknowledged report be lost; empty when all is well."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return []
    names = ("fsync", "synchronous_commit", "full_page_writes")
    shown = {name: connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in names}
    return [name for name, value in shown.items() if value == "off"]
