"""Two people at one case in the same moment: one of them wins, and the report follows that one."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from registry.audit import service as audit
from registry.disputes import (
    acts,
    cases,
    deadlines,
    events,
    figures,
    forgetting,
    ruling,
)
from registry.disputes.models import Dispute
from registry.disputes.words import Ending, Event, Phase, Verdict
from registry.kernel.db import reading, transaction
from registry.kernel.errors import DomainError
from registry.ops import logbook
from registry.reports import contests
from tests.rooms.disputes import shopkeeper
from tests.rooms.disputes.conftest import IVAN, OLGA, Court
from tests.rooms.keeper import ANNA, TODAY, Keeper
from tests.rooms.threads import at_once


def test_two_admins_rule_at_once_and_one_ruling_stands(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported).public_id
    shopkeeper.answer(shop, dispute)
    wanted = [(OLGA, Verdict.UPHELD), (IVAN, Verdict.REMOVED)]

    def rule(index: int) -> Any:
        admin, verdict = wanted[index]
        try:
            return court.rule(dispute, verdict, admin).case
        except DomainError as error:
            return error.code

    results = at_once(2, rule)
    assert results.count("dispute_phase") == 1
    [won] = [each for each in results if each != "dispute_phase"]
    case = court.seen(dispute).case
    assert (case.ruled_by, case.verdict) == (won.ruled_by, won.verdict)
    assert court.state(reported).value == won.verdict.value


def test_a_shop_answers_while_the_job_runs_on_the_last_evening(
    court: Court, shop: Keeper, reported: str
) -> None:
    """Whoever comes first, case and report agree."""
    dispute = court.contest(reported).public_id
    court.clock.advance(timedelta(days=10))

    def act(index: int) -> int:
        if index:
            return shopkeeper.answer(shop, dispute).status_code
        with court.app.app_context(), transaction() as session:
            seen = court.seen(dispute)
            late = court.clock.now() + timedelta(days=1)
            return int(deadlines.settle(session, (seen.shop_id, seen.dispute_id), now=late))

    ended, status = at_once(2, act)
    case = court.seen(dispute).case
    if status == 200 and not ended:
        assert (case.phase, court.state(reported).value) == (Phase.ANSWERED, "disputed")
    else:
        assert (status, case.ending) == (409, Ending.SILENCE)
        assert court.state(reported).value == "removed"


def test_one_person_contests_twice_at_once_and_has_one_case(court: Court, reported: str) -> None:
    anna = court.anna(reported)

    def contest(_: int) -> str:
        try:
            return court.contest(reported, anna).public_id
        except DomainError as error:
            return error.code

    assert sorted(at_once(4, contest))[:3] == ["already_disputed"] * 3


def test_everything_that_happens_is_there_to_be_told(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported).public_id
    shopkeeper.answer(shop, dispute)
    court.rule(dispute, Verdict.REMOVED)
    with court.act() as session:
        happened = events.untold(session, limit=10)
        assert {each.event for each in happened} == {Event.OPENED, Event.ANSWERED, Event.RULED}
        events.mark_told(session, happened[:2], now=court.clock.now())
    with court.act() as session:
        assert events.untold(session, limit=10) == happened[2:]


def test_the_queue_is_fair_and_holds_what_can_be_ruled_on(court: Court, shop: Keeper) -> None:
    flood = [shop.failed(f"F-{number}", ANNA).get_json()["id"] for number in range(4)]
    boris = shop.failed("B-1", "+79031112233").get_json()["id"]
    cases = [court.contest(each).public_id for each in [*flood, boris]]
    for each in cases[1:]:
        shopkeeper.answer(shop, each)
    with court.act() as session:
        queue = [each.public_id for each in ruling.queue(session, admin_id=OLGA, today=TODAY)]
        others = ruling.waiting_for_others(session, admin_id=OLGA, today=TODAY)
        waiting = [each.public_id for each in others]
    assert queue == [cases[4], cases[1], cases[2], cases[3]]
    assert waiting == [cases[0]]


def test_the_public_figures_count_disputes_and_their_ends(
    court: Court, shop: Keeper, rival: Keeper
) -> None:
    mine = [shop.failed(f"F-{number}", ANNA).get_json()["id"] for number in range(4)]
    shop.put("C-1", ANNA, outcome="not_collected", fault="shop", evidence="statement")
    rival.put("P-1", ANNA)
    cases = [court.contest(each).public_id for each in mine[:3]]
    court.clock.advance(timedelta(days=2))
    for each in cases[:2]:
        shopkeeper.answer(shop, each)
    court.rule(cases[0], Verdict.UPHELD)
    court.rule(cases[1], Verdict.REMOVED)
    court.clock.advance(timedelta(days=9))
    court.job()
    days = {"first_on": TODAY, "last_on": TODAY + timedelta(days=30)}
    world = court.report(mine[0]).world
    with court.act() as session:
        quarter = figures.quarter(session, world=world, **days)
        card = figures.card(session, shop_id=shop.shop_id, world=world, **days)
        quiet = figures.card(session, shop_id=rival.shop_id, world=world, **days)
    assert (quarter.filed, quarter.filed_negative, quarter.disputed) == (6, 4, 3)
    assert (quarter.decided, quarter.upheld_share, quarter.median_days) == (3, 1 / 3, 2)
    assert (card.disputed, card.median_days_to_answer, card.overturned_share) == (3, 2, 0.5)
    assert card.own_failures_share == 1 / 3
    assert (quiet.disputed, quiet.overturned_share, quiet.own_failures_share) == (0, None, None)


def test_the_log_holds_every_act_and_both_sides_see_the_entry_of_the_ruling(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported).public_id
    shopkeeper.answer(shop, dispute)
    assert court.seen(dispute).ruling is None
    court.rule(dispute, Verdict.REMOVED)
    with court.act() as session:
        row = session.get(Dispute, cases.read_id(dispute))
        assert row is not None
        leaves = acts.leaves_of(row)
        held = audit.openings(session, leaves)
        said = [held[leaf].kind for leaf in leaves]
    assert said == ["dispute", "dispute", "ruling"]
    entry = court.seen(dispute).ruling
    assert entry is not None
    assert (entry.leaf, entry.committed_on) == (leaves[-1], TODAY)


def test_an_erasure_leaves_leaves_that_say_nothing(court: Court, reported: str) -> None:
    anna = court.anna(reported)
    dispute = court.contest(reported).public_id
    with court.act() as session:
        row = session.get(Dispute, cases.read_id(dispute))
        assert row is not None
        before = acts.leaves_of(row)
        assert len(audit.openings(session, before)) == 1
    with court.act() as session:
        forgetting.forget_person(
            session, identifier_ids=sorted(anna.identifier_ids), now=court.clock.now()
        )
    with court.act() as session:
        assert audit.openings(session, before) == {}
        assert audit.find_entry(session, before[0]) is not None


def test_the_log_and_the_tables_agree_after_a_whole_dispute(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported).public_id
    shopkeeper.answer(shop, dispute)
    court.rule(dispute, Verdict.REMOVED)
    shopkeeper.appeal(shop, dispute)
    court.rule(dispute, Verdict.UPHELD, IVAN)
    with court.app.app_context(), reading(), transaction() as session:
        assert logbook.examine_in(session, None).faults == []


def test_without_holding_the_report_two_admins_would_both_rule(
    court: Court, shop: Keeper, reported: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broken variant: each reads the case before the other has written it."""
    dispute = court.contest(reported).public_id
    shopkeeper.answer(shop, dispute)
    both = threading.Barrier(2)

    def unheld(session: Session, shop_id: int, dispute_id: int) -> cases.Held:
        with Session(session.get_bind()) as aside:
            row = aside.get(Dispute, (shop_id, dispute_id))
            assert row is not None
            case = cases.case_of(row)
        both.wait(timeout=30)
        mine = session.get(Dispute, (shop_id, dispute_id))
        assert mine is not None
        report = contests.find(session, shop_id, mine.report_id)
        return cases.Held(mine, case, report)

    monkeypatch.setattr(cases, "hold_current", unheld)

    def rule(index: int) -> Any:
        admin, verdict = [(OLGA, Verdict.UPHELD), (IVAN, Verdict.UPHELD)][index]
        return court.rule(dispute, verdict, admin).case.ruled_by

    assert sorted(at_once(2, rule)) == [OLGA, IVAN]
