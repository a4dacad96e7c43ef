"""Somebody with the whole database in his hands, and a way to change it by chance.

A :class:`Tamperer` knows nothing of what the log covers: he edits any column of any row, deletes
rows, swaps what two rows say, cuts the end of tables off, and puts tables back to what they were.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Table, select
from sqlalchemy.exc import DBAPIError

from registry.kernel.db import Base

LOG = ("commitment", "log_tile", "log_checkpoint", "log_head")
RECORDS = (
    *("report", "report_revision", "history", "api_key"),
    *("dispute", "lookups_digest", "lookup", "inquiry"),
)
TABLES = LOG + RECORDS
OPEN = {("dispute", "key_id"), ("dispute", "sealed_key")}
"""What opens a case's papers: it is destroyed with the case, and another one opens nothing."""
Rows = list[dict[str, Any]]
Snapshot = dict[str, Rows]


def table_of(name: str) -> Table:
    return Base.metadata.tables[name]


def snapshot(connection: Connection) -> Snapshot:
    """What all tables say now."""
    return {name: read(connection, table_of(name)) for name in TABLES}


def read(connection: Connection, table: Table) -> Rows:
    rows = connection.execute(select(table).order_by(*table.primary_key.columns))
    return [dict(row._mapping) for row in rows]


def replace(connection: Connection, table: Table, rows: Rows) -> None:
    """Let a table say something else; what the database works out itself it works out anew."""
    connection.execute(table.delete())
    written = [column.key for column in table.columns if column.computed is None]
    if rows:
        connection.execute(table.insert(), [{key: row[key] for key in written} for row in rows])


@dataclass
class Tamperer:
    """Changes the database; ``earlier`` are whole states that it once had."""

    connection: Connection
    chance: random.Random
    earlier: Sequence[Snapshot]
    done: str = field(default="", init=False)

    def strike(self) -> str:
        """One change of a random sort; says what was done."""
        before = snapshot(self.connection)
        sorts = (self._edit, self._edit, self._delete, self._swap, self._cut, self._put_back)
        while True:
            try:
                with self.connection.begin_nested():
                    done = self.chance.choice(sorts)(before)
            except (LookupError, DBAPIError):
                continue  # nothing to change in that way, or the database itself would not have it
            if snapshot(self.connection) != before:
                return done

    def _table(self, before: Snapshot) -> tuple[Table, Rows]:
        name = self.chance.choice(TABLES)
        rows = [dict(each) for each in before[name]]
        self.chance.choice(rows)
        return table_of(name), rows

    def _edit(self, before: Snapshot) -> str:
        table, rows = self._table(before)
        row = self.chance.choice(rows)
        columns = [each for each in table.columns if (table.name, each.key) not in OPEN]
        column: Column[Any] = self.chance.choice(columns)
        row[column.key] = self._another(row[column.key], nullable=bool(column.nullable))
        if len({key_of(table, each) for each in rows}) < len(rows):
            raise LookupError
        replace(self.connection, table, rows)
        return f"edit of {table.name}.{column.key}"

    def _delete(self, before: Snapshot) -> str:
        table, rows = self._table(before)
        rows.remove(self.chance.choice(rows))
        replace(self.connection, table, rows)
        return f"deletion from {table.name}"

    def _swap(self, before: Snapshot) -> str:
        """Two rows change places: each gets what the other said."""
        table, rows = self._table(before)
        one, other = self.chance.sample(rows, 2) if len(rows) > 1 else self._nothing()
        names = [
            each.key
            for each in table.columns
            if not each.primary_key and (table.name, each.key) not in OPEN
        ]
        some = self.chance.choice([names, [self.chance.choice(names)]]) if names else names
        for name in some:
            one[name], other[name] = other[name], one[name]
        replace(self.connection, table, rows)
        return f"swap in {table.name} of {', '.join(some)}"

    def _cut(self, before: Snapshot) -> str:
        """The end of some tables is cut off, rows in the order in which they were written."""
        names = self.chance.sample(TABLES, self.chance.randint(1, len(TABLES)))
        for name in names:
            rows = sorted(before[name], key=lambda row: (row.get("position") or 0, str(row)))
            replace(self.connection, table_of(name), rows[: self.chance.randrange(len(rows) + 1)])
        return f"end of {', '.join(names)} cut off"

    def _put_back(self, before: Snapshot) -> str:
        state = self.chance.choice(self.earlier)
        names = self.chance.choice([TABLES, LOG, RECORDS, [self.chance.choice(TABLES)]])
        for name in names:
            replace(self.connection, table_of(name), state[name])
        return f"{', '.join(names)} put back"

    def _nothing(self) -> Any:
        raise LookupError

    def _another(self, value: Any, *, nullable: bool) -> Any:
        """A value of the same sort that is not this one."""
        if value is None:
            return self._nothing()
        if nullable and self.chance.random() < 0.1:
            return None
        if isinstance(value, bool):
            return not value
        if isinstance(value, int):
            return value + self.chance.choice((-1, 1))
        if isinstance(value, bytes):
            place = self.chance.randrange(len(value))
            return value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
        if isinstance(value, datetime | date):
            return value + timedelta(days=1)
        if isinstance(value, str):
            return value[:-1] + ("x" if value[-1:] != "x" else "y")
        return self._inside(value)

    def _inside(self, value: Any) -> Any:
        """Another list or document: one of its values changed."""
        changed = value.copy()
        places = range(len(value)) if isinstance(value, list) else sorted(value)
        place = self.chance.choice(list(places))
        changed[place] = self._another(value[place], nullable=False)
        return changed


def key_of(table: Table, row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column.key] for column in table.primary_key.columns)
