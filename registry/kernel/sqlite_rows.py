"""Inserting rows on SQLite past SQLAlchemy's execution, column by column.

A batch of reports is mostly its rows, and while they are written nobody else writes.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain, islice
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import JSON, Connection, FromClause, Table, insert
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.types import TypeEngine

from registry.kernel.once import Once

_DIALECT = pysqlite.dialect(paramstyle="qmark")
_AT_ONCE: Final = (1_000, 100, 10, 1)
_MOST_VALUES: Final = 32_000
"""Of a statement; SQLite takes 32,766 as it comes."""
Written = tuple[str, Sequence[Any]]
"""A statement and its values."""
Turn = Callable[[Any], Any]
"""Makes of a value what SQLite keeps of it."""


def insert_rows(
    connection: Connection, table: FromClause, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert them in the connection's transaction; every row names the same columns."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection) or not isinstance(table, Table):
        raise TypeError("rows go into a table, and SQLite is spoken to through sqlite3")
    run(driver, statements(table, rows))


def statements(table: Table, rows: Sequence[Mapping[str, Any]]) -> Iterator[Written]:
    """What inserts them: a thousand with each statement, then a hundred, ten, one.

    For each statement sqlite3 lets go of the interpreter, and with ``executemany`` for each row.
    """
    texts, turns = _texts(table, tuple(rows[0]))
    cells = zip(*[turn(map(cell_of, rows)) for cell_of, turn in turns], strict=True)
    left = len(rows)
    for size, text in texts:
        for _ in range(left // size):
            yield text, list(chain.from_iterable(islice(cells, size)))
        left %= size


def run(driver: sqlite3.Connection, written: Iterable[Written]) -> None:
    """Run them in the transaction of a connection of the driver's."""
    for text, values in written:
        try:
            driver.execute(text, values)
        except sqlite3.IntegrityError as error:
            raise IntegrityError(text, None, error) from None
        except sqlite3.OperationalError as error:
            raise OperationalError(text, None, error) from None


_Column = tuple[Callable[[Mapping[str, Any]], Any], Callable[[Iterable[Any]], Iterable[Any]]]
"""What takes its cell out of a row, and what turns all of its values."""


@cache
def _texts(table: Table, names: tuple[str, ...]) -> tuple[Sequence[tuple[int, str]], list[_Column]]:
    """The text for so many rows, from the most to one, and the column of each value of a row.

    ``OR FAIL``: SQLite would keep a journal of each statement, to undo half of one, which costs
    more than the rows. Whoever fails is rolled back as a whole.
    """
    left_out = set(table.columns.keys()) - set(names)
    if any(table.columns[name].default is not None for name in left_out):
        raise ValueError(f"name every column of {table.name} that has a default")
    wanted = insert(table).prefix_with("OR FAIL").values(dict.fromkeys(names))
    compiled = wanted.compile(dialect=_DIALECT)
    head, values = str(compiled).split(" VALUES ")
    sizes = [size for size in _AT_ONCE if size * len(names) <= _MOST_VALUES]
    texts = [(size, f"{head} VALUES {', '.join([values] * size)}") for size in sizes]
    order = compiled.positiontup or ()
    return texts, [(itemgetter(name), _turns(table, name)) for name in order]


def turn_of(kind: TypeEngine[Any]) -> Turn | None:
    """What makes of values of a type what SQLite keeps of them; None where that is the value."""
    turn: Turn | None = kind.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    if turn is None or isinstance(kind, JSON):  # documents cannot be a key
        return turn
    return Once(turn).__getitem__


def _turns(table: Table, name: str) -> Callable[[Iterable[Any]], Iterable[Any]]:
    turn = turn_of(table.columns[name].type)
    return (lambda values: values) if turn is None else partial(map, turn)
