"""Many statements to PostgreSQL in one go and one wait, prepared once for each connection.

psycopg's own pipeline asks the system whether it may write before every statement and sends each by
itself; that costs more than running them. Here libpq gathers them all and sends them once. Without
a transaction of the connection's own, what is sent together is one transaction, committed when it
is answered (the protocol's implicit one, from the first statement to the sync).
"""

import re
from binascii import hexlify
from collections.abc import (
    Callable,
    Generator,
    Iterable,
    Mapping,
    MutableMapping,
    Sequence,
)
from datetime import date, datetime
from enum import Enum
from types import NoneType
from typing import Any, Final

import psycopg
from psycopg import errors, pq
from psycopg.adapt import Transformer
from psycopg.waiting import Ready, Wait
from sqlalchemy import exc

from registry.kernel.once import Once

_PARAMETER: Final = re.compile(r"%\((\w+)\)s")
_KNOWN: Final = "bonafide-pipeline"
_WELL: Final = frozenset((pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK))
_SYNC: Final = pq.ExecStatus.PIPELINE_SYNC
_BINARY: Final = pq.Format.BINARY
_BEGIN: Final = b"BEGIN ISOLATION LEVEL READ COMMITTED"
Rows = Sequence[Sequence[Any]]
"""Their cells in the order of the columns."""


class Sent:
    """One statement in PostgreSQL's own spelling: ``$1`` for ``%(first)s``.

    ``width``: its rows, of so many cells, are given back as one row of columns.
    """

    def __init__(self, name: str, text: str, *, width: int = 0) -> None:
        self.name = name.encode()
        self.nothing: Rows = [((),) * width] if width else []
        self.parameters = tuple(dict.fromkeys(_PARAMETER.findall(text)))
        place = {each: f"${n}" for n, each in enumerate(self.parameters, 1)}
        spelt = _PARAMETER.sub(lambda found: place[found[1]], text)
        self.text = spelt.replace("%%", "%").encode()

    def values(self, given: Mapping[str, Any]) -> list[bytes | None]:
        """Its parameters in their order."""
        return [
            _encoder_of(type(value))(value) for value in map(given.__getitem__, self.parameters)
        ]


class _Known:
    """What is known of one connection as long as it lives."""

    def __init__(self, driver: psycopg.Connection[Any]) -> None:
        self.prepared: set[bytes] = set()
        self.doubtful: set[bytes] = set()
        self.loader = Transformer(driver)


def run(
    driver: psycopg.Connection[Any],
    memory: MutableMapping[Any, Any],
    statements: Sequence[tuple[Sent, Mapping[str, Any]]],
    *,
    alone: bool,
) -> list[Rows]:
    """The rows of each statement, in their order.

    ``memory`` belongs to the connection and lives as long. ``alone``: they are a transaction of
    their own. Otherwise they belong to the connection's, which begins here if it has not. Raises
    sqlalchemy's DBAPIError, as a connection of its would. After a rollback call ``forget``
    (db.prepare_engine does).
    """
    try:
        with driver.lock:
            try:
                return _run(driver, memory, statements, alone=alone)
            except errors.InvalidSqlStatementName:
                forget(memory)
                if not alone:
                    raise
                return _run(driver, memory, statements, alone=True)
    except psycopg.OperationalError as error:
        raise exc.OperationalError("a pipeline", None, error) from None
    except psycopg.IntegrityError as error:
        raise exc.IntegrityError("a pipeline", None, error) from None
    except psycopg.Error as error:
        raise exc.DBAPIError("a pipeline", None, error) from None


def forget(memory: MutableMapping[Any, Any]) -> None:
    """After a rollback: psycopg may have thrown all prepared statements away, or not."""
    known: _Known | None = memory.get(_KNOWN)
    if known is not None:
        known.doubtful |= known.prepared
        known.prepared.clear()


def _run(
    driver: psycopg.Connection[Any],
    memory: MutableMapping[Any, Any],
    statements: Sequence[tuple[Sent, Mapping[str, Any]]],
    *,
    alone: bool,
) -> list[Rows]:
    known: _Known = memory.get(_KNOWN) or memory.setdefault(_KNOWN, _Known(driver))
    pgconn = driver.pgconn
    pgconn.enter_pipeline_mode()
    try:
        begin = not alone and pgconn.transaction_status == pq.TransactionStatus.IDLE
        made = _gather(pgconn, known, statements, begin=begin)
        results = driver.wait(_answers(pgconn))
    finally:
        if pgconn.status == pq.ConnStatus.OK:
            pgconn.exit_pipeline_mode()
    if made:
        known.prepared |= {n for n, result in zip(made, results, strict=False) if _is_well(result)}
        known.doubtful -= known.prepared
    if results and not _is_well(results[-1]):  # what comes behind a failure is never well
        raise errors.error_from_result(next(each for each in results if not _is_well(each)))
    found = zip(statements, results[len(made) :], strict=True)
    return [_rows(known.loader, statement, result) for (statement, _), result in found]


def _is_well(result: pq.abc.PGresult) -> bool:
    return result.status in _WELL


def _gather(
    pgconn: pq.abc.PGconn,
    known: _Known,
    statements: Sequence[tuple[Sent, Mapping[str, Any]]],
    *,
    begin: bool,
) -> list[bytes]:
    """Hand everything to libpq. For each answer before the rows: the name that it makes known.

    The answers to BEGIN and to a closing make the empty name known.
    """
    made: list[bytes] = []
    if begin:
        pgconn.send_query_params(_BEGIN, None)
        made.append(b"")
    prepared = known.prepared
    unknown = [statement for statement, _ in statements if statement.name not in prepared]
    for statement in dict.fromkeys(unknown):
        if statement.name in known.doubtful:  # closing what is not there is no error
            pgconn.send_close_prepared(statement.name)
            made.append(b"")
        pgconn.send_prepare(statement.name, statement.text)
        made.append(statement.name)
    for statement, given in statements:
        values = statement.values(given)
        pgconn.send_query_prepared(statement.name, values, result_format=_BINARY)
    pgconn.pipeline_sync()
    return made


def _rows(loader: Any, statement: Sent, result: pq.abc.PGresult) -> Rows:
    if not result.ntuples:
        return statement.nothing
    loader.set_pgresult(result)
    rows: Rows = loader.load_rows(0, result.ntuples, tuple)
    return [tuple(zip(*rows, strict=True))] if statement.nothing else rows


def _answers(pgconn: pq.abc.PGconn) -> Generator[Wait, Ready | int, list[pq.abc.PGresult]]:
    """Send what is gathered and take every result up to the sync; psycopg waits in between."""
    while pgconn.flush():
        if (yield Wait.RW) & Ready.R:
            pgconn.consume_input()
    results: list[pq.abc.PGresult] = []
    while True:
        while pgconn.is_busy():
            yield Wait.R
            pgconn.consume_input()
        result = pgconn.get_result()
        if result is None:
            continue
        if result.status == _SYNC:
            return results
        results.append(result)
        pgconn.get_result()  # None: a statement has one result


def _encoder(kind: type) -> Callable[[Any], bytes | None]:
    """What writes values of a type in PostgreSQL's text form; a list becomes an array."""
    if kind is NoneType:
        return lambda _: None
    if kind in (list, tuple):
        return lambda value: f"{{{','.join(_items(value))}}}".encode()
    if issubclass(kind, str):
        return str.encode
    if kind is bytes:
        return lambda value: b"\\x" + hexlify(value)
    return lambda value: _plain(value).encode()


_ENCODERS: Final = Once(_encoder)
_ENCODERS[int] = b"%d".__mod__
_ENCODERS[str] = str.encode
_ENCODERS[date] = lambda day: day.isoformat().encode()
_encoder_of: Final = _ENCODERS.__getitem__


def _items(values: Sequence[Any]) -> Iterable[str]:
    """Quoted where an array needs it. Columns are of one kind as a rule, and then told by it.

    Words and days repeat themselves and are written once; but one of several kinds may equal
    another and be written otherwise.
    """
    kinds = set(map(type, values))
    if kinds == {int}:
        return map(str, values)
    if kinds == {bytes}:
        return [f'"\\\\x{digits}"' for digits in map(bytes.hex, values)]
    kinds.discard(NoneType)
    if len(values) == 1 or len(kinds) != 1 or kinds <= {int, bytes}:
        return map(_item, values)
    return map(Once(_item).__getitem__, values)


def _item(value: Any) -> str:
    if type(value) is int:
        return str(value)
    if value is None:
        return "NULL"
    text = _plain(value)
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _plain(value: Any) -> str:
    write = _TEXTS.get(type(value))
    if write is not None:
        return write(value)
    return str(value.value if isinstance(value, Enum) else value)


_TEXTS: Final[Mapping[type, Callable[[Any], str]]] = {
    int: str,
    str: str,
    bool: lambda truth: "t" if truth else "f",
    bytes: lambda some: "\\x" + some.hex(),
    date: date.isoformat,
    datetime: datetime.isoformat,
}
