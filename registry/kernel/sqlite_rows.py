"""Inserting rows on SQLite past SQLAlchemy's execution, column by column.

A batch of reports is mostly its rows, and while they are written nobody else writes.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Connection, FromClause, Table, insert
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.exc import IntegrityError, OperationalError

from registry.kernel.once import Once

_DIALECT = pysqlite.dialect(paramstyle="qmark")
Turn = Callable[[Any], Any]
"""Makes of a value what SQLite keeps of it."""


def insert_rows(
    connection: Connection, table: FromClause, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert them in the connection's transaction; every row names the same columns."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection) or not isinstance(table, Table):
        raise TypeError("rows go into a table, and SQLite is spoken to through sqlite3")
    write(driver, table, rows)


def write(driver: sqlite3.Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """The same on a connection of the driver's, in its transaction."""
    text, turns = _statement(table, tuple(rows[0]))
    columns = [turn(map(cell_of, rows)) for cell_of, turn in turns]
    try:
        driver.executemany(text, zip(*columns, strict=True))
    except sqlite3.IntegrityError as error:
        raise IntegrityError(text, None, error) from None
    except sqlite3.OperationalError as error:
        raise OperationalError(text, None, error) from None


_Column = tuple[Callable[[Mapping[str, Any]], Any], Callable[[Iterable[Any]], Iterable[Any]]]
"""What takes its cell out of a row, and what turns all of its values."""


@cache
def _statement(table: Table, names: tuple[str, ...]) -> tuple[str, Sequence[_Column]]:
    """The text, and the column of each of its values."""
    left_out = set(table.columns.keys()) - set(names)
    if any(table.columns[name].default is not None for name in left_out):
        raise ValueError(f"name every column of {table.name} that has a default")
    compiled = insert(table).values(dict.fromkeys(names)).compile(dialect=_DIALECT)
    order = compiled.positiontup or ()
    return str(compiled), [(itemgetter(name), _turn(table, name)) for name in order]


def _turn(table: Table, name: str) -> Callable[[Iterable[Any]], Iterable[Any]]:
    kind = table.columns[name].type
    turn: Turn | None = kind.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    if turn is None:
        return lambda values: values
    if isinstance(kind, JSON):  # documents cannot be a key
        return lambda values: map(turn, values)
    return lambda values: map(Once(turn).__getitem__, values)
