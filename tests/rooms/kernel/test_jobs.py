"""A job runs once at a time, whoever starts it, and a crashed one gives way."""

import threading
from contextvars import copy_context
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.jobs import LEASE, JobLease, JobRunningError, leased
from tests.rooms.threads import at_once


def test_two_cannot_hold_one_lease_and_other_jobs_go_on(app: Flask, clock: FixedClock) -> None:
    with leased("refit", clock):
        with pytest.raises(JobRunningError), leased("refit", clock):
            pytest.fail("both ran")
        with leased("expire", clock):
            pass
    with leased("refit", clock):
        pass


def test_a_failing_job_gives_its_lease_back(app: Flask, clock: FixedClock) -> None:
    with pytest.raises(ZeroDivisionError), leased("refit", clock):
        raise ZeroDivisionError
    with leased("refit", clock):
        pass


def test_a_crashed_job_gives_way_after_its_lease(app: Flask, clock: FixedClock) -> None:
    with transaction() as session:
        session.add(JobLease(name="refit", until_at=clock.now() + LEASE))
    clock.advance(LEASE - timedelta(seconds=1))
    with pytest.raises(JobRunningError), leased("refit", clock):
        pytest.fail("it was still alive")
    clock.advance(timedelta(seconds=1))
    with leased("refit", clock):
        pass


def test_who_overran_does_not_take_the_lease_of_the_next(app: Flask, clock: FixedClock) -> None:
    with leased("refit", clock):
        clock.advance(LEASE)
        second, elsewhere = leased("refit", clock), copy_context()
        elsewhere.run(second.__enter__)
    with pytest.raises(JobRunningError), leased("refit", clock):
        pytest.fail("the second one still runs")
    elsewhere.run(second.__exit__, None, None, None)


def test_of_eight_that_start_together_one_runs(app: Flask, clock: FixedClock) -> None:
    everybody_tried = threading.Barrier(8)

    def start(_: int) -> bool:
        with app.app_context():
            try:
                with leased("refit", clock):
                    everybody_tried.wait(timeout=30)
                    return True
            except JobRunningError:
                everybody_tried.wait(timeout=30)
                return False

    assert sorted(at_once(8, start)) == [False] * 7 + [True]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_statements_of_a_job_have_no_time_limit_and_a_request_s_have(
    app: Flask, clock: FixedClock
) -> None:
    def limit() -> str:
        with transaction() as session:
            return str(session.execute(text("SHOW statement_timeout")).scalar_one())

    usual = limit()
    with leased("long", clock):
        assert limit() == "0"
    assert limit() == usual != "0"
