"""A SQLite file of this machine: one connection a process, one thread at a time."""

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

WAIT = 5.0


class SqliteFile:
    """Opened on first use and again after a fork; readable by its owner only.

    ``synchronous`` ``FULL`` survives a power cut (each commit waits for the disk), ``NORMAL`` may
    lose the newest commits but never the file.
    """

    def __init__(
        self, path: str | Path, schema: str, *, synchronous: Literal["FULL", "NORMAL"]
    ) -> None:
        self.path = Path(path)
        self._schema = schema
        self._synchronous = synchronous
        self._lock = threading.RLock()
        self._held: tuple[int, sqlite3.Connection] | None = None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that has the write lock from its beginning."""
        with self._lock:
            db = self._db()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._lock:
            return self._db().execute(sql, parameters).fetchall()

    def close(self) -> None:
        """Close the connection, if it is this process's."""
        with self._lock:
            held, self._held = self._held, None
            if held is not None and held[0] == os.getpid():
                held[1].close()

    def __del__(self) -> None:
        """Whoever forgot to close it is not told off by Python 3.13 for it."""
        with suppress(Exception):
            self.close()

    def _db(self) -> sqlite3.Connection:
        if self._held is None or self._held[0] != os.getpid():
            self._held = os.getpid(), self._opened()
        return self._held[1]

    def _opened(self) -> sqlite3.Connection:
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        db = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute(f"PRAGMA synchronous={self._synchronous}")
            db.execute("PRAGMA secure_delete=ON")
            db.executescript(self._schema)
        except BaseException:
            db.close()
            raise
        return db
