"""Statements that are compiled once for the life of the process, for either engine.

A statement is a module constant whose values are all parameters, and neither the ORM nor
SQLAlchemy's execution has a part in running it (together.py).
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import count
from operator import itemgetter
from typing import Any, Final

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
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.types import TypeEngine

from registry.kernel.arrays import by_column, insert_text
from registry.kernel.db import Base
from registry.kernel.once import Once
from registry.kernel.pipeline import Rows, Sent
from registry.kernel.sqlite_rows import turn_of

OneOf = Callable[[InstrumentedAttribute[int], str], ColumnElement[bool]]
_POSTGRESQL = psycopg_dialect.dialect()  # type: ignore[no-untyped-call]  # theirs has no hints
_SQLITE = sqlite_dialect.dialect(paramstyle="qmark")
_DAYS: Final[Once[date | None]] = Once(date.fromisoformat)
"""What SQLite keeps of days; few, for they are ours."""
_DAYS[None] = None
_FROM_SQLITE: Mapping[type[Any], Callable[[Any], Any]] = {
    Date: _DAYS.__getitem__,
    Boolean: {None: None, 0: False, 1: True}.__getitem__,
    JSON: lambda text: None if text is None else json.loads(text),
}
_numbers = count()


class _Form:
    """One form of a statement: its text for either engine.

    ``gathers``: on SQLite all rows come as one document. Python's sqlite3 lets go of the
    interpreter for every row, and in a busy worker has to wait for it again as often.
    """

    def __init__(
        self,
        name: str,
        form: Executable,
        plain: Executable,
        *,
        by_column: bool = False,
        of_one: bool = False,
    ) -> None:
        self.gathers = isinstance(plain, Select) and not _has_bytes(plain)
        if isinstance(plain, Select) and self.gathers:
            rows = plain.subquery()
            plain = select(func.json_group_array(func.json_array(*rows.c)))
            if by_column:
                columns = [func.json_group_array(column) for column in rows.c]
                plain = select(func.json_array(func.json_array(*columns)))
        width = 0
        if isinstance(form, Select) and by_column:
            if of_one:  # a few rows cost PostgreSQL less than their arrays
                width = len(form.selected_columns)
            else:
                form = select(*[func.array_agg(column) for column in form.subquery().c])
        self.sent = Sent(name, _compiled(form, _POSTGRESQL), width=width)
        self.plain, self._constants, params = _plain(plain)
        self._names = [name for name, _ in params]
        turns = [turn_of(kind) for _, kind in params]
        self._turns = [(place, turn) for place, turn in enumerate(turns) if turn is not None]

    def kept(self, params: Mapping[str, Any]) -> list[Any]:
        """Parameters in their order as SQLite keeps them; words of an enum are texts already."""
        given = {**self._constants, **params} if self._constants else params
        values = list(map(given.__getitem__, self._names))
        for place, turn in self._turns:
            values[place] = turn(values[place])
        return values


class Prepared:
    """One statement, built for either engine by ``build``.

    ``build`` is handed ``one_of(column, name)``: the condition that a column is among the whole
    numbers of the list parameter ``name``, of which a statement has one. Where it holds one number,
    as in a question about one person, it is sent as plain equality: PostgreSQL plans that once for
    a connection, but a list of unknown length anew for each execution, which costs more than
    running it.

    ``by_column``: however many rows it finds, it answers with one, of a sequence for each column,
    or on PostgreSQL of nothing for each where it finds none. Whole numbers only.
    """

    def __init__(self, build: Callable[[OneOf], Executable], *, by_column: bool = False) -> None:
        lists: set[str] = set()

        def equal(column: InstrumentedAttribute[int], name: str) -> ColumnElement[bool]:
            lists.add(name)
            return column == bindparam(name)

        form, of_one = build(_in_array), build(equal)
        self.name = f"bonafide_{next(_numbers)}"
        self.usual = _Form(self.name, form, build(_in_json), by_column=by_column)
        self._one, self._list = self.usual, None
        if lists:
            [self._list] = lists
            name = f"{self.name}_one"
            self._one = _Form(name, of_one, of_one, by_column=by_column, of_one=True)
        columns = form.selected_columns if isinstance(form, Select) else ()
        self._turned = [
            (place, _FROM_SQLITE[type(column.type)])
            for place, column in enumerate(columns)
            if type(column.type) in _FROM_SQLITE
        ]

    def formed(self, params: Mapping[str, Any]) -> tuple[_Form, Mapping[str, Any]]:
        """The form that fits, and its parameters."""
        if self._list is None or len(params[self._list]) != 1:
            return self.usual, params
        return self._one, {**params, self._list: params[self._list][0]}

    def sendable(self, params: Mapping[str, Any]) -> tuple[Sent, Mapping[str, Any]]:
        """The same for PostgreSQL."""
        form, given = self.formed(params)
        return form.sent, given

    def turned(self, rows: Rows) -> Rows:
        """SQLite's rows with days and truth instead of what it keeps them as, column by column."""
        if not (rows and self._turned):
            return rows
        columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
        for place, turn in self._turned:
            columns[place] = map(turn, columns[place])
        return list(zip(*columns, strict=True))


class Inserted:
    """Inserting rows of one table, one at least, as one statement; they must not be there yet.

    The ``shared`` columns are said once where all rows have the same in them.
    """

    def __init__(self, model: type[Base], *shared: str) -> None:
        name = f"bonafide_{next(_numbers)}"
        self.one = _Form(name, insert(model), insert(model))
        table = model.__table__
        if not isinstance(table, Table) or any(isinstance(c.type, JSON) for c in table.columns):
            raise TypeError("rows without documents go into a table")
        self.table = table
        self._columns = [column.key for column in table.columns]
        self._shared = shared
        self._said_once = itemgetter(*shared)
        self._own = [each for each in self._columns if each not in shared]
        self._rows = Sent(f"{name}_rows", insert_text(table, self._columns, shared))
        self._apart = Sent(f"{name}_apart", insert_text(table, self._columns, ()))

    def sendable(self, rows: Sequence[Mapping[str, Any]]) -> tuple[Sent, Mapping[str, Any]]:
        """All of them as one statement; a single row costs half as much without arrays."""
        if len(rows) == 1:
            return self.one.sent, rows[0]
        if len(set(map(self._said_once, rows))) != 1:
            return self._apart, by_column(self.table, self._columns, rows)
        same = {name: rows[0][name] for name in self._shared}
        return self._rows, same | by_column(self.table, self._own, rows)


def _plain(
    statement: Executable,
) -> tuple[str, dict[str, Any], Sequence[tuple[str, TypeEngine[Any]]]]:
    """SQLite's text, the values that SQLAlchemy put into it itself (the offset of a limit), and its
    parameters in their order, each with its type; one that is said twice comes twice."""
    if not isinstance(statement, ClauseElement):
        raise TypeError("a statement made of columns is needed")
    compiled: Any = statement.compile(dialect=_SQLITE)
    given = {name: value for name, value in compiled.params.items() if value is not None}
    names = compiled.positiontup or ()
    return str(compiled), given, [(name, compiled.binds[name].type) for name in names]


def _compiled(statement: Executable, dialect: Any) -> str:
    if not isinstance(statement, ClauseElement):
        raise TypeError("a statement made of columns is needed")
    return str(statement.compile(dialect=dialect))


def _has_bytes(statement: Select[Any]) -> bool:
    return any(isinstance(each.type, LargeBinary) for each in statement.selected_columns)


def _in_json(column: InstrumentedAttribute[int], name: str) -> ColumnElement[bool]:
    each = func.json_each(bindparam(name, type_=JSON)).table_valued("value")
    return column.in_(select(each.c.value))


def _in_array(column: InstrumentedAttribute[int], name: str) -> ColumnElement[bool]:
    return column == any_(bindparam(name, type_=ARRAY(BigInteger)))
