"""One order is one report: recorded, repeated, corrected, retracted, and never resurrected."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.reports import service
from registry.reports.models import Report, ReportRevision
from tests.rooms.keeper import ANNA, BORIS, TODAY, Keeper

Body = dict[str, Any]


def test_a_first_report_is_201_and_says_when_it_counts(shop: Keeper) -> None:
    answer = shop.put("A-1", ANNA)
    body = answer.get_json()
    assert answer.status_code == 201
    assert body["id"].startswith("rep_")
    assert {name: body[name] for name in ("revision", "state", "counts_on", "ignored")} == {
        "revision": 1,
        "state": "pending",
        "counts_on": "2026-11-22",
        "ignored": None,
    }
    assert (len(body["refs"]), body["notice"]) == (1, None)


def test_the_same_body_again_changes_nothing(shop: Keeper) -> None:
    sent = shop.report("A-1", ANNA)
    first = shop.send("PUT", "/v1/reports", sent)
    again = shop.send("PUT", "/v1/reports", sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()


def test_a_person_may_be_named_by_ref_the_second_time(shop: Keeper) -> None:
    first = shop.put("A-1", ANNA).get_json()
    again = shop.put("A-1", [{"ref": first["refs"][0]}])
    assert (again.status_code, again.get_json()["id"]) == (200, first["id"])


def test_another_body_needs_the_next_revision(shop: Keeper) -> None:
    first = shop.put("A-1", ANNA).get_json()
    assert refusal(shop.failed("A-1", ANNA)) == (409, "revision_conflict", 1)
    assert refusal(shop.failed("A-1", ANNA, revision=3)) == (409, "revision_gap", 1)
    second = shop.failed("A-1", ANNA, revision=2)
    assert second.status_code == 200
    assert (second.get_json()["id"], second.get_json()["revision"]) == (first["id"], 2)


def test_a_first_report_begins_with_revision_1(shop: Keeper) -> None:
    assert refusal(shop.put("A-1", ANNA, revision=2)) == (409, "revision_gap", 0)
    assert shop.put("A-1", ANNA).status_code == 201


def test_a_late_retry_never_overwrites(shop: Keeper) -> None:
    late = shop.report("A-1", ANNA)
    shop.send("PUT", "/v1/reports", late)
    shop.failed("A-1", ANNA, revision=2)
    assert refusal(shop.send("PUT", "/v1/reports", late)) == (409, "stale_revision", 2)
    found = shop.send("POST", "/v1/reports/find", {"order_ref": "A-1"}).get_json()
    assert (found["revision"], found["outcome"]) == (2, "refused")


@pytest.mark.parametrize("revision", [1, 2])
def test_a_late_retry_never_resurrects_a_tombstone(shop: Keeper, revision: int) -> None:
    first = shop.failed("A-1", ANNA).get_json()
    gone = shop.send("DELETE", f"/v1/reports/{first['id']}", {"revision": 2})
    assert (gone.status_code, gone.get_json()["state"]) == (200, "retracted")
    late = shop.failed("A-1", ANNA, revision=revision)
    assert late.status_code == 409
    found = shop.send("POST", "/v1/reports/find", {"order_ref": "A-1"}).get_json()
    assert (found["revision"], found["state"]) == (2, "retracted")
    assert sum(shop.ask(ANNA)[0]["own_history"].values()) == 0


def test_a_retraction_takes_the_next_revision_and_may_be_repeated(shop: Keeper) -> None:
    path = f"/v1/reports/{shop.put('A-1', ANNA).get_json()['id']}"
    assert refusal(shop.send("DELETE", path, {"revision": 3})) == (409, "revision_gap", 1)
    shop.failed("A-1", ANNA, revision=2)
    assert refusal(shop.send("DELETE", path, {"revision": 2})) == (409, "revision_conflict", 2)
    gone = shop.send("DELETE", path, {"revision": 3})
    again = shop.send("DELETE", path, {"revision": 3})
    assert (gone.status_code, gone.get_json()) == (again.status_code, again.get_json())
    assert refusal(shop.send("DELETE", path, {"revision": 2})) == (409, "stale_revision", 3)


def test_a_correction_cannot_change_who_it_is_about(shop: Keeper) -> None:
    shop.put("A-1", ANNA)
    moved = shop.failed("A-1", BORIS, revision=2)
    assert (moved.status_code, moved.get_json()["code"]) == (409, "identifiers_immutable")
    both = shop.failed("A-1", shop.elements(ANNA, BORIS), revision=2)
    assert (both.status_code, both.get_json()["code"]) == (409, "identifiers_immutable")
    assert shop.ask(BORIS)[0]["own_history"]["refused"] == 0


def test_what_a_report_said_before_is_kept(shop: Keeper, session: Session) -> None:
    shop.put("A-1", ANNA)
    shop.failed("A-1", ANNA, revision=2)
    before = session.query(ReportRevision).one()
    assert (before.revision, before.said["outcome"], before.said["counts_on"]) == (
        1,
        "paid",
        "2026-11-22",
    )


def test_what_is_anothers_is_answered_like_what_is_missing(shop: Keeper, rival: Keeper) -> None:
    mine = shop.put("A-1", ANNA).get_json()["id"]
    missing = mine[:-4] + ("aaaa" if not mine.endswith("aaaa") else "bbbb")
    seen = [
        {**each.get_json(), "request_id": ""}
        for keeper, report_id in ((rival, mine), (shop, missing), (shop, "rep_x"), (shop, "x"))
        for each in (
            keeper.send("GET", f"/v1/reports/{report_id}"),
            keeper.send("DELETE", f"/v1/reports/{report_id}", {"revision": 2}),
        )
    ]
    assert all(each == seen[0] for each in seen)
    assert (seen[0]["status"], seen[0]["code"]) == (404, "not_found")
    assert rival.send("POST", "/v1/reports/find", {"order_ref": "A-1"}).status_code == 404


def test_the_order_reference_and_the_person_stand_in_no_table(
    shop: Keeper, session: Session
) -> None:
    shop.put("a-parcel-for-anna", ANNA)
    row = session.query(Report).one()
    stored = repr([getattr(row, column.key) for column in Report.__table__.columns])
    assert "a-parcel" not in stored
    assert ANNA not in stored


def test_the_list_goes_on_where_the_page_before_ended(shop: Keeper, clock: FixedClock) -> None:
    sent = [shop.put(f"A-{n}", ANNA).get_json()["id"] for n in range(3)]
    clock.advance(timedelta(days=1))
    sent += [shop.put(f"B-{n}", ANNA).get_json()["id"] for n in range(2)]
    seen: list[Body] = []
    cursor = ""
    while True:
        page = shop.send("GET", f"/v1/reports?limit=2{cursor}").get_json()
        seen += page["data"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert len(seen) == 5
    assert {each["id"] for each in seen} == set(sent)
    assert [each["filed_on"] for each in seen] == ["2026-11-21"] * 3 + ["2026-11-22"] * 2


def test_the_list_holds_nothing_of_another_shop(shop: Keeper, rival: Keeper) -> None:
    shop.put("A-1", ANNA)
    assert rival.send("GET", "/v1/reports").get_json() == {"data": [], "next": None}


def test_a_report_is_read_as_it_was_said(shop: Keeper) -> None:
    lookup = shop.ask(ANNA)[0]["id"]
    said = {"courier": "cdek", "segment": "msk", "lookup": lookup}
    sent = shop.failed("A-1", ANNA, **said).get_json()
    read = shop.send("GET", f"/v1/reports/{sent['id']}").get_json()
    assert read == {
        "id": sent["id"],
        "revision": 1,
        "state": "pending",
        "counts_on": "2026-11-29",
        "counts_elsewhere": True,
        "outcome": "refused",
        "fault": "customer",
        "evidence": "courier_event",
        "payment": "cod",
        "occurred_on": str(TODAY),
        "amount_band": "1500-2999",
        "customer_told_on": str(TODAY),
        "imported": False,
        "filed_on": str(TODAY),
        "revised_on": str(TODAY),
        "refs": sent["refs"],
        "commitment": sent["commitment"],
        **said,
    }


def test_a_pending_negative_counts_once_its_day_has_come(shop: Keeper, clock: FixedClock) -> None:
    path = f"/v1/reports/{shop.failed('A-1', ANNA).get_json()['id']}"
    clock.advance(timedelta(days=7))
    assert shop.send("GET", path).get_json()["state"] == "pending"
    clock.advance(timedelta(days=1))
    assert shop.send("GET", path).get_json()["state"] == "counting"


def test_who_was_never_told_is_forgiven_after_30_days(shop: Keeper, clock: FixedClock) -> None:
    untold = shop.failed("A-1", ANNA, customer_told_on=None).get_json()
    told = shop.failed("A-2", ANNA).get_json()
    assert (untold["counts_on"], told["counts_on"]) == (None, "2026-11-29")
    for days, expired in ((29, 0), (1, 1), (1, 0)):
        clock.advance(timedelta(days=days))
        with transaction() as session:
            assert service.expire_pending(session, today=clock.now().date()) == expired
    states = [
        shop.send("GET", f"/v1/reports/{r['id']}").get_json()["state"] for r in (untold, told)
    ]
    assert states == ["expired", "counting"]
    assert shop.ask(ANNA)[0]["own_history"]["refused"] == 1


def refusal(answer: Any) -> tuple[int, str, int]:
    """Status, code and the stored revision."""
    body = answer.get_json()
    return answer.status_code, body["code"], body["revision"]
