"""Inserting rows on PostgreSQL as one statement with an array a column, however many rows.

A batch of reports is mostly its rows: one statement for each costs several times as much, on either
side of the wire.
"""

import json
from collections import namedtuple
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import count
from operator import itemgetter
from typing import Any

import psycopg
from sqlalchemy import JSON, Connection, FromClause, Table
from sqlalchemy.dialects import postgresql

from registry.kernel import pipeline

_numbers = count()
_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # theirs has no hints
_quoted = _DIALECT.identifier_preparer.quote


TableRows = tuple[FromClause, Sequence[Mapping[str, Any]]]
"""Rows of a table, one at least; every row names the same columns."""


def insert_rows(connection: Connection, *parts: TableRows) -> None:
    """Insert rows of some tables, in that order and in one round trip."""
    _run(connection, [_insert(table, rows, None) for table, rows in parts])


def insert_new(
    connection: Connection,
    table: FromClause,
    rows: Sequence[Mapping[str, Any]],
    returning: tuple[str, ...],
) -> list[Any]:
    """Insert those whose key is not taken; the columns named of these come back by name."""
    [found] = _run(connection, [_insert(table, rows, returning)])
    return [_row_of(returning)._make(each) for each in found]


def _run(
    connection: Connection, statements: Sequence[tuple[pipeline.Sent, Mapping[str, Any]]]
) -> list[pipeline.Rows]:
    raw = connection.connection
    driver = raw.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("PostgreSQL is spoken to through psycopg")
    return pipeline.run(driver, raw.info, statements, alone=False)


def _insert(
    table: FromClause, rows: Sequence[Mapping[str, Any]], returning: tuple[str, ...] | None
) -> tuple[pipeline.Sent, Mapping[str, Any]]:
    if not isinstance(table, Table):
        raise TypeError("rows go into a table")
    columns = tuple(rows[0])
    return _statement(table, columns, returning), by_column(table, columns, rows)


def by_column(
    table: Table, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> dict[str, list[Any]]:
    """The values of each column as a list; documents as their text."""
    documents = _documents(table)
    return {
        name: [json.dumps(row[name]) for row in rows]
        if name in documents
        else list(map(itemgetter(name), rows))
        for name in columns
    }


@cache
def _documents(table: Table) -> frozenset[str]:
    return frozenset(each.key for each in table.columns if isinstance(each.type, JSON))


def insert_text(table: Table, columns: Sequence[str], shared: Collection[str] = ()) -> str:
    """The statement, whose parameters are named like the columns.

    Of ``shared`` columns all rows have the same value, which is sent once.
    """
    types = {each.key: each.type.compile(_DIALECT) for each in table.columns}
    own = [name for name in columns if name not in shared]
    arrays = ", ".join(f"%({name})s::{types[name]}[]" for name in own)
    same = "".join(f"%({name})s::{types[name]}, " for name in shared)
    names = ", ".join(map(_quoted, (*shared, *own)))
    into = f"{_quoted(table.name)} ({names})"
    return f"INSERT INTO {into} SELECT {same}own.* FROM unnest({arrays}) AS own"  # noqa: S608 - our own names


@cache
def _statement(
    table: Table, columns: tuple[str, ...], returning: tuple[str, ...] | None
) -> pipeline.Sent:
    left_out = set(table.columns.keys()) - set(columns)
    if any(table.columns[name].default is not None for name in left_out):
        raise ValueError(f"name every column of {table.name} that has a default")
    text = insert_text(table, columns)
    if returning is not None:
        text += f" ON CONFLICT DO NOTHING RETURNING {', '.join(map(_quoted, returning))}"
    return pipeline.Sent(f"bonafide_rows_{next(_numbers)}", text)


@cache
def _row_of(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)
