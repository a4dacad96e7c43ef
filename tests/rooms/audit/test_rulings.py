"""A dispute's whole life is in the log, and each of its turns can be proven."""

import pytest
from flask import Flask

from registry.disputes.words import Verdict
from registry.kernel.clock import FixedClock
from registry.ops import jobs, logbook
from tests.rooms.audit.conftest import Auditor
from tests.rooms.disputes.conftest import Court
from tests.rooms.keeper import ANNA, Keeper


@pytest.fixture
def court(app: Flask, clock: FixedClock) -> Court:
    """Anna and the admins."""
    return Court(app, clock)


def entry_of(shop: Keeper, report: str) -> str:
    """The entry that answers for a report as it is now."""
    entry: str = shop.send("GET", f"/v1/reports/{report}").get_json()["commitment"]
    return entry


def test_every_turn_of_a_dispute_is_an_entry_that_is_proven(
    app: Flask, shop: Keeper, court: Court, auditor: Auditor
) -> None:
    report = shop.failed("A-1", ANNA).get_json()["id"]
    entries = [entry_of(shop, report)]
    dispute = court.contest(report).public_id
    entries.append(entry_of(shop, report))
    court.pass_days(11)
    entries.append(entry_of(shop, report))
    jobs.run("log-sequence")
    auditor.look()
    proven = {auditor.prove(each) for each in entries}
    assert len(proven) == 3
    assert court.seen(dispute).case.verdict is Verdict.REMOVED
    assert logbook.examine().faults == []
