"""A dispute from the day it is opened to its end, with what every shop sees on the way."""

from datetime import timedelta

import pytest

from bonafide.protocol.words import ReportState
from registry.disputes import contesting, forgetting
from registry.disputes.contestants import Contestant
from registry.disputes.errors import (
    AlreadyDisputedError,
    ContestOnlyError,
    DisputeNotFoundError,
    DisputePhaseError,
    NotContestableError,
    SameAdminError,
)
from registry.disputes.words import Ending, Phase, Reason, Verdict
from registry.kernel.web import context
from tests.rooms.disputes import shopkeeper
from tests.rooms.disputes.conftest import IVAN, OLGA, Court
from tests.rooms.disputes.papers_of import jpeg, png
from tests.rooms.keeper import ANNA, BORIS, TODAY, Keeper


def counts_against(keeper: Keeper, who: str) -> bool:
    """Whether something lifts the risk that a shop is shown above the usual one."""
    risk = keeper.ask(who)[0]["risk"]
    return bool(risk["estimate"] > 0.03)


def test_a_contested_report_counts_nothing_at_once_for_everybody(
    court: Court, shop: Keeper, rival: Keeper, reported: str
) -> None:
    court.pass_days(9)
    assert counts_against(shop, ANNA)
    assert counts_against(rival, ANNA)
    court.contest(reported)
    assert not counts_against(shop, ANNA)
    assert not counts_against(rival, ANNA)
    assert court.state(reported) is ReportState.DISPUTED


def test_a_dispute_through_one_identifier_suspends_the_report_everywhere(
    court: Court, shop: Keeper, rival: Keeper
) -> None:
    both = shop.elements(ANNA, "anna@example.org")
    named = shop.failed("A-2", both).get_json()["id"]
    court.pass_days(9)
    [first, _] = sorted(court.report(named).identifier_ids)
    court.contest(named, Contestant(frozenset({first})))
    assert not counts_against(rival, ANNA)
    assert not counts_against(rival, "anna@example.org")


def test_the_shop_finds_the_dispute_with_its_days(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported, text="Я заплатила курьеру.").public_id
    listed = shop.send("GET", "/v1/disputes").get_json()
    assert listed["next_cursor"] is None
    [seen] = listed["data"]
    assert (seen["id"], seen["report"], seen["state"]) == (dispute, reported, "open")
    assert (seen["reason"], seen["days_left"]) == ("paid", 10)
    assert seen["answer_by"] == str(TODAY + timedelta(days=10))
    case = shop.send("GET", f"/v1/disputes/{dispute}").get_json()
    assert [each["text"] for each in case["papers"]] == ["Я заплатила курьеру."]


def test_a_silent_shop_loses_its_report(court: Court, shop: Keeper, reported: str) -> None:
    dispute = court.contest(reported).public_id
    court.pass_days(10)
    assert court.state(reported) is ReportState.DISPUTED
    court.pass_days(1)
    assert court.state(reported) is ReportState.REMOVED
    assert court.seen(dispute).case.ending is Ending.SILENCE
    assert shop.failed("A-1", ANNA, revision=2).get_json()["code"] == "report_removed"


def test_a_late_answer_is_refused_even_before_the_job_has_run(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported).public_id
    court.clock.advance(timedelta(days=11))
    refused = shopkeeper.answer(shop, dispute)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "dispute_phase")


def test_an_upheld_report_counts_again_from_the_next_day(
    court: Court, shop: Keeper, rival: Keeper, reported: str
) -> None:
    court.pass_days(9)
    dispute = court.contest(reported).public_id
    assert shopkeeper.answer(shop, dispute).status_code == 200
    court.rule(dispute, Verdict.UPHELD)
    assert court.state(reported) is ReportState.UPHELD
    assert not counts_against(rival, ANNA)
    court.pass_days(1)
    assert counts_against(rival, ANNA)


def test_a_ruling_for_the_customer_removes_the_report(
    court: Court, shop: Keeper, rival: Keeper, reported: str
) -> None:
    court.pass_days(9)
    dispute = court.contest(reported).public_id
    shopkeeper.answer(shop, dispute)
    court.rule(dispute, Verdict.REMOVED)
    assert court.state(reported) is ReportState.REMOVED
    court.pass_days(30)
    assert not counts_against(rival, ANNA)
    assert not counts_against(shop, ANNA)


def test_whoever_concedes_clears_the_customer_at_once(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported).public_id
    answered = shopkeeper.answer(shop, dispute, stance="concede", files=[]).get_json()
    assert (answered["state"], answered["report_state"]) == ("closed", "removed")


def test_not_my_order_is_answered_with_proof_of_contact_or_not_at_all(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported, reason=Reason.NOT_MY_ORDER).public_id
    refused = shopkeeper.answer(shop, dispute)
    assert refused.get_json()["code"] == "proof_of_contact_needed"
    both = [shopkeeper.file(png()), shopkeeper.file(b"12.11 call, 2 min", "contact")]
    answered = shopkeeper.answer(shop, dispute, files=both, proof_of_contact=True)
    assert answered.get_json()["state"] == "answered"


def test_an_answer_without_a_file_is_no_evidence(court: Court, shop: Keeper, reported: str) -> None:
    dispute = court.contest(reported).public_id
    refused = shopkeeper.answer(shop, dispute, files=[])
    assert refused.get_json()["code"] == "evidence_needed"


def test_nobody_rules_for_thirty_days_and_the_report_goes(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported).public_id
    shopkeeper.answer(shop, dispute)
    court.pass_days(29)
    assert court.state(reported) is ReportState.DISPUTED
    court.pass_days(1)
    assert court.state(reported) is ReportState.REMOVED
    with pytest.raises(DisputePhaseError):
        court.rule(dispute, Verdict.UPHELD)


def test_an_appeal_suspends_again_and_goes_to_another_admin(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported).public_id
    shopkeeper.answer(shop, dispute)
    court.rule(dispute, Verdict.UPHELD)
    with court.act() as session:
        contesting.appeal(
            session,
            context.keyring(),
            contestant=court.anna(reported),
            public_id=dispute,
            text="Есть чек.",
            now=court.clock.now(),
        )
    assert court.state(reported) is ReportState.DISPUTED
    with pytest.raises(SameAdminError):
        court.rule(dispute, Verdict.REMOVED, admin=OLGA)
    court.rule(dispute, Verdict.REMOVED, admin=IVAN)
    assert court.state(reported) is ReportState.REMOVED


def test_a_shops_appeal_brings_the_report_back_only_when_another_admin_says_so(
    court: Court, shop: Keeper, rival: Keeper, reported: str
) -> None:
    court.pass_days(9)
    dispute = court.contest(reported).public_id
    shopkeeper.answer(shop, dispute)
    court.rule(dispute, Verdict.REMOVED)
    assert shopkeeper.appeal(shop, dispute).get_json()["state"] == "appealed"
    court.pass_days(1)
    assert court.state(reported) is ReportState.REMOVED
    assert not counts_against(rival, ANNA)
    court.rule(dispute, Verdict.UPHELD, admin=IVAN)
    court.pass_days(1)
    assert court.state(reported) is ReportState.UPHELD
    assert counts_against(rival, ANNA)


def test_a_removed_report_comes_back_on_new_evidence_and_an_admins_word_only(
    court: Court, shop: Keeper, rival: Keeper, reported: str
) -> None:
    dispute = court.contest(reported).public_id
    shopkeeper.answer(shop, dispute, files=[shopkeeper.file(jpeg())])
    court.rule(dispute, Verdict.REMOVED)
    court.pass_days(15)
    same_photo = jpeg(exif=b"Exif\x00\x00 saved anew")
    refused = shopkeeper.request(shop, reported, same_photo)
    assert refused.get_json()["code"] == "evidence_not_new"
    again = shopkeeper.request(shop, reported, same_photo, b"a courier's letter").get_json()
    assert (again["kind"], again["report_state"]) == ("refiling", "removed")
    court.pass_days(8)
    assert not counts_against(rival, ANNA)
    court.rule(again["id"], Verdict.UPHELD)
    court.pass_days(1)
    assert court.state(reported) is ReportState.UPHELD
    assert counts_against(rival, ANNA)


def test_an_abusive_claim_counts_only_after_an_admin_upheld_it(
    court: Court, shop: Keeper, rival: Keeper
) -> None:
    named = shop.failed("A-3", ANNA, outcome="abusive_claim").get_json()["id"]
    court.pass_days(9)
    assert not counts_against(rival, ANNA)
    assert not counts_against(shop, ANNA)
    claim = shopkeeper.request(shop, named, b"chat log").get_json()
    assert claim["kind"] == "claim"
    court.pass_days(8)
    court.rule(claim["id"], Verdict.UPHELD)
    court.pass_days(1)
    assert counts_against(rival, ANNA)


def test_an_upheld_refusal_cannot_be_turned_into_an_upheld_claim(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported).public_id
    shopkeeper.answer(shop, dispute)
    court.rule(dispute, Verdict.UPHELD)
    turned = shop.failed("A-1", ANNA, outcome="abusive_claim", revision=2).get_json()
    assert turned["state"] == "pending"


def test_only_a_claim_or_a_removed_report_is_put_before_an_admin(
    shop: Keeper, reported: str
) -> None:
    refused = shopkeeper.request(shop, reported, b"letter").get_json()
    assert refused["code"] == "no_ruling_needed"


def test_a_withdrawn_dispute_lets_the_report_go_on_and_is_not_opened_twice(
    court: Court, rival: Keeper, reported: str
) -> None:
    court.pass_days(9)
    dispute = court.contest(reported).public_id
    with court.act() as session:
        contesting.withdraw(
            session,
            contestant=court.anna(reported),
            public_id=dispute,
            now=court.clock.now(),
        )
    assert not counts_against(rival, ANNA)
    court.pass_days(1)
    assert counts_against(rival, ANNA)
    with pytest.raises(AlreadyDisputedError):
        court.contest(reported)


def test_a_corrected_report_ends_the_dispute_and_is_held_for_72_hours(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported).public_id
    corrected = shop.put("A-1", ANNA, revision=2).get_json()
    assert corrected["counts_on"] == str(TODAY + timedelta(days=4))
    assert court.seen(dispute).case.ending is Ending.CORRECTION
    assert court.job()["overtaken"] == 1
    assert court.job()["overtaken"] == 0


def test_an_order_without_a_dispute_is_not_held(shop: Keeper, reported: str) -> None:
    corrected = shop.put("A-1", ANNA, revision=2).get_json()
    assert corrected["counts_on"] == str(TODAY + timedelta(days=1))


def test_a_report_taken_back_and_filed_anew_after_a_dispute_is_held_as_well(
    court: Court, shop: Keeper, reported: str
) -> None:
    court.contest(reported)
    shop.send("DELETE", f"/v1/reports/{reported}", {"revision": 2})
    court.job()
    anew = shop.put("A-1", ANNA, revision=3).get_json()
    assert anew["counts_on"] == str(TODAY + timedelta(days=4))


def test_while_disputed_the_shop_can_only_make_it_milder(
    court: Court, shop: Keeper, reported: str
) -> None:
    court.contest(reported)
    worse = shop.failed("A-1", ANNA, evidence="payment_record", revision=2)
    assert worse.get_json()["code"] == "only_towards_neutral"
    milder = shop.failed("A-1", ANNA, evidence="statement", revision=2).get_json()
    assert milder["state"] == "disputed"


def test_two_people_dispute_one_order_and_one_win_is_enough(
    court: Court, shop: Keeper, rival: Keeper
) -> None:
    named = shop.failed("A-4", shop.elements(ANNA, BORIS)).get_json()["id"]
    court.pass_days(9)
    ids = sorted(court.report(named).identifier_ids)
    cases = [
        court.contest(named, Contestant(frozenset({each})), text=f"I am {each}.") for each in ids
    ]
    for each in cases:
        shopkeeper.answer(shop, each.public_id)
    court.rule(cases[0].public_id, Verdict.UPHELD)
    assert court.state(named) is ReportState.DISPUTED
    court.rule(cases[1].public_id, Verdict.REMOVED)
    assert court.state(named) is ReportState.REMOVED
    court.pass_days(2)
    assert not counts_against(rival, ANNA)


def test_two_people_dispute_one_order_and_both_lose(court: Court, shop: Keeper) -> None:
    named = shop.failed("A-4", shop.elements(ANNA, BORIS)).get_json()["id"]
    ids = sorted(court.report(named).identifier_ids)
    cases = [court.contest(named, Contestant(frozenset({each}))) for each in ids]
    for each in cases:
        shopkeeper.answer(shop, each.public_id)
        court.rule(each.public_id, Verdict.UPHELD)
    assert court.state(named) is ReportState.UPHELD


def test_when_one_of_two_wins_the_other_case_is_over_too(court: Court, shop: Keeper) -> None:
    named = shop.failed("A-4", shop.elements(ANNA, BORIS)).get_json()["id"]
    ids = sorted(court.report(named).identifier_ids)
    first, second = (court.contest(named, Contestant(frozenset({i}))) for i in ids)
    shopkeeper.answer(shop, first.public_id)
    court.rule(first.public_id, Verdict.REMOVED)
    other = court.seen(second.public_id).case
    assert (other.phase, other.ending) == (Phase.CLOSED, Ending.OTHER_CASE)


def test_an_upheld_report_is_disputed_by_the_other_person_and_falls_back_to_upheld(
    court: Court, shop: Keeper
) -> None:
    named = shop.failed("A-4", shop.elements(ANNA, BORIS)).get_json()["id"]
    one, two = (Contestant(frozenset({i})) for i in court.report(named).identifier_ids)
    first = court.contest(named, one)
    shopkeeper.answer(shop, first.public_id)
    court.rule(first.public_id, Verdict.UPHELD)
    second = court.contest(named, two)
    assert court.state(named) is ReportState.DISPUTED
    with court.act() as session:
        contesting.withdraw(
            session, contestant=two, public_id=second.public_id, now=court.clock.now()
        )
    assert court.state(named) is ReportState.UPHELD


def test_an_erased_person_leaves_no_case_behind(court: Court, shop: Keeper, reported: str) -> None:
    anna = court.anna(reported)
    dispute = court.contest(reported, text="Это личное.").public_id
    with court.act() as session:
        ended = forgetting.forget_person(
            session, identifier_ids=sorted(anna.identifier_ids), now=court.clock.now()
        )
    assert ended == 1
    seen = court.seen(dispute)
    assert (seen.case.phase, seen.case.ending, seen.papers) == (Phase.CLOSED, Ending.ERASURE, [])
    with court.act() as session:
        assert contesting.list_mine(session, contestant=anna, now=court.clock.now()) == []
    shown = shop.send("GET", f"/v1/disputes/{dispute}").get_json()
    assert shown["papers"] == []


def test_an_erasure_in_mid_dispute_leaves_the_report_to_those_who_are_left(
    court: Court, shop: Keeper, rival: Keeper
) -> None:
    named = shop.failed("A-4", shop.elements(ANNA, BORIS)).get_json()["id"]
    court.pass_days(9)
    [gone, _] = sorted(court.report(named).identifier_ids)
    court.contest(named, Contestant(frozenset({gone})))
    with court.act() as session:
        forgetting.forget_person(session, identifier_ids=[gone], now=court.clock.now())
    court.pass_days(1)
    assert court.state(named) is ReportState.PENDING
    assert counts_against(rival, ANNA) or counts_against(rival, BORIS)


def test_a_ticket_link_contests_one_report_and_does_nothing_else(
    court: Court, shop: Keeper, reported: str
) -> None:
    other = shop.failed("A-5", BORIS).get_json()["id"]
    key = (court.report(reported).shop_id, court.report(reported).report_id)
    ticket = Contestant(frozenset(), ticket_for=key)
    with pytest.raises(DisputeNotFoundError):
        court.contest(other, ticket)
    dispute = court.contest(reported, ticket).public_id
    with pytest.raises(ContestOnlyError), court.act() as session:
        contesting.withdraw(session, contestant=ticket, public_id=dispute, now=court.clock.now())
    with pytest.raises(AlreadyDisputedError):
        court.contest(reported, ticket)


def test_a_ticket_does_not_use_up_the_persons_own_right(court: Court, reported: str) -> None:
    key = (court.report(reported).shop_id, court.report(reported).report_id)
    court.contest(reported, Contestant(frozenset(), ticket_for=key))
    court.contest(reported)
    assert court.state(reported) is ReportState.DISPUTED


def test_what_counts_against_nobody_is_not_contested(court: Court, shop: Keeper) -> None:
    paid = shop.put("A-6", ANNA).get_json()["id"]
    with pytest.raises(NotContestableError):
        court.contest(paid)


def test_a_stranger_cannot_contest(court: Court, shop: Keeper, reported: str) -> None:
    boris = court.anna(shop.failed("A-7", BORIS).get_json()["id"])
    with pytest.raises(DisputeNotFoundError):
        court.contest(reported, boris)


def test_the_job_run_twice_does_nothing_twice(court: Court, reported: str) -> None:
    court.contest(reported)
    court.clock.advance(timedelta(days=11))
    assert court.job()["ended"] == 1
    assert court.job() == {"overtaken": 0, "ended": 0, "erased": 0, "forgotten": 0}


def test_a_case_is_deleted_two_years_after_its_end(court: Court, reported: str) -> None:
    dispute = court.contest(reported).public_id
    court.pass_days(11)
    court.clock.advance(timedelta(days=731))
    assert court.job()["forgotten"] == 1
    with pytest.raises(DisputeNotFoundError):
        court.seen(dispute)
