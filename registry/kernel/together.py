"""Several statements in one round trip.

On PostgreSQL they are sent and answered at once (pipeline.py) inside the session's transaction; on
SQLite, where there is no round trip, they run one after the other. A statement is compiled once for
the life of the process, so it is a module constant whose values are all parameters, and neither the
ORM nor SQLAlchemy's execution has a part in running it.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from itertools import count
from typing import Any

import orjson
import psycopg
from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    LargeBinary,
    Select,
    Table,
    any_,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import psycopg as psycopg_dialect
from sqlalchemy.dialects.sqlite import pysqlite as sqlite_dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import ClauseElement

from registry.kernel import pipeline, sqlite_rows
from registry.kernel.arrays import by_column, insert_text
from registry.kernel.db import Base, LazySession, engine_of, has_begun
from registry.kernel.grouped import Turns
from registry.kernel.own import on_own_connection
from registry.kernel.pipeline import Rows, Sent

OneOf = Callable[[InstrumentedAttribute[int], str], ColumnElement[bool]]
_POSTGRESQL = psycopg_dialect.dialect()  # type: ignore[no-untyped-call]  # theirs has no hints
_SQLITE = sqlite_dialect.dialect(paramstyle="named")
_FROM_SQLITE: Mapping[type[Any], Callable[[Any], Any]] = {
    Date: date.fromisoformat,
    Boolean: bool,
    JSON: json.loads,
}
_numbers = count()


class _Form:
    """One form of a statement: its text for either engine.

    ``gathers``: on SQLite all rows come as one document. Python's sqlite3 lets go of the
    interpreter for every row, and in a busy worker has to wait for it again as often.
    """

    def __init__(self, name: str, form: Executable, plain: Executable) -> None:
        self.sent = Sent(name, _compiled(form, _POSTGRESQL))
        self.gathers = isinstance(plain, Select) and not _has_bytes(plain)
        if isinstance(plain, Select) and self.gathers:
            rows = plain.subquery()
            plain = select(func.json_group_array(func.json_array(*rows.c)))
        self.plain, self._constants = _plain(plain)

    def kept(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Parameters as SQLite keeps them."""
        return self._constants | {name: _cell(value) for name, value in params.items()}


class Prepared:
    """One statement, built for either engine by ``build``.

    ``build`` is handed ``one_of(column, name)``: the condition that a column is among the whole
    numbers of the list parameter ``name``. Where every list holds one number, as in a question
    about one person, it is sent as plain equality: PostgreSQL plans that once for a connection, but
    a list of unknown length anew for each execution, which costs more than running it.
    """

    def __init__(self, build: Callable[[OneOf], Executable]) -> None:
        lists: list[str] = []

        def equal(column: InstrumentedAttribute[int], name: str) -> ColumnElement[bool]:
            lists.append(name)
            return column == bindparam(name)

        form, of_one = build(_in_array), build(equal)
        self.name = f"bonafide_{next(_numbers)}"
        self.usual = _Form(self.name, form, build(_in_json))
        self._one = _Form(f"{self.name}_one", of_one, of_one) if lists else self.usual
        self._lists = tuple(dict.fromkeys(lists))
        columns = form.selected_columns if isinstance(form, Select) else ()
        self._turned = [
            (place, _FROM_SQLITE[type(column.type)])
            for place, column in enumerate(columns)
            if type(column.type) in _FROM_SQLITE
        ]

    def formed(self, params: Mapping[str, Any]) -> tuple[_Form, Mapping[str, Any]]:
        """The form that fits, and its parameters."""
        lists = self._lists
        if not lists or any(len(params[name]) != 1 for name in lists):
            return self.usual, params
        return self._one, {**params, **{name: params[name][0] for name in lists}}

    def turned(self, rows: Rows) -> Rows:
        """SQLite's rows with days and truth instead of what it keeps them as, column by column."""
        if not (rows and self._turned):
            return rows
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for place, turn in self._turned:
            columns[place] = [None if cell is None else turn(cell) for cell in columns[place]]
        return list(zip(*columns, strict=True))


class Inserted(Prepared):
    """Inserting rows of one table, however many, as one statement; they must not be there yet.

    Of the ``shared`` columns all rows that are inserted at once have the same value.
    """

    def __init__(self, model: type[Base], *shared: str) -> None:
        super().__init__(lambda _: insert(model))
        table = model.__table__
        if not isinstance(table, Table) or any(isinstance(c.type, JSON) for c in table.columns):
            raise TypeError("rows without documents go into a table")
        self.table = table
        columns = [column.key for column in table.columns]
        self._shared = shared
        self._own = [name for name in columns if name not in shared]
        self._rows = Sent(f"{self.name}_rows", insert_text(table, columns, shared))

    def sendable(self, rows: Sequence[Mapping[str, Any]]) -> tuple[Sent, Mapping[str, Any]]:
        """All of them as one statement; a single row costs half as much without arrays."""
        if len(rows) == 1:
            return self.usual.sent, rows[0]
        same = {name: rows[0][name] for name in self._shared}
        return self._rows, same | by_column(self.table, self._own, rows)


Step = tuple[Prepared, Mapping[str, Any] | Sequence[Mapping[str, Any]]]
"""A statement and its parameters; a list of them to run it for each, which gives no rows."""


def together(session: Session | LazySession, *steps: Step) -> list[Rows]:
    """Run ``steps`` in their order and return the rows of each, tuples in the columns' order.

    What the session has not flushed yet is not seen.
    """
    connection = session.connection()
    raw = connection.connection
    driver = raw.driver_connection
    if isinstance(driver, psycopg.Connection):
        return _pipeline(driver, raw.info, steps, alone=False)
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("PostgreSQL is spoken to through psycopg, SQLite through sqlite3")
    return _in_turn(driver, steps)


def log_and_read(
    session: Session | LazySession, logging: Sequence[Step], reads: Sequence[Step]
) -> list[Rows]:
    """Write rows of a log and read beside them; the rows are durable when this returns.

    They are kept even if the request is refused afterwards: what was asked was asked. Only where
    the request has begun a transaction already are they a part of it. On SQLite several threads'
    rows share one commit.
    """
    if has_begun(session):
        return together(session, *logging, *reads)[len(logging) :]
    engine = engine_of(session)

    def work(raw: PoolProxiedConnection) -> list[Rows]:
        driver = raw.driver_connection
        if isinstance(driver, psycopg.Connection):
            return _pipeline(driver, raw.info, (*logging, *reads), alone=True)[len(logging) :]
        if not isinstance(driver, sqlite3.Connection):
            raise TypeError("PostgreSQL is spoken to through psycopg, SQLite through sqlite3")
        Turns.of(engine).take(driver, lambda own: _in_turn(own, logging))
        return _read_only(driver, reads)

    return on_own_connection(engine, work)


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


def _read_only(driver: sqlite3.Connection, reads: Sequence[Step]) -> list[Rows]:
    """All of them as the database is at one moment."""
    driver.execute("BEGIN")
    try:
        return _in_turn(driver, reads)
    finally:
        driver.execute("COMMIT")


def _cell(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{','.join(map(str, value))}]"
    return value


def _plain(statement: Executable) -> tuple[str, dict[str, Any]]:
    """SQLite's text, and the values that SQLAlchemy put into it itself (the offset of a limit)."""
    if not isinstance(statement, ClauseElement):
        raise TypeError("a statement made of columns is needed")
    compiled = statement.compile(dialect=_SQLITE)
    given = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled), given


def _compiled(statement: Executable, dialect: Any) -> str:
    if not isinstance(statement, ClauseElement):
        raise TypeError("a statement made of columns is needed")
    return str(statement.compile(dialect=dialect))


def _has_bytes(statement: Select[Any]) -> bool:
    return any(isinstance(each.type, LargeBinary) for each in statement.selected_columns)


def _in_json(column: InstrumentedAttribute[int], name: str) -> ColumnElement[bool]:
    each = func.json_each(bindparam(name)).table_valued("value")
    return column.in_(select(each.c.value))


def _in_array(column: InstrumentedAttribute[int], name: str) -> ColumnElement[bool]:
    return column == any_(bindparam(name, type_=ARRAY(BigInteger)))
