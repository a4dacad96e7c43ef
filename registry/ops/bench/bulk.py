"""Rows in bulk into tables that nobody else is writing: COPY or one statement for many rows.

Tables are known by name from the schema's description, so that rooms keep their classes private.
Values are whole numbers, texts, bytes, truth and None; a day is its ISO text, which both engines
take and nobody has to convert a million times.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg import sql
from sqlalchemy import Column, Connection, Engine, insert
from sqlalchemy.engine.interfaces import DBAPIConnection

from registry.kernel.db import Base

_CACHE_KIB: Final = 4 * 1024 * 1024
"""The most room for indexes while random keys go into them: SQLite takes it as it needs it, about
300 bytes a report. With less, every page would be written a hundred times."""
_POURING: Final = ("journal_mode=OFF", "synchronous=OFF", "secure_delete=OFF")
Rows = Iterable[Sequence[Any]]


class Bulk:
    """Writes to one database inside a transaction that the caller ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._copies = connection.dialect.name == "postgresql"
        if self._copies:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")

    def write(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        """Insert ``rows``; ``columns`` says what their values are, in the table's own order.

        A column that may be empty, or that the database works out, may be left out.
        """
        known = Base.metadata.tables[table].columns
        wanted = [each.name for each in known if each.name in columns or not _may_lack(each)]
        if list(columns) != wanted:
            raise ValueError(f"{table} needs the columns {wanted}")
        if self._copies:
            self._copy(table, columns, rows)
        else:
            self._insert(table, columns, rows)

    def _copy(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        driver = self._connection.connection.driver_connection
        if not isinstance(driver, psycopg.Connection):
            raise TypeError("PostgreSQL is spoken to through psycopg")
        named = sql.SQL(", ").join(map(sql.Identifier, columns))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), named)
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def _insert(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        statement = insert(Base.metadata.tables[table]).compile(
            dialect=self._connection.dialect, column_keys=columns
        )
        cursor = _driver(self._connection).cursor()
        cursor.executemany(str(statement), rows)  # type: ignore[arg-type]  # sqlite3 takes any iterable
        cursor.close()


@contextmanager
def pouring(engine: Engine) -> Iterator[Bulk]:
    """One transaction for a whole registry.

    SQLite keeps no journal meanwhile: nothing is written twice, and where this breaks off the file
    is of no use. It must be the only one that has the file open.
    """
    engine.dispose()
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            for pragma in (*_POURING, f"cache_size=-{_CACHE_KIB}"):
                driver.execute(f"PRAGMA {pragma}")
        with connection.begin():
            yield Bulk(connection)
        if isinstance(driver, sqlite3.Connection):
            driver.execute("PRAGMA journal_mode=WAL")
    engine.dispose()


def settle(engine: Engine) -> None:
    """Leave the tables as a registry that has run for a while: measured, and without a long log.

    Outside any transaction, which is why the driver is used past its wrapper.
    """
    raw = engine.raw_connection()
    driver = raw.driver_connection
    if isinstance(driver, psycopg.Connection):
        driver.autocommit = True
        driver.execute("SET statement_timeout = 0")
        driver.execute("VACUUM ANALYZE")
        driver.execute("CHECKPOINT")
        driver.execute("RESET statement_timeout")
        driver.autocommit = False
    elif isinstance(driver, sqlite3.Connection):
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


def _driver(connection: Connection) -> DBAPIConnection:
    driver: DBAPIConnection | None = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    return driver


def _may_lack(column: Column[Any]) -> bool:
    """Whether rows may do without it: it may be empty, or the database works it out."""
    return column.nullable is True or column.computed is not None
