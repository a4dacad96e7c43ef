"""What a figure is held against: the database alone, and the multiplications alone."""

import re
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import make_url

from registry.ops.bench.databases import libpq
from registry.ops.bench.measure import Plan
from registry.ops.output import fail

ROWS: Final = 1_000
_TABLES: Final = (
    "CREATE TABLE bench_row (id bigint PRIMARY KEY, who bigint, said text, said_on text)",
    "CREATE TABLE bench_sum (who bigint PRIMARY KEY, n integer)",
)
_APART: Final = 4_503_599_627_370_497
"""Rows of one batch land all over the index, as random ids do."""
_TPS: Final = re.compile(r"tps = ([0-9.]+)")


def pgbench(plan: Plan, url: str, *, batch: bool) -> float | None:
    """Rows a second that PostgreSQL takes, committed; None where pgbench is not installed.

    One row and one upsert a transaction by ``plan.connections`` clients, or 1,000 of each in one.
    """
    program = shutil.which("pgbench")
    if program is None:
        return None
    address = libpq(make_url(url))
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in ("DROP TABLE IF EXISTS bench_row, bench_sum", *_TABLES):
            connection.execute(statement.encode())
    script = _script(ROWS if batch else 1)
    done = subprocess.run(  # noqa: S603 - a program found on the path, no shell
        [
            *(program, "--no-vacuum", "--protocol=prepared", "--file=-", address),
            *("--client", str(plan.connections), "--jobs=1"),
            *("--time", str(max(1, round(plan.seconds)))),
        ],
        input=script,
        capture_output=True,
        text=True,
        check=False,
        timeout=plan.seconds + 120,
    )
    found = _TPS.search(done.stdout)
    if done.returncode or found is None:
        fail(f"pgbench failed: {done.stderr.strip()[-500:]}")
    return float(found[1]) * (ROWS if batch else 1)


def sqlite_commits(plan: Plan, folder: Path, *, batch: bool) -> float:
    """The same on SQLite from one connection, durable (WAL, synchronous=FULL)."""
    connection = sqlite3.connect(folder / "reference.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    for statement in _TABLES:
        connection.execute(statement.replace("TABLE", "TABLE IF NOT EXISTS"))
    rows, number = ROWS if batch else 1, time.time_ns()
    written, started = 0, time.perf_counter()
    while time.perf_counter() - started < plan.seconds:
        some = [(number + n, (number + n) * 7919 % 100_000) for n in range(rows)]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO bench_row VALUES (?, ?, 'paid', '2026-11-21')", some)
        connection.executemany(
            "INSERT INTO bench_sum VALUES (?, 1) ON CONFLICT (who) DO UPDATE SET n = n + 1",
            [(who,) for _, who in some],
        )
        connection.execute("COMMIT")
        number, written = number + rows, written + rows
    rate = written / (time.perf_counter() - started)
    connection.close()
    return rate


def multiplications(plan: Plan, *, processes: int) -> float:
    """Multiplications a second that ``processes`` processes make at once with libsodium alone."""
    command = [sys.executable, "-m", "registry.ops.bench.multiply", str(plan.seconds)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module
        for _ in range(processes)
    ]
    answers = [each.communicate(timeout=plan.seconds + 60)[0] for each in running]
    if any(each.returncode for each in running):
        fail("the bare multiplications failed: is libsodium installed?")
    return sum(float(answer) for answer in answers)


def _script(rows: int) -> str:
    """A transaction for pgbench that writes and upserts so many rows, each by its own statement.

    All of it is sent in one go (a pipeline). Upserts come in the order of their keys, so that no
    two clients wait for each other in a circle.
    """
    written = [
        f"INSERT INTO bench_row VALUES (:id::bigint + {n * _APART}, :who, 'paid', 'x');"  # noqa: S608 - our own numbers
        for n in range(rows)
    ]
    raised = [
        f"INSERT INTO bench_sum VALUES (:who + {n}, 1) "  # noqa: S608 - our own numbers
        "ON CONFLICT (who) DO UPDATE SET n = bench_sum.n + 1;"
        for n in range(rows)
    ]
    variables = ["\\set id random(1, 4000000000000000000)", "\\set who random(1, 100000)"]
    steps = ["\\startpipeline", "BEGIN;", *written, *raised, "COMMIT;", "\\endpipeline"]
    return "\n".join([*variables, *steps]) + "\n"
