"""Several statements in one round trip.

On PostgreSQL they are sent and answered at once (pipeline.py) inside the session's transaction; on
SQLite, where there is no round trip, they run one after the other. What they are made of:
prepared.py.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from itertools import islice
from typing import Any, Final

import orjson
import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from registry.kernel import pipeline, sqlite_rows
from registry.kernel.db import LazySession, engine_of, has_begun
from registry.kernel.grouped import Turns
from registry.kernel.own import on_own_connection
from registry.kernel.pipeline import Rows, Sent
from registry.kernel.prepared import Inserted, Prepared

Step = tuple[Prepared, Mapping[str, Any] | Sequence[Mapping[str, Any]]]
"""A statement and its parameters; a list of them to run it for each, which gives no rows."""
Read = tuple[Prepared, Mapping[str, Any]]
"""One that only reads, and no bytes."""
_Asking = tuple[Sequence[Step], Sequence[Read]]
"""What logs some questions, and what reads their answers."""
_FEW: Final = 8
"""Rows of the log that one may bring along: of a person or a few, and not a batch's, for which
others would wait."""
_SOON: Final = 0.05
"""Seconds to wait for a turn on PostgreSQL, which needs none: a frozen one holds up nobody else."""


def together(session: Session | LazySession, *steps: Step) -> list[Rows]:
    """Run ``steps`` in their order and return the rows of each, tuples in the columns' order.

    What the session has not flushed yet is not seen.
    """
    connection = session.connection()
    raw = connection.connection
    driver = raw.driver_connection
    if isinstance(driver, psycopg.Connection):
        return _pipeline(driver, raw.info, steps, alone=False)
    return _in_turn(_sqlite(raw), steps)


def log_and_read(
    session: Session | LazySession, logging: Sequence[Step], reads: Sequence[Read]
) -> list[Rows]:
    """Write rows of a log and read beside them; the rows are durable when this returns.

    They are kept even if the request is refused afterwards: what was asked was asked. Only where
    the request has begun a transaction already are they a part of it. Threads that ask about a
    person or a few at the same time share one transaction.
    """
    if has_begun(session):
        return together(session, *logging, *reads)[len(logging) :]
    engine = engine_of(session)
    few = sum(len(rows) for _, rows in logging) <= _FEW
    if engine.dialect.name == "postgresql":
        perform = partial(_on_postgresql, engine)
        if few:
            return Turns.of(engine).take((logging, reads), perform, patience=_SOON)
        return perform([(logging, reads)])[0]

    def work(raw: PoolProxiedConnection) -> list[Rows]:
        driver, turns = _sqlite(raw), Turns.of(engine)
        if few:
            return turns.take((logging, reads), partial(_in_one_commit, driver))
        turns.take((logging, ()), partial(_in_one_commit, driver))
        return _read(driver, reads)

    return on_own_connection(engine, work)


def _on_postgresql(engine: Engine, group: Sequence[_Asking]) -> list[list[Rows]]:
    """All that a group wants, on the connection of whoever leads: others need none."""

    def work(raw: PoolProxiedConnection) -> list[list[Rows]]:
        driver = raw.driver_connection
        if not isinstance(driver, psycopg.Connection):
            raise TypeError("PostgreSQL is spoken to through psycopg")
        return _in_one_pipeline(driver, raw.info, group)

    return on_own_connection(engine, work)


def _in_one_pipeline(
    driver: psycopg.Connection[Any], memory: dict[Any, Any], group: Sequence[_Asking]
) -> list[list[Rows]]:
    logging, reads = _merged(group)
    return _parted(group, _pipeline(driver, memory, (*logging, *reads), alone=True)[len(logging) :])


def _in_one_commit(driver: sqlite3.Connection, group: Sequence[_Asking]) -> list[list[Rows]]:
    logging, reads = _merged(group)
    try:
        driver.execute("BEGIN IMMEDIATE")
        _in_turn(driver, logging)
        found = _read(driver, reads)
        driver.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise OperationalError("a shared commit", None, error) from None
    finally:
        if driver.in_transaction:
            driver.execute("ROLLBACK")
    return _parted(group, found)


def _merged(group: Sequence[_Asking]) -> _Asking:
    """What all of them want. Rows for the same table go in together, whoever asks."""
    if len(group) == 1:
        return group[0]
    rows: dict[Prepared, list[Any]] = {}
    for logging, _ in group:
        for prepared, some in logging:
            rows.setdefault(prepared, []).extend(some)
    return list(rows.items()), [step for _, reads in group for step in reads]


def _parted(group: Sequence[_Asking], found: Sequence[Rows]) -> list[list[Rows]]:
    """To each what its own reads found."""
    each = iter(found)
    return [list(islice(each, len(reads))) for _, reads in group]


def _sqlite(raw: PoolProxiedConnection) -> sqlite3.Connection:
    driver = raw.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("PostgreSQL is spoken to through psycopg, SQLite through sqlite3")
    return driver


def _pipeline(
    driver: psycopg.Connection[Any], memory: dict[Any, Any], steps: Sequence[Step], *, alone: bool
) -> list[Rows]:
    statements: list[tuple[Sent, Mapping[str, Any]]] = []
    ends: list[int] = []
    for prepared, params in steps:
        statements += _sendable(prepared, params)
        ends.append(len(statements))
    found = pipeline.run(driver, memory, statements, alone=alone)
    begins = [0, *ends]
    return [
        [row for rows in found[begin:end] for row in rows]
        for begin, end in zip(begins, ends, strict=False)
    ]


def _sendable(
    prepared: Prepared, params: Mapping[str, Any] | Sequence[Mapping[str, Any]]
) -> list[tuple[Sent, Mapping[str, Any]]]:
    if isinstance(params, Mapping):
        form, given = prepared.formed(params)
        return [(form.sent, given)]
    if isinstance(prepared, Inserted) and params:
        return [prepared.sendable(params)]
    return [(prepared.usual.sent, each) for each in params]


def _in_turn(driver: sqlite3.Connection, steps: Sequence[Step]) -> list[Rows]:
    return [_run(driver, prepared, params) for prepared, params in steps]


def _run(
    driver: sqlite3.Connection,
    prepared: Prepared,
    params: Mapping[str, Any] | Sequence[Mapping[str, Any]],
) -> Rows:
    if isinstance(prepared, Inserted) and params and not isinstance(params, Mapping):
        sqlite_rows.write(driver, prepared.table, params)
        return []
    form = prepared.usual
    try:
        if isinstance(params, Mapping):
            form, given = prepared.formed(params)
            rows = driver.execute(form.plain, form.kept(given)).fetchall()
            return prepared.turned(orjson.loads(rows[0][0]) if form.gathers else rows)
        driver.executemany(form.plain, [form.kept(each) for each in params])
    except sqlite3.OperationalError as error:
        raise OperationalError(form.plain, None, error) from None
    return []


def _read(driver: sqlite3.Connection, reads: Sequence[Read]) -> list[Rows]:
    """All of them as the database is at one moment: one statement, however many they are.

    For each statement sqlite3 lets go of the interpreter, like for each row (prepared.py).
    """
    if not reads:
        return []
    formed = [(prepared, *prepared.formed(params)) for prepared, params in reads]
    values = [value for _, form, given in formed for value in form.kept(given)]
    text = _at_once(tuple(form.plain for _, form, _ in formed))
    try:
        [documents] = driver.execute(text, values).fetchall()
    except sqlite3.OperationalError as error:
        raise OperationalError(text, None, error) from None
    return [
        prepared.turned(orjson.loads(document))
        for (prepared, _, _), document in zip(formed, documents, strict=True)
    ]


@lru_cache(maxsize=128)
def _at_once(texts: tuple[str, ...]) -> str:
    return f"SELECT {', '.join([f'({text})' for text in texts])}"
