"""A shop that reported Anna's order, Anna who contests it, and two admins."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from bonafide.protocol.words import ReportState
from registry.disputes import contesting, ruling
from registry.disputes.contestants import Contestant
from registry.disputes.papers import NewFile
from registry.disputes.ruling import Ruling
from registry.disputes.seen import Seen
from registry.disputes.words import GROUNDS, Reason, Verdict
from registry.kernel.clock import FixedClock
from registry.kernel.db import reading, transaction
from registry.kernel.ids import read_public_id
from registry.kernel.web import context
from registry.ops import jobs
from registry.reports import contests
from registry.reports.contests import Contested
from tests.rooms.keeper import ANNA, Keeper

OLGA, IVAN = 7, 8
Acted = Callable[[], Iterator[Session]]


@dataclass
class Court:
    """Everybody's acts, each in a transaction of its own, on a clock that can be moved."""

    app: Flask
    clock: FixedClock

    @contextmanager
    def act(self) -> Iterator[Session]:
        """One transaction, as the edge would make it."""
        with self.app.app_context(), transaction() as session:
            yield session

    def report(self, public_id: str) -> Contested:
        """A report as it stands."""
        key = read_public_id("rep_", public_id)
        assert key is not None
        with self.app.app_context(), reading(), transaction() as session:
            found = contests.find(session, *key)
        assert found is not None
        return found

    def state(self, public_id: str) -> ReportState:
        """Where a report stands."""
        return self.report(public_id).state

    def anna(self, public_id: str, **known: Any) -> Contestant:
        """The person a report is about, signed in."""
        return Contestant(self.report(public_id).identifier_ids, **known)

    def contest(
        self,
        public_id: str,
        who: Contestant | None = None,
        reason: Reason = Reason.PAID,
        text: str | None = None,
        new_files: tuple[NewFile, ...] = (),
    ) -> Seen:
        """Contest a report, as its person unless somebody else is named."""
        key = read_public_id("rep_", public_id)
        assert key is not None
        contestant = who or self.anna(public_id)
        with self.act() as session:
            return contesting.open_contest(
                session,
                context.keyring(),
                contestant=contestant,
                report=key,
                reason=reason,
                text=text,
                new_files=new_files,
                now=self.clock.now(),
            )

    def rule(self, dispute: str, verdict: Verdict, admin: int = OLGA, note: str = "") -> Seen:
        """An admin rules, on the first ground of the list."""
        ground = GROUNDS[verdict][0]
        with self.act() as session:
            return ruling.rule_on(
                session,
                context.keyring(),
                admin_id=admin,
                public_id=dispute,
                ruling=Ruling(verdict, ground, note),
                now=self.clock.now(),
            )

    def seen(self, dispute: str) -> Seen:
        """A case as an admin sees it."""
        with self.app.app_context(), reading(), transaction() as session:
            today = self.clock.now().date()
            return ruling.get_case(session, context.keyring(), public_id=dispute, today=today)

    def pass_days(self, days: int) -> None:
        """Let days go by, and the job run as it would have."""
        for _ in range(days):
            self.clock.advance(timedelta(days=1))
            self.job()

    def job(self) -> dict[str, int]:
        """The hourly job, once."""
        with self.app.app_context():
            return dict(jobs.run("dispute-deadlines"))


@pytest.fixture
def court(app: Flask, clock: FixedClock) -> Court:
    """Everybody."""
    return Court(app, clock)


@pytest.fixture
def reported(shop: Keeper) -> str:
    """A failed order of Anna's: the report's id."""
    named: str = shop.failed("A-1", ANNA).get_json()["id"]
    return named
