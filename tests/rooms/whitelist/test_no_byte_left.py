"""What is left of the erased in the database's own files: nothing, after the documented step."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from registry.kernel.clock import FixedClock
from registry.kernel.db import db
from registry.kernel.engines import PRAGMAS
from registry.ops import jobs
from registry.whitelist import service
from tests.rooms.keeper import ANNA, Keeper
from tests.rooms.whitelist.conftest import Person

FORGET = Path(__file__).parents[3] / "deploy" / "postgres" / "forget-rows.sql"


def erased_a_day_ago(anna: Person, shop: Keeper, clock: FixedClock) -> tuple[bytes, ...]:
    """She asked to be forgotten yesterday; how files would tell of her row's random number."""
    shop.ask(ANNA)
    anna.enrols()
    [old] = anna.holder.identifier_ids
    anna.does(service.erase)
    clock.advance(timedelta(days=1))
    db.session.remove()
    return old.to_bytes(8, "big"), old.to_bytes(8, "little"), str(old).encode()


def files_with(folder: Path, traces: tuple[bytes, ...]) -> list[str]:
    """The files below a folder in which one of them stands."""
    return [
        str(each.relative_to(folder))
        for each in sorted(folder.rglob("*"))
        if each.is_file() and any(trace in each.read_bytes() for trace in traces)
    ]


def test_sqlite_overwrites_what_is_deleted() -> None:
    assert "secure_delete=ON" in PRAGMAS


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_on_sqlite_the_job_leaves_no_byte_in_file_or_log(
    anna: Person, shop: Keeper, clock: FixedClock, tmp_path: Path
) -> None:
    traces = erased_a_day_ago(anna, shop, clock)
    assert files_with(tmp_path, traces) != []
    done = jobs.run("finish-erasures")
    assert (done["swept"], done["log_emptied"]) == (1, 1)
    assert files_with(tmp_path, traces) == []
    with sqlite3.connect(tmp_path / "registry.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_without_overwriting_the_bytes_would_still_be_there(tmp_path: Path) -> None:
    """The broken variant: what a database does that only forgets."""
    rows = [(n, f"trace-{n}-x") for n in range(9)]
    copy = tmp_path / "forgetful.db"
    with sqlite3.connect(copy) as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", rows)
        connection.commit()
        connection.execute("DELETE FROM t WHERE id = 3")
        connection.commit()
    assert b"trace-3-x" in copy.read_bytes()


@pytest.fixture
def cluster(postgresql_url: str) -> Iterator[psycopg.Connection]:
    """PostgreSQL as the runbook wants it set, and a superuser in it."""
    url = make_url(postgresql_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET wal_recycle = off")
        connection.execute("SELECT pg_reload_conf()")
        yield connection
        connection.execute("ALTER SYSTEM RESET wal_recycle")
        connection.execute("SELECT pg_reload_conf()")


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_postgresql_the_job_empties_the_log_and_the_script_the_files(
    anna: Person, shop: Keeper, clock: FixedClock, cluster: psycopg.Connection
) -> None:
    """Before each of them the bytes are found: deleting alone leaves them."""
    [(home,)] = cluster.execute("SHOW data_directory").fetchall()
    log, tables = Path(home) / "pg_wal", Path(home) / "base"
    traces = erased_a_day_ago(anna, shop, clock)
    assert files_with(log, traces) != []
    done = jobs.run("finish-erasures")
    assert (done["swept"], done["log_emptied"]) == (1, 1)
    assert files_with(log, traces) == []
    assert files_with(tables, traces) != []
    cluster.execute("VACUUM")
    db.session.remove()
    db.engine.dispose()
    for statement in statements(FORGET):
        cluster.execute(statement)
    assert files_with(tables, traces) == files_with(log, traces) == []


def statements(file: Path) -> list[bytes]:
    """What a file for psql says, one by one."""
    lines = [each for each in file.read_text().splitlines() if not each.startswith("--")]
    return [each.encode() for each in "\n".join(lines).split(";") if each.strip()]


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_log_that_is_used_again_is_not_said_to_be_emptied(
    anna: Person, shop: Keeper, clock: FixedClock
) -> None:
    erased_a_day_ago(anna, shop, clock)
    assert jobs.run("finish-erasures")["log_emptied"] == 0
