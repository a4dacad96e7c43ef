"""Several statements in one round trip.

On PostgreSQL they travel as one pipeline of prepared statements inside the session's transaction;
on SQLite, where there is no round trip, they run one after the other. A statement is compiled once
for the life of the process, so it is a module constant whose values are all parameters.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg
from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, any_, bindparam
from sqlalchemy.dialects.postgresql import psycopg as psycopg_dialect
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import ClauseElement

Rows = list[tuple[Any, ...]]
OneOf = Callable[[InstrumentedAttribute[int], str], ColumnElement[bool]]
_DIALECT = psycopg_dialect.dialect()  # type: ignore[no-untyped-call]  # theirs has no hints


class Prepared:
    """One statement, built for either engine by ``build``.

    ``build`` is handed ``one_of(column, name)``: the condition that a column is among the whole
    numbers of the list parameter ``name``.
    """

    def __init__(self, build: Callable[[OneOf], Executable]) -> None:
        self.statement = build(_in_list)
        form = build(_in_array)
        if not isinstance(form, ClauseElement):
            raise TypeError("a statement made of columns is needed")
        self.text = str(form.compile(dialect=_DIALECT))


Step = tuple[Prepared, Mapping[str, Any] | Sequence[Mapping[str, Any]]]
"""A statement and its parameters; a list of them to run it for each, which gives no rows."""


def together(session: Session, *steps: Step) -> list[Rows]:
    """Run ``steps`` in their order and return the rows of each, tuples in the columns' order.

    What the session has not flushed yet is not seen.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        return _pipeline(connection, steps)
    return [_run(connection, prepared, params) for prepared, params in steps]


def _pipeline(connection: Connection, steps: Sequence[Step]) -> list[Rows]:
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("PostgreSQL is spoken to through psycopg")
    cursors: list[psycopg.Cursor[tuple[Any, ...]]] = []
    with driver.pipeline():
        for prepared, params in steps:
            cursor = driver.cursor()
            cursors.append(cursor)
            query = prepared.text.encode()
            if isinstance(params, Mapping):
                cursor.execute(query, params)
            elif len(params) == 1:  # executemany would wait for an answer of its own
                cursor.execute(query, params[0])
            elif params:
                cursor.executemany(query, params)
    return [cursor.fetchall() if cursor.description else [] for cursor in cursors]


def _run(
    connection: Connection,
    prepared: Prepared,
    params: Mapping[str, Any] | Sequence[Mapping[str, Any]],
) -> Rows:
    if not params:
        return []
    many = params if isinstance(params, Mapping) else list(params)
    result = connection.execute(prepared.statement, many)
    return [tuple(row) for row in result] if result.returns_rows else []


def _in_list(column: InstrumentedAttribute[int], name: str) -> ColumnElement[bool]:
    return column.in_(bindparam(name, type_=BigInteger, expanding=True))


def _in_array(column: InstrumentedAttribute[int], name: str) -> ColumnElement[bool]:
    return column == any_(bindparam(name, type_=ARRAY(BigInteger)))
