"""Leased units: no more than the budget whatever workers do, and little lost when one dies."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from registry.inquiries import service
from registry.inquiries.budgets import Budgets, Counted, Share, block_size
from registry.inquiries.errors import BudgetExhaustedError
from registry.inquiries.leases import Leases
from registry.inquiries.service import Account
from registry.kernel.clock import FixedClock
from registry.kernel.db import aside, db
from registry.kernel.one_by_one import OneByOne
from tests.rooms.threads import InTurn, Telling, at_once

LARGE = Budgets(points=Share(1_000, 2_000))
BLOCK = block_size(LARGE.points)


def use_up(
    worker: Leases, account: Account, clock: FixedClock, units: int, *, most: int = 3_000
) -> int:
    """Ask for ``units`` again and again; what the worker gave in the end."""
    given = 0
    while given < most:
        try:
            worker.spend(account, Counted.POINTS, units, now=clock.now())
        except BudgetExhaustedError:
            break
        given += units
    return given


def written(account: Account, clock: FixedClock, budgets: Budgets) -> int:
    """Points that the database says are used."""
    with aside(reads=True) as session:
        state = service.read_budgets(
            session, caller=account, today=clock.now().date(), budgets=budgets
        )
    return state.readings[Counted.POINTS].used


@pytest.mark.parametrize("units", [1, 7, 300])
def test_one_worker_gets_the_whole_budget_and_no_more(
    app: Flask, account: Account, clock: FixedClock, units: int
) -> None:
    given = use_up(Leases(budgets=LARGE), account, clock, units)
    assert given == 2_000 // units * units


def test_units_are_written_down_before_they_are_used(
    app: Flask, account: Account, clock: FixedClock
) -> None:
    worker = Leases(budgets=LARGE)
    for used in range(1, 3 * BLOCK):
        worker.spend(account, Counted.POINTS, 1, now=clock.now())
        assert used <= written(account, clock, LARGE) < used + BLOCK


def test_most_requests_ask_the_database_nothing(
    app: Flask, account: Account, clock: FixedClock
) -> None:
    opened = 0

    @contextmanager
    def counted() -> Iterator[Session]:
        nonlocal opened
        opened += 1
        with aside() as session:
            yield session

    worker = Leases(counted, budgets=LARGE)
    for _ in range(10 * BLOCK):
        worker.spend(account, Counted.POINTS, 1, now=clock.now())
    assert opened == 10


def test_a_busy_shop_is_leased_a_block_of_its_own_day(
    app: Flask, account: Account, clock: FixedClock
) -> None:
    """Budgets grow with the orders that a shop reports, and so does what is leased of them."""
    busy = 10 * LARGE.contacts.daily // LARGE.contacts_per_order
    with aside() as session:
        service.set_pace(session, caller=account, orders_a_day=busy, today=clock.now().date())
    worker = Leases(budgets=LARGE)
    worker.spend(account, Counted.POINTS, 1, now=clock.now())
    used = written(account, clock, LARGE)
    assert 9 * BLOCK < used <= 10 * BLOCK


def test_a_worker_that_dies_wastes_less_than_a_block(
    app: Flask, account: Account, clock: FixedClock
) -> None:
    dead = Leases(budgets=LARGE)
    dead.spend(account, Counted.POINTS, 1, now=clock.now())
    given = use_up(Leases(budgets=LARGE), account, clock, 1)
    assert 2_000 - BLOCK <= given + 1 <= 2_000


def use_up_from_threads(
    app: Flask, account: Account, clock: FixedClock, workers: list[Leases]
) -> int:
    """Eight threads a worker, all at once; what all of them gave together."""
    given: list[int] = []

    def one(worker: Leases) -> None:
        with app.app_context():
            given.append(use_up(worker, account, clock, 3, most=300))

    threads = [threading.Thread(target=one, args=(each,)) for each in workers for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(given)


@contextmanager
def never_committed() -> Iterator[Session]:
    """Broken on purpose: what is leased is not written down."""
    with Session(db.engine) as session:
        yield session


@pytest.mark.parametrize(("open_transaction", "kept"), [(aside, True), (never_committed, False)])
def test_two_workers_with_eight_threads_each_stay_within_the_budget(
    app: Flask,
    account: Account,
    clock: FixedClock,
    open_transaction: Callable[[], AbstractContextManager[Session]],
    kept: bool,
) -> None:
    workers = [Leases(open_transaction, budgets=LARGE) for _ in range(2)]
    given = use_up_from_threads(app, account, clock, workers)
    assert (given <= 2_000) is kept
    if kept:
        assert given >= 2_000 - 2 * BLOCK


@pytest.mark.parametrize(("line", "asking"), [(OneByOne, 1), (InTurn, 5)])
def test_a_lease_that_is_not_answered_fails_those_who_wait_for_it_too(
    account: Account,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    line: type[OneByOne],
    asking: int,
) -> None:
    asked, lock = 0, Telling()

    def unanswered() -> AbstractContextManager[Session]:
        nonlocal asked
        asked += 1
        if asked == 1:
            for _ in range(5):
                assert lock.asked.acquire(timeout=30)
        locked = sqlite3.OperationalError("database is locked")
        raise OperationalError("a lease", None, locked)

    worker = Leases(unanswered, budgets=LARGE)
    purse = worker._purse(account, Counted.POINTS)
    purse.line = line()
    monkeypatch.setattr(purse.line, "_lock", lock)

    def spend(_: int) -> None:
        with pytest.raises(OperationalError):
            worker.spend(account, Counted.POINTS, 1, now=clock.now())

    at_once(5, spend)
    assert asked == asking


def test_a_forked_worker_does_not_spend_its_parents_lease(
    app: Flask, account: Account, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = Leases(budgets=LARGE)
    parent.spend(account, Counted.POINTS, 1, now=clock.now())
    monkeypatch.setattr(os, "getpid", lambda: -1)
    parent.spend(account, Counted.POINTS, 1, now=clock.now())
    assert written(account, clock, LARGE) == 2 * BLOCK


def test_a_lease_ends_with_its_day(app: Flask, account: Account, clock: FixedClock) -> None:
    worker = Leases(budgets=LARGE)
    worker.spend(account, Counted.POINTS, 1, now=clock.now())
    clock.advance(timedelta(days=1))
    worker.spend(account, Counted.POINTS, 1, now=clock.now())
    assert written(account, clock, LARGE) == BLOCK


def test_a_refusal_counts_what_the_worker_holds_and_says_when_to_come_back(
    app: Flask, account: Account, clock: FixedClock
) -> None:
    worker = Leases(budgets=LARGE)
    worker.spend(account, Counted.POINTS, 1_999 - BLOCK, now=clock.now())
    worker.spend(account, Counted.POINTS, 1, now=clock.now())
    with pytest.raises(BudgetExhaustedError) as caught:
        worker.spend(account, Counted.POINTS, 500, now=clock.now())
    assert caught.value.facts == {
        "budget": "points",
        "left": BLOCK,
        "limit": 2_000,
        "retry_after": 12 * 3_600,
    }
    worker.spend(account, Counted.POINTS, BLOCK, now=clock.now())


def test_a_lease_inside_a_request_that_has_begun_is_a_fault(
    app: Flask, session: Session, account: Account, clock: FixedClock
) -> None:
    service.read_budgets(session, caller=account, today=clock.now().date())
    with pytest.raises(RuntimeError, match="begun"):
        Leases(budgets=LARGE).spend(account, Counted.POINTS, 1, now=clock.now())
