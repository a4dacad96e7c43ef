"""Shops hear of cases about their reports, customers that there is news and never what."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from bonafide.protocol.words import Kind, World
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.web import context
from registry.kernel.web.language import Language
from registry.notices import letters
from registry.ops import jobs
from registry.reports import contests
from registry.settings import Settings
from registry.whitelist import address
from registry.whitelist.holders import Holder
from tests.rooms.disputes.conftest import Court
from tests.rooms.keeper import ANNA, Keeper

Leave = Callable[[str], None]


@pytest.fixture
def leave_address(app: Flask, court: Court, clock: FixedClock) -> Leave:
    """The person of a report leaves an address and confirms it."""

    def leave(report: str) -> None:
        ids = tuple(court.report(report).identifier_ids)
        ring, now = context.keyring(), clock.now()
        with transaction() as session:
            sent = address.begin_address(
                session,
                ring,
                Holder(None, ids, World.LIVE),
                kind=Kind.EMAIL,
                value="anna@example.org",
                language=Language.RU,
                now=now,
            )
        with transaction() as session:
            assert address.confirm_address(session, ring, sent.holder, sent.code, now=now)

    return leave


def sent(settings: Settings) -> str:
    """Everything that was written to anybody."""
    file = settings.sender_file
    return file.read_text(encoding="utf-8") if file and file.exists() else ""


def kinds(keeper: Keeper) -> list[str]:
    """The kinds of changes in a shop's feed."""
    found: list[dict[str, Any]] = keeper.send("GET", "/v1/changes").get_json()["data"]
    return [each["kind"] for each in found]


def test_a_shop_hears_of_a_dispute_and_of_its_ruling(
    shop: Keeper, rival: Keeper, court: Court
) -> None:
    report = shop.failed("A-1", ANNA).get_json()["id"]
    dispute = court.contest(report).public_id
    jobs.run("notices-tell")
    [opened] = shop.send("GET", "/v1/changes").get_json()["data"]
    assert (opened["kind"], opened["dispute"]) == ("dispute.opened", dispute)
    assert opened["report"] == report
    court.pass_days(11)
    jobs.run("notices-tell")
    assert kinds(shop) == ["dispute.opened", "dispute.ruled", "report.removed"]
    jobs.run("notices-tell")
    assert len(kinds(shop)) == 3
    assert kinds(rival) == []


def test_readers_hear_of_a_dispute_the_next_day(shop: Keeper, rival: Keeper, court: Court) -> None:
    report = shop.failed("A-1", ANNA).get_json()["id"]
    court.pass_days(9)
    [asked] = rival.ask(ANNA)
    court.contest(report)
    jobs.run("notices-tell")
    court.pass_days(1)
    jobs.run("notices-daily")
    [change] = rival.send("GET", "/v1/changes").get_json()["data"]
    assert (change["kind"], change["lookup"]) == ("answer.changed", asked["id"])


def test_a_customer_is_told_of_a_report_a_dispute_and_a_ruling_and_never_what(
    shop: Keeper, court: Court, leave_address: Leave, settings: Settings
) -> None:
    first = shop.put("A-0", ANNA).get_json()["id"]
    leave_address(first)
    report = shop.failed("a-parcel-of-anna", ANNA).get_json()["id"]
    assert jobs.run("notices-tell")["letters"] == 1
    assert "новая запись" in sent(settings)
    dispute = court.contest(report).public_id
    court.pass_days(11)
    jobs.run("notices-tell")
    said = sent(settings)
    assert "принято решение" in said
    for word in ("a-parcel-of-anna", "refused", "Северная", report, dispute):
        assert word not in said


def test_who_left_no_address_is_written_nothing(
    shop: Keeper, court: Court, settings: Settings
) -> None:
    shop.failed("A-1", ANNA)
    assert jobs.run("notices-tell")["letters"] == 0
    assert sent(settings) == ""


def test_nobody_gets_more_than_three_letters_a_day(
    shop: Keeper, court: Court, leave_address: Leave
) -> None:
    leave_address(shop.put("A-0", ANNA).get_json()["id"])
    for number in range(6):
        shop.failed(f"B-{number}", ANNA)
    assert jobs.run("notices-tell")["letters"] == letters.MOST_A_DAY
    assert jobs.run("notices-tell")["letters"] == 0
    court.pass_days(1)
    shop.failed("C-1", ANNA, customer_told_on=None)
    assert jobs.run("notices-tell")["letters"] == 1


def test_a_report_that_is_gone_is_told_of_to_nobody(shop: Keeper, court: Court, app: Flask) -> None:
    report = shop.failed("A-1", ANNA).get_json()["id"]
    court.contest(report)
    with transaction() as session:
        found = court.report(report)
        contests.remove(
            session,
            contests.get(session, found.shop_id, found.report_id),
            today=court.clock.now().date(),
        )
    assert jobs.run("notices-tell")["cases"] >= 1
    assert "dispute.opened" in kinds(shop)
