"""Databases that stand still: stopped PostgreSQL, and SQLite with somebody who writes for ever."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import make_url

from registry.kernel import engines, standstill
from registry.kernel.standstill import Watchful

SOON = 1


@contextmanager
def standing_still(url: str) -> Iterator[None]:
    """Nobody is answered, or may write, until the block ends; nothing breaks meanwhile."""
    where = make_url(url)
    if where.drivername == "sqlite":
        with closing(sqlite3.connect(str(where.database), isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            yield
        return
    folder = Path(str(where.query["host"]))
    first = int((folder / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    with stopped(first):
        yield


@contextmanager
def stopped(first: int) -> Iterator[None]:
    """A process and all that it started do nothing."""
    halted: list[int] = []
    try:
        os.kill(first, signal.SIGSTOP)  # before the others: then it starts no more of them
        halted.append(first)
        text = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="utf-8")
        for each in map(int, text.split()):
            os.kill(each, signal.SIGSTOP)
            halted.append(each)
        yield
    finally:
        for each in halted:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGCONT)


def wait_briefly(patch: pytest.MonkeyPatch) -> None:
    """As the service does, where tests are more patient; on SQLite a second instead of fifteen."""
    connect = Watchful.connect
    patch.setattr(Watchful, "connect", lambda **how: connect(**how | {"connect_timeout": SOON}))
    patch.setattr(standstill, "LISTEN", 4)
    patch.setattr(engines, "PRAGMAS", (*engines.PRAGMAS, f"busy_timeout={SOON * 1000}"))
