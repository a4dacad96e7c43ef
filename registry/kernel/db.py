"""One schema on SQLite and PostgreSQL: base class, column types, engine set-up, transactions.

SQLite runs in WAL mode with ``synchronous=FULL``; a unit of work that may write starts with
``BEGIN IMMEDIATE``, so that two writers queue (turnstile.py) instead of failing half-way, and one
that only reads starts with a plain ``BEGIN``.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

import psycopg
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    event,
    func,
    select,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry, PoolResetState
from sqlalchemy.types import TypeDecorator

from registry.kernel import arrays, sqlite_rows
from registry.kernel.errors import UnusableError
from registry.kernel.grouped import Turns
from registry.kernel.pipeline import forget

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every table of every room."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime on every engine; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive value; SQLite gets UTC without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "foreign_keys=ON",
    "busy_timeout=15000",
)


class _Session(FlaskSession):
    """A request's session. One that was never used has nothing to close: most lookups' are so."""

    def close(self) -> None:
        """Let go of everything, if there is anything."""
        if self.in_transaction() or self.identity_map:
            super().close()


db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"class_": _Session})

Item = TypeVar("Item")

_TURN = "bonafide-turn"
_reading: ContextVar[bool] = ContextVar("reading", default=False)
_unhurried: ContextVar[bool] = ContextVar("unhurried", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Inside, new SQLite transactions start without the write lock."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def unhurried() -> Iterator[None]:
    """Inside, the statements of a ``transaction`` take as long as they need (``take_time``)."""
    token = _unhurried.set(True)
    try:
        yield
    finally:
        _unhurried.reset(token)


def mark_reading(*, only: bool) -> None:
    """Say for this request whether its transaction only reads."""
    _reading.set(only)


@contextmanager
def transaction() -> Iterator[Session]:
    """The edge of a command or a job: commits on return, rolls back on an exception."""
    session: Session = db.session()
    try:
        if _unhurried.get():
            take_time(session)
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


@contextmanager
def aside(*, reads: bool = False) -> Iterator[Session]:
    """A short transaction of its own beside the request's, committed before the caller goes on.

    Only while the request's session has not begun one: on SQLite they would wait for each other,
    on PostgreSQL every request would hold two connections.
    """
    if db.session.registry.has() and db.session().in_transaction():
        raise RuntimeError("the request's own transaction has begun: do this before it")
    token = _reading.set(reads)
    try:
        with Session(db.engine, expire_on_commit=False) as session, session.begin():
            yield session
    finally:
        _reading.reset(token)


def engine_options(url: str) -> dict[str, Any]:
    """Pool and connection settings for a database URL."""
    if url.startswith("sqlite"):
        return {
            "pool_reset_on_return": None,  # _sqlite_reset
            "connect_args": {"timeout": 15, "isolation_level": None},
        }
    return {
        "pool_reset_on_return": None,  # _postgresql_reset
        "pool_size": 8,
        "max_overflow": 8,
        "pool_timeout": 1,
        "pool_use_lifo": True,
        "isolation_level": "READ COMMITTED",
        "connect_args": {
            "connect_timeout": 1,
            "prepare_threshold": 2,
            "tcp_user_timeout": 1_500,
            "options": "-c statement_timeout=10s -c lock_timeout=5s -c timezone=UTC",
        },
    }


def prepare_engine(engine: Engine) -> None:
    """Attach SQLite's pragmas and begin modes; PostgreSQL's memory of prepared statements."""
    if engine.dialect.name == "sqlite":
        _keep_private(engine.url.database)
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
        event.listen(engine, "reset", _sqlite_reset)
        event.listen(engine, "checkin", _sqlite_checkin)
    else:
        event.listen(engine, "rollback", _forget_prepared)
        event.listen(engine, "reset", _postgresql_reset)


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
    if _reading.get():
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


def take_time(session: Session) -> None:
    """Let the statements of this transaction take as long as they need: a job waits for nobody.

    PostgreSQL would end those of ten seconds, which are right for a request.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL statement_timeout = 0"))


def unsafe_settings(session: Session) -> list[str]:
    """PostgreSQL settings that would let an acknowledged report be lost; empty when all is well."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return []
    names = ("fsync", "synchronous_commit", "full_page_writes")
    shown = {name: connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in names}
    return [name for name, value in shown.items() if value == "off"]


_ALONE_WITHIN_MS = 500


class BusyError(Exception):
    """Requests that were at work did not end soon; nothing was changed, and trying again helps."""


def hold_shared(session: Session, name: str) -> None:
    """Keep whoever wants ``name`` :func:`alone` waiting until this transaction ends.

    Nothing to do on SQLite, whose writers take turns anyway.
    """
    if session.connection().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock_shared(_lock_id(name))))


def hold_alone(session: Session, name: str) -> None:
    """Wait for all that hold ``name``, and let none take it until this transaction ends.

    Who asks for it meanwhile waits too, so this gives up soon: raises BusyError, and then the
    transaction must end.
    """
    if session.connection().dialect.name != "postgresql":
        return
    session.execute(text(f"SET LOCAL lock_timeout = {_ALONE_WITHIN_MS}"))
    try:
        session.execute(select(func.pg_advisory_xact_lock(_lock_id(name))))
    except OperationalError as error:
        if isinstance(error.orig, psycopg.errors.LockNotAvailable):
            raise BusyError from None
        raise


def _lock_id(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


TableRows = tuple[type[Base], Sequence[Mapping[str, Any]]]
"""Rows of one table."""


def insert_new(
    session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]], *returning: Any
) -> list[Any]:
    """INSERT … ON CONFLICT DO NOTHING RETURNING: what was returned of the rows not there before.

    On PostgreSQL it waits for another transaction that is writing the same key.
    """
    if not rows:
        return []
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        statement = sqlite.insert(table).on_conflict_do_nothing().returning(*returning)
        return list(connection.execute(statement, list(rows)))
    names = tuple(each.key for each in returning)
    return arrays.insert_new(connection, table.__table__, rows, names)


def in_parts(items: Iterable[Item], size: int = 500) -> Iterator[list[Item]]:
    """Lists of at most ``size``: a statement takes no more than some thousand values."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def insert_all(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that must not be there yet; every row names the same columns."""
    insert_each(session, (table, rows))


def insert_each(session: Session, *parts: TableRows) -> None:
    """The same for several tables, in that order and in one round trip."""
    some = [(table, rows) for table, rows in parts if rows]
    if not some:
        return
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        for table, rows in some:
            sqlite_rows.insert_rows(connection, table.__table__, rows)
    else:
        arrays.insert_rows(connection, *[(table.__table__, rows) for table, rows in some])
