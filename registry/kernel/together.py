"""Several statements in one round trip.

On PostgreSQL they are sent and answered at once (pipeline.py) inside the session's transaction; on
SQLite, where there is no round trip, they run one after the other. What they are made of:
prepared.py.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import islice
from typing import Any, Final, TypeVar

import orjson
import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from registry.kernel import pipeline, sqlite_rows
from registry.kernel.db import LazySession, engine_of, has_begun
from registry.kernel.grouped import Errand, Turns
from registry.kernel.pipeline import Rows
from registry.kernel.prepared import Inserted, Prepared
from registry.kernel.sqlite_rows import Written
from registry.kernel.warm import on_warm_connection

Step = tuple[Prepared, Mapping[str, Any]]
"""A statement and its parameters."""
Read = Step
"""One that only reads, and no bytes."""
Logged = tuple[Inserted, Sequence[Mapping[str, Any]]]
"""Rows for a table, one at least."""
Wanted = tuple[Sequence[Logged], Sequence[Read]]
"""What logs some questions, and what reads their answers; neither where there is nothing to ask."""
_Writing = tuple[Sequence[Written], Sequence[Read]]
"""The same with the statements that write on SQLite."""
Made = TypeVar("Made")
FEW: Final = 8
"""Questions that one may bring along; for a batch's others would wait."""
_SOON: Final = 0.05
"""Seconds to wait for a turn on PostgreSQL, which needs none: a frozen one holds up nobody else."""


def together(session: Session | LazySession, *steps: Step) -> list[Rows]:
    """Run ``steps`` in their order and return the rows of each, tuples in the columns' order.

    What the session has not flushed yet is not seen.
    """
    return _inside(session, (), steps)


def log_and_read(
    session: Session | LazySession,
    questions: int,
    wanted: Callable[[], Wanted],
    make: Callable[[list[Rows]], Made],
) -> Made:
    """Write rows of a log, read beside them, and return what ``make`` makes of what was read.

    What ``wanted`` logs is durable before that, and kept even if the request is refused afterwards:
    what was asked was asked. Only where the request has begun a transaction already is it a part of
    it. Threads that ask about a person or a few at the same time share one transaction, and one of
    them does it all: see ``registry.kernel.grouped.Errand`` for what the two may not use.
    """
    if has_begun(session):
        return make(_inside(session, *wanted()))
    engine = engine_of(session)
    turns = Turns.of(engine)
    if engine.dialect.name == "postgresql":
        on_postgresql = partial(_on_postgresql, engine)
        if questions <= FEW:
            return turns.take(Errand(wanted, make), on_postgresql, patience=_SOON)
        return make(on_postgresql([wanted()])[0])
    on_sqlite = partial(_on_sqlite, engine)
    if questions <= FEW:
        return turns.take(Errand(lambda: _writing(wanted()), make), on_sqlite)
    written, reads = _writing(wanted())
    turns.take(Errand(lambda: (written, ()), _nothing), on_sqlite)
    return make(on_warm_connection(engine, lambda raw: _read(_sqlite(raw), reads)))


def _writing(wanted: Wanted) -> _Writing:
    logging, reads = wanted
    return list(_written(logging)), reads


def _nothing(_found: list[Rows]) -> None:
    """What is made of rows that were only written."""


def _inside(
    session: Session | LazySession, logging: Sequence[Logged], steps: Sequence[Step]
) -> list[Rows]:
    """All of it in the session's transaction."""
    raw = session.connection().connection
    driver = raw.driver_connection
    if isinstance(driver, psycopg.Connection):
        return _pipeline(driver, raw.info, logging, steps, alone=False)
    driver = _sqlite(raw)
    sqlite_rows.run(driver, _written(logging))
    return [_run(driver, prepared, params) for prepared, params in steps]


def _on_postgresql(engine: Engine, group: Sequence[Wanted]) -> list[list[Rows]]:
    """All that a group wants, on one connection: whoever leads takes it, and others need none."""

    def work(raw: PoolProxiedConnection) -> list[list[Rows]]:
        driver = raw.driver_connection
        if not isinstance(driver, psycopg.Connection):
            raise TypeError("PostgreSQL is spoken to through psycopg")
        found = _pipeline(driver, raw.info, *_merged(group), alone=True)
        return _parted([reads for _, reads in group], found)

    return _unless_idle(engine, group, work)


def _on_sqlite(engine: Engine, group: Sequence[_Writing]) -> list[list[Rows]]:
    """The same there."""
    return _unless_idle(engine, group, lambda raw: _in_one_commit(_sqlite(raw), group))


def _unless_idle(
    engine: Engine,
    group: Sequence[Wanted | _Writing],
    work: Callable[[PoolProxiedConnection], list[list[Rows]]],
) -> list[list[Rows]]:
    """No transaction where nobody has anything to ask."""
    if any(writing for writing, _ in group):
        return on_warm_connection(engine, work)
    return [[] for _ in group]


def _in_one_commit(driver: sqlite3.Connection, group: Sequence[_Writing]) -> list[list[Rows]]:
    """Everybody else waits meanwhile, so statements were made before."""
    try:
        driver.execute("BEGIN IMMEDIATE")
        for written, _ in group:
            sqlite_rows.run(driver, written)
        found = _read(driver, [step for _, reads in group for step in reads])
        driver.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise OperationalError("a shared commit", None, error) from None
    finally:
        if driver.in_transaction:
            driver.execute("ROLLBACK")
    return _parted([reads for _, reads in group], found)


def _merged(group: Sequence[Wanted]) -> Wanted:
    """What all of them want. Rows for the same table go in together, whoever asks."""
    if len(group) == 1:
        return group[0]
    rows: dict[Inserted, list[Any]] = {}
    for logging, _ in group:
        for inserted, some in logging:
            rows.setdefault(inserted, []).extend(some)
    return list(rows.items()), [step for _, reads in group for step in reads]


def _parted(asked: Sequence[Sequence[Read]], found: Sequence[Rows]) -> list[list[Rows]]:
    """To each what its own reads found."""
    each = iter(found)
    return [list(islice(each, len(reads))) for reads in asked]


def _sqlite(raw: PoolProxiedConnection) -> sqlite3.Connection:
    driver = raw.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("PostgreSQL is spoken to through psycopg, SQLite through sqlite3")
    return driver


def _pipeline(
    driver: psycopg.Connection[Any],
    memory: dict[Any, Any],
    logging: Sequence[Logged],
    steps: Sequence[Step],
    *,
    alone: bool,
) -> list[Rows]:
    """The rows of ``steps``."""
    statements = [inserted.sendable(rows) for inserted, rows in logging]
    statements += [prepared.sendable(params) for prepared, params in steps]
    return pipeline.run(driver, memory, statements, alone=alone)[len(logging) :]


def _written(logging: Sequence[Logged]) -> Iterator[Written]:
    """For SQLite. A single row costs half as much without columns."""
    for inserted, rows in logging:
        if len(rows) == 1:
            yield inserted.one.plain, inserted.one.kept(rows[0])
        else:
            yield from sqlite_rows.statements(inserted.table, rows)


def _run(driver: sqlite3.Connection, prepared: Prepared, params: Mapping[str, Any]) -> Rows:
    form, given = prepared.formed(params)
    rows = _execute(driver, form.plain, form.kept(given))
    return prepared.turned(orjson.loads(rows[0][0]) if form.gathers else rows)


def _execute(driver: sqlite3.Connection, text: str, values: Sequence[Any]) -> list[Any]:
    try:
        return driver.execute(text, values).fetchall()
    except sqlite3.IntegrityError as error:
        raise IntegrityError(text, None, error) from None
    except sqlite3.OperationalError as error:
        raise OperationalError(text, None, error) from None


def _read(driver: sqlite3.Connection, reads: Sequence[Read]) -> list[Rows]:
    """All of them as the database is at one moment: one statement, however many they are.

    For each statement sqlite3 lets go of the interpreter, like for each row (prepared.py).
    """
    if not reads:
        return []
    texts: list[str] = []
    values: list[Any] = []
    for prepared, params in reads:
        form, given = prepared.formed(params)
        texts.append(form.plain)
        values += form.kept(given)
    [documents] = _execute(driver, _at_once(tuple(texts)), values)
    return [
        prepared.turned(orjson.loads(document))
        for (prepared, _), document in zip(reads, documents, strict=True)
    ]


@lru_cache(maxsize=128)
def _at_once(texts: tuple[str, ...]) -> str:
    return f"SELECT {', '.join([f'({text})' for text in texts])}"
