"""One schema on SQLite and PostgreSQL: base class, column types, transactions, inserts."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final, TypeVar, cast

import psycopg
from flask.globals import app_ctx
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    MetaData,
    func,
    select,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session
from sqlalchemy.types import TypeDecorator

from registry.kernel import arrays, sqlite_rows

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


class _Session(FlaskSession):
    """A request's session. One that was never used has nothing to close: most lookups' are so."""

    def close(self) -> None:
        """Let go of everything, if there is anything."""
        if self.in_transaction() or self.identity_map:
            super().close()


_SCOPE: Final = app_ctx._get_current_object  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's way
"""A session is an application context's: until that ends."""

db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"class_": _Session, "scopefunc": _SCOPE},
)

Item = TypeVar("Item")

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


def is_unhurried() -> bool:
    """Whether what is asked now may take as long as it needs."""
    return _unhurried.get()


def only_reads() -> bool:
    """Whether what begins now is said to read only."""
    return _reading.get()


def mark_reading(*, only: bool) -> None:
    """Say for this request whether its transaction only reads."""
    _reading.set(only)


@contextmanager
def transaction() -> Iterator[Session]:
    """The edge of a command or a job: commits on return, rolls back on an exception."""
    session: Session = db.session()
    try:
        if is_unhurried():
            take_time(session)
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


LazySession = scoped_session[FlaskSession]


def lazy_session() -> Session:
    """The request's session, not made before it is used: most lookups never do."""
    return cast("Session", db.session)


def has_begun(session: Session | LazySession) -> bool:
    """Whether a transaction of the session is open."""
    if isinstance(session, scoped_session):
        return session.registry.has() and session().in_transaction()
    return session.in_transaction()


def engine_of(session: Session | LazySession) -> Engine:
    """The engine of a session that is bound to one, as all of ours are."""
    engine = db.engine if isinstance(session, scoped_session) else session.get_bind()
    if not isinstance(engine, Engine):
        raise TypeError("the session is bound to an engine")
    return engine


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


def take_time(session: Session) -> None:
    """Let the statements of this transaction take as long as they need: a job waits for nobody.

    PostgreSQL would end those of ten seconds, which are right for a request.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL statement_timeout = 0"))


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
