"""The connection that stays with a thread: used again, given back when something fails on it."""

import os
import sqlite3
import threading

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from registry.kernel import own, pipeline
from registry.kernel.db import db, reading
from registry.kernel.engines import engine_options, prepare_engine
from registry.kernel.own import on_own_connection
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


def test_a_thread_gets_its_own_again_and_another_thread_another(engine: Engine) -> None:
    mine = [on_own_connection(engine, driver_of) for _ in range(3)]
    assert mine[0] is mine[1] is mine[2]
    theirs: list[object] = []
    other = threading.Thread(target=lambda: theirs.append(on_own_connection(engine, driver_of)))
    other.start()
    other.join()
    assert theirs[0] is not mine[0]


def test_what_fails_leaves_nothing_open_for_the_next_one(engine: Engine) -> None:
    def half(raw: PoolProxiedConnection) -> None:
        run(raw, "BEGIN")
        run(raw, "SELECT 1")
        assert is_open(raw)
        raise WrongError

    with pytest.raises(WrongError):
        on_own_connection(engine, half)
    assert not on_own_connection(engine, is_open)


def test_one_that_broke_is_not_used_again(engine: Engine) -> None:
    broken: list[object] = []

    def breaks(raw: PoolProxiedConnection) -> None:
        broken.append(raw.driver_connection)
        raise OperationalError("a statement", None, Exception("gone"))

    with pytest.raises(OperationalError):
        on_own_connection(engine, breaks)
    assert on_own_connection(engine, driver_of) is not broken[0]
    on_own_connection(engine, lambda raw: run(raw, "SELECT 1"))


def test_it_ends_with_its_engine(engine: Engine) -> None:
    before = on_own_connection(engine, driver_of)
    engine.dispose()
    assert on_own_connection(engine, driver_of) is not before


def test_a_fork_leaves_the_parents_alone(engine: Engine) -> None:
    before = on_own_connection(engine, driver_of)
    child = os.fork()
    if child == 0:
        try:
            another = on_own_connection(engine, driver_of) is not before
        finally:
            os._exit(0 if another else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    on_own_connection(engine, lambda raw: run(raw, "SELECT 1"))
    assert on_own_connection(engine, driver_of) is before


THREADS = 12


@pytest.mark.parametrize("enough", [True, False])
def test_every_thread_may_have_its_own_and_one_for_its_session(
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
        try:
            on_own_connection(engine, driver_of)
            all_there.wait()
            with reading(), Session(engine) as session:
                session.execute(text("SELECT 1"))
                all_there.wait()
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
    """Every thread's connection is as dead as the first one that was tried."""
    engine = create_engine(postgresql_url, **engine_options(postgresql_url))
    prepare_engine(engine)
    if not told:
        monkeypatch.setattr(own, "_went_away", lambda *_: False)
    there, ended = threading.Barrier(4, timeout=60), threading.Barrier(4, timeout=60)
    failed: list[int] = []
    in_turn = threading.Lock()

    def ask(number: int) -> None:
        on_own_connection(engine, driver_of)
        there.wait()
        if number == 0:
            with psycopg.connect(postgresql_url.replace("+psycopg", "")) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
        ended.wait()
        with in_turn:
            try:
                on_own_connection(engine, one)
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
