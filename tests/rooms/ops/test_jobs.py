"""The jobs: run once at a time, harmless when repeated, and each does what it says."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.identifiers.models import Identifier, IdentifierTag
from registry.inquiries import service as inquiries
from registry.inquiries.meters import read_pace
from registry.inquiries.models import FirstContact, Inquiry, Lookup
from registry.inquiries.service import Account
from registry.kernel.clock import FixedClock
from registry.kernel.db import Base, transaction
from registry.kernel.jobs import JobRunningError, leased
from registry.ops import jobs, strangers
from registry.reports.models import History, Report
from registry.settings import Settings
from registry.trust import nightly
from registry.trust.economics import books
from tests.rooms.keeper import ANNA, BORIS, Keeper
from tests.rooms.ops.conftest import Command, document

MAGIC_PEOPLE = 8


def count(table: type[Base]) -> int:
    """Rows of a table."""
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("name", jobs.JOBS)
def test_every_job_may_be_run_again_at_once(app: Flask, name: str) -> None:
    jobs.run(name)
    jobs.run(name)


def test_a_job_runs_once_at_a_time(app: Flask, clock: FixedClock) -> None:
    with leased("trust-refit", clock), pytest.raises(JobRunningError):
        jobs.run("trust-refit")
    jobs.run("trust-refit")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("long", [(nightly, "measure"), (books, "count_books")])
def test_others_may_write_while_the_night_is_measured(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, long: tuple[Any, str]
) -> None:
    path = settings.database_url.removeprefix("sqlite:///")
    measured: Callable[..., Any] = getattr(*long)
    wrote = []

    def interrupted(session: Session, **given: Any) -> Any:
        session.execute(select(1))
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
        wrote.append(given["world"])
        return measured(session, **given)

    monkeypatch.setattr(*long, interrupted)
    jobs.run("trust-refit")
    assert wrote == list(World)


def test_jobs_are_listed_and_run_by_name(command: Command) -> None:
    names = [each["name"] for each in document(command("jobs", "list", "--json"))["jobs"]]
    assert names == list(jobs.JOBS)
    assert document(command("jobs", "run", "idempotency-purge", "--json")) == {
        "job": "idempotency-purge",
        "forgotten": 0,
    }
    status, _, err = command("jobs", "run", "nothing")
    assert (status, "registry jobs list" in err) == (1, True)


def test_a_failure_nobody_was_told_of_ends_after_thirty_days(
    app: Flask, shop: Keeper, clock: FixedClock
) -> None:
    assert shop.failed("A-1", ANNA, customer_told_on=None).status_code == 201
    assert shop.failed("A-2", BORIS).status_code == 201
    clock.advance(timedelta(days=29))
    assert jobs.run("expire-pending") == {"expired": 0}
    clock.advance(timedelta(days=2))
    assert jobs.run("expire-pending") == {"expired": 1}
    found = shop.send("POST", "/v1/reports/find", {"order_ref": "A-1"}).get_json()
    assert found["state"] == "expired"


def test_a_stranger_leaves_after_ninety_days_with_every_trace(
    app: Flask, shop: Keeper, clock: FixedClock
) -> None:
    shop.ask(ANNA)
    clock.advance(strangers.KEPT)
    assert jobs.run("forget-strangers") == {"forgotten": 0}
    clock.advance(timedelta(days=1))
    assert jobs.run("forget-strangers") == {"forgotten": 1}
    assert count(Identifier) == count(IdentifierTag) == MAGIC_PEOPLE
    assert count(Inquiry) == count(FirstContact) == 0


def test_a_stranger_asked_about_again_stays(app: Flask, shop: Keeper, clock: FixedClock) -> None:
    ref = shop.ref(ANNA)
    clock.advance(timedelta(days=60))
    shop.ask([ref])
    clock.advance(timedelta(days=60))
    assert jobs.run("forget-strangers") == {"forgotten": 0}
    assert shop.ask([ref])[0]["level"] == "unknown"


def test_whoever_was_reported_or_decided_about_stays(
    app: Flask, shop: Keeper, clock: FixedClock
) -> None:
    assert shop.put("A-1", ANNA).status_code == 201
    ref = shop.ref(BORIS)
    said = shop.send("PUT", f"/v1/shop/overrides/{ref['ref']}", {"advice": "prepay"})
    assert said.status_code in {200, 204}
    clock.advance(timedelta(days=200))
    assert jobs.run("forget-strangers") == {"forgotten": 0}


def test_what_is_past_its_retention_is_deleted_and_its_order_stays_taken(
    app: Flask, shop: Keeper, clock: FixedClock
) -> None:
    shop.put("A-1", ANNA)
    shop.ask(ANNA)
    clock.advance(timedelta(days=366))
    assert jobs.run("forget-old") == {"reports": 0, "lookups": 1}
    assert count(Inquiry) == count(Lookup) == 0
    clock.advance(timedelta(days=366))
    assert jobs.run("forget-old") == {"reports": 1, "lookups": 0}
    assert count(History) == count(Report) == 0
    again = shop.put("A-1", ANNA, occurred_on=str(clock.now().date()))
    assert again.status_code == 409
    assert again.get_json()["code"] == "order_reserved"


def test_strangers_are_looked_at_in_batches(
    app: Flask, shop: Keeper, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strangers, "ROWS_AT_ONCE", 2)
    shop.ask(*(f"+7916000000{n}" for n in range(5)))
    shop.put("A-1", "+79160000002")
    clock.advance(timedelta(days=100))
    assert jobs.run("forget-strangers") == {"forgotten": 4}


def test_pace_is_what_was_really_reported_lately(
    app: Flask, shop: Keeper, clock: FixedClock
) -> None:
    account = Account(shop.shop_id, World.LIVE)
    with transaction() as session:
        inquiries.set_pace(session, caller=account, orders_a_day=99, today=clock.now().date())
    people = shop.elements(*(f"+791600010{number:02d}" for number in range(45)))
    for number, who in enumerate(people):
        assert shop.put(f"A-{number}", [who]).status_code == 201
    for number in range(45):  # invented orders of one customer add nothing
        assert shop.put(f"B-{number}", [people[0]]).status_code == 201
    jobs.run("order-pace")
    with transaction() as session:
        assert read_pace(session, account) == 2
    clock.advance(timedelta(days=jobs.PACE_DAYS + 1))
    jobs.run("order-pace")
    with transaction() as session:
        assert read_pace(session, account) == 0
