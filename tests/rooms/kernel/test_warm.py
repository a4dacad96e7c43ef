"""Connections kept out of the pool: the one used last is used first, and none that failed."""

import os
import sqlite3
import threading
import time
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from registry.kernel import pipeline, warm
from registry.kernel.db import db, reading
from registry.kernel.engines import engine_options, prepare_engine
from registry.kernel.warm import on_warm_connection
from tests.rooms.threads import at_once


class WrongError(Exception):
    """Something else went wrong."""


@pytest.fixture
def engine(app: Flask) -> Engine:
    return db.engine


def driver_of(raw: PoolProxiedConnection) -> object:
    return raw.driver_connection


def run(raw: PoolProxiedConnection, statement: str) -> None:
    raw.cursor().execute(statement)


def is_open(raw: PoolProxiedConnection) -> bool:
    """Whether a transaction is open on it."""
    driver = raw.driver_connection
    if isinstance(driver, psycopg.Connection):
        return driver.info.transaction_status != psycopg.pq.TransactionStatus.IDLE
    assert isinstance(driver, sqlite3.Connection)
    return driver.in_transaction


def test_the_one_used_last_is_used_first_by_whatever_thread(engine: Engine) -> None:
    used: list[object] = []

    def ask() -> None:
        used.append(on_warm_connection(engine, driver_of))

    for _ in range(3):
        other = threading.Thread(target=ask)
        other.start()
        other.join()
    assert used[0] is used[1] is used[2]

    def inside(raw: PoolProxiedConnection) -> object:
        ask()
        return driver_of(raw)

    outer = on_warm_connection(engine, inside)
    assert outer is used[0]
    assert used[3] is not outer
    assert on_warm_connection(engine, driver_of) is outer


def test_nobody_shares_one(engine: Engine) -> None:
    """However many threads ask, each has one to itself as long as it works."""
    at_work: set[int] = set()
    shared: list[int] = []

    def work(raw: PoolProxiedConnection) -> None:
        mine = id(driver_of(raw))
        if mine in at_work:
            shared.append(mine)
        at_work.add(mine)
        time.sleep(0.0005)
        at_work.discard(mine)

    def ask(_: int) -> None:
        for _ in range(20):
            on_warm_connection(engine, work)

    at_once(6, ask)
    assert not shared


def test_what_fails_leaves_nothing_open_for_the_next_one(engine: Engine) -> None:
    def half(raw: PoolProxiedConnection) -> None:
        run(raw, "BEGIN")
        run(raw, "SELECT 1")
        assert is_open(raw)
        raise WrongError

    with pytest.raises(WrongError):
        on_warm_connection(engine, half)
    assert not on_warm_connection(engine, is_open)


def test_one_that_broke_is_not_used_again(engine: Engine) -> None:
    broken: list[object] = []

    def breaks(raw: PoolProxiedConnection) -> None:
        broken.append(raw.driver_connection)
        raise OperationalError("a statement", None, Exception("gone"))

    with pytest.raises(OperationalError):
        on_warm_connection(engine, breaks)
    assert on_warm_connection(engine, driver_of) is not broken[0]
    on_warm_connection(engine, lambda raw: run(raw, "SELECT 1"))


def test_a_server_that_is_not_there_fails_like_one_that_went_away(tmp_path: Path) -> None:
    """The edge knows that error as 503, and those who wait in line behind it fail too."""
    engine = create_engine(f"postgresql+psycopg:///registry?host={tmp_path}")
    with pytest.raises(OperationalError):
        on_warm_connection(engine, driver_of)


def test_they_end_with_their_engine(engine: Engine) -> None:
    def both(raw: PoolProxiedConnection) -> list[object]:
        return [on_warm_connection(engine, driver_of), driver_of(raw)]

    before = on_warm_connection(engine, both)
    engine.dispose()
    assert not any(each in before for each in on_warm_connection(engine, both))


def test_one_in_use_ends_with_its_engine_when_it_is_given_back(engine: Engine) -> None:
    def disposes(raw: PoolProxiedConnection) -> object:
        engine.dispose()
        return driver_of(raw)

    before = on_warm_connection(engine, disposes)
    assert on_warm_connection(engine, driver_of) is not before


def test_a_fork_leaves_the_parents_alone(engine: Engine) -> None:
    before = on_warm_connection(engine, driver_of)
    child = os.fork()
    if child == 0:
        try:
            another = on_warm_connection(engine, driver_of) is not before
        finally:
            os._exit(0 if another else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    on_warm_connection(engine, lambda raw: run(raw, "SELECT 1"))
    assert on_warm_connection(engine, driver_of) is before


THREADS = 12


@pytest.mark.parametrize("enough", [True, False])
def test_every_thread_may_have_one_and_another_for_its_session(
    database_url: str, enough: bool
) -> None:
    options = engine_options(database_url, threads=THREADS if enough else 2)
    if not enough:
        options["pool_timeout"] = 0.1
    engine = create_engine(database_url, **options)
    prepare_engine(engine)
    all_there = threading.Barrier(THREADS, timeout=60)
    refused: list[Exception] = []

    def both(_: int) -> None:
        def beside(_: PoolProxiedConnection) -> None:
            all_there.wait()
            with reading(), Session(engine) as session:
                session.execute(text("SELECT 1"))
                all_there.wait()

        try:
            on_warm_connection(engine, beside)
        except (PoolTimeoutError, threading.BrokenBarrierError) as error:
            refused.append(error)
            all_there.abort()

    at_once(THREADS, both)
    engine.dispose()
    assert bool(refused) is not enough


@pytest.mark.parametrize("told", [True, False])
def test_a_server_that_went_away_fails_one_thread_and_not_each_in_turn(
    postgresql_url: str, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that rest are as dead as the first one that was tried."""
    engine = create_engine(postgresql_url, **engine_options(postgresql_url))
    prepare_engine(engine)
    if not told:
        monkeypatch.setattr(warm, "_went_away", lambda *_: False)
    there, ended = threading.Barrier(4, timeout=60), threading.Barrier(4, timeout=60)
    failed: list[int] = []
    in_turn = threading.Lock()

    def ask(number: int) -> None:
        on_warm_connection(engine, lambda _: there.wait())
        if number == 0:
            with psycopg.connect(postgresql_url.replace("+psycopg", "")) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
        ended.wait()
        with in_turn:
            try:
                on_warm_connection(engine, one)
            except OperationalError:
                failed.append(number)

    at_once(4, ask)
    engine.dispose()
    assert len(failed) == (1 if told else 4)


def one(raw: PoolProxiedConnection) -> None:
    driver = raw.driver_connection
    assert isinstance(driver, psycopg.Connection)
    pipeline.run(driver, raw.info, [(ONE, {})], alone=True)


ONE = pipeline.Sent("one", "SELECT 1")
