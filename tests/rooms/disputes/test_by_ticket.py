"""A ticket proves nobody: what a shop can gain by contesting its own report as its customer."""

from dataclasses import dataclass
from datetime import timedelta
from typing import cast

import pytest

from bonafide.protocol.words import ReportState
from registry.disputes import contesting
from registry.disputes.contestants import Contestant
from registry.disputes.errors import AlreadyDisputedError, HearingError
from registry.disputes.shown import show
from registry.disputes.words import Reason, Verdict
from registry.kernel.web import context
from registry.portal.orders import is_contestable
from registry.whitelist.service import Statement
from tests.rooms.disputes import shopkeeper
from tests.rooms.disputes.conftest import IVAN, Court
from tests.rooms.disputes.test_life import counts_against
from tests.rooms.keeper import ANNA, TODAY, Keeper


def by_ticket(court: Court, report: str) -> Contestant:
    found = court.report(report)
    return Contestant(frozenset(), ticket_for=(found.shop_id, found.report_id))


def admits(court: Court, shop: Keeper, report: str) -> str:
    """The shop contests its own report as its customer, and stands by it."""
    ticket = by_ticket(court, report)
    dispute = court.contest(report, ticket, Reason.ILLNESS_OR_TRAVEL, "I admit.").public_id
    assert shopkeeper.answer(shop, dispute).status_code == 200
    return dispute


def may_contest(court: Court, report: str) -> bool:
    anna, found = court.anna(report), court.report(report)
    with court.act() as session:
        return found.report_id in contesting.may_contest_too(session, contestant=anna)


def test_a_case_by_ticket_is_ruled_on_once_a_proven_customer_had_eight_days_or_spoke(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = admits(court, shop, reported)
    with court.act() as session:
        contesting.add(
            session,
            context.keyring(),
            contestant=by_ticket(court, reported),
            public_id=dispute,
            text="Hurry.",
            now=court.clock.now(),
        )
    court.pass_days(7)
    with pytest.raises(HearingError):
        court.rule(dispute, Verdict.UPHELD)
    court.pass_days(1)
    court.rule(dispute, Verdict.UPHELD)
    assert court.report(reported).counts_on == TODAY + timedelta(days=9)


def test_a_proven_customers_word_ends_the_wait(court: Court, shop: Keeper, reported: str) -> None:
    dispute = admits(court, shop, reported)
    with court.act() as session:
        contesting.add(
            session,
            context.keyring(),
            contestant=court.anna(reported),
            public_id=dispute,
            text="I never wrote that.",
            now=court.clock.now(),
        )
    court.rule(dispute, Verdict.REMOVED)
    assert court.state(reported) is ReportState.REMOVED


def test_an_upheld_report_of_which_nobody_was_told_waits_on_until_he_is(
    court: Court, shop: Keeper, rival: Keeper
) -> None:
    untold = shop.failed("A-1", ANNA, customer_told_on=None).get_json()["id"]
    dispute = admits(court, shop, untold)
    court.pass_days(8)
    court.rule(dispute, Verdict.UPHELD)
    court.pass_days(5)
    assert (court.state(untold), court.report(untold).counts_on) == (ReportState.UPHELD, None)
    assert not counts_against(rival, ANNA)
    shop.failed("A-1", ANNA, revision=2)
    told_on = court.clock.now().date()
    assert court.report(untold).counts_on == told_on + timedelta(days=8)
    court.pass_days(8)
    assert counts_against(rival, ANNA)


def test_a_proven_customer_contests_once_what_a_ticket_lost(
    court: Court, shop: Keeper, reported: str
) -> None:
    assert not may_contest(court, reported)
    dispute = admits(court, shop, reported)
    assert may_contest(court, reported)
    court.pass_days(8)
    court.rule(dispute, Verdict.UPHELD, admin=IVAN)
    assert may_contest(court, reported)
    court.contest(reported)
    assert court.state(reported) is ReportState.DISPUTED
    assert not may_contest(court, reported)
    with pytest.raises(AlreadyDisputedError):
        court.contest(reported)


def test_shop_and_admin_read_that_a_ticket_proves_nobody(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported, by_ticket(court, reported)).public_id
    assert shop.send("GET", f"/v1/disputes/{dispute}").get_json()["via"] == "ticket"
    own = court.contest(reported).public_id
    with court.app.test_request_context(headers={"Accept-Language": "en"}):
        titles = [show(court.seen(each), str).sides[0].side for each in (dispute, own)]
    assert titles == ["Customer (by ticket, person not proven)", "Customer"]


def test_the_cabinet_offers_a_contest_of_what_only_a_ticket_contested() -> None:
    @dataclass
    class Said:
        state: ReportState
        bad: bool = True
        report_id: int = 1

    for state in (ReportState.DISPUTED, ReportState.UPHELD):
        assert is_contestable(cast("Statement", Said(state)), {1})
        assert not is_contestable(cast("Statement", Said(state)), {2})
    assert not is_contestable(cast("Statement", Said(ReportState.REMOVED)), {1})
