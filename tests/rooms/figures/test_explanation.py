"""A shop asks how an answer came about."""

from collections.abc import Callable

from sqlalchemy import select, update

from registry.identifiers.models import Identifier
from registry.inquiries import asked
from registry.inquiries.contacts import Via
from registry.inquiries.models import FirstContact
from registry.kernel.db import transaction
from tests.rooms.figures.conftest import Admit

Night = Callable[..., None]


def test_an_explanation_says_the_answer_again_with_its_parts(teller: Admit, night: Night) -> None:
    north, south = teller("Северная лавка"), teller("Южный двор")
    mine = north.told("anna")
    south.is_honest()
    south.told("anna", "refused")
    night(10)
    answer = north.asked("anna", amount="3000.00", segment="msk")
    found = north.got(f"/v1/lookups/{answer['id']}")
    for same in ("id", "level", "risk", "evidence", "reasons", "policy", "model"):
        assert found[same] == answer[same]
    assert (found["segment"], found["payment"]) == ("msk", "cod")
    assert found["own_reports"] == [
        {
            "id": mine["id"],
            "outcome": "paid",
            "fault": "customer",
            "evidence": "payment_record",
            "occurred_on": "2026-11-21",
            "counts": True,
        }
    ]
    stranger = found["expected_of_a_stranger"]
    assert [part["name"] for part in stranger["parts"]] == ["base", "payment", "shop", "segment"]
    assert stranger["parts"][-1]["percent"] == stranger["percent"]
    advice = found["advice"]
    assert advice["cost_of_a_failure"] == "1000"
    assert [step["from_times"] for step in advice["ladder"]] == ["1.5", "3", "6"]
    assert {note["code"] for note in found["notes"]} == {
        "made_again",
        "amount_dropped",
        "rates_of_now",
    }


def test_an_explanation_names_no_other_shop_and_none_of_its_days(
    teller: Admit, night: Night
) -> None:
    north, south = teller("Северная лавка"), teller("Южный двор")
    theirs = south.told("anna", "refused", days_ago=33)
    night(10)
    text = str(north.got(f"/v1/lookups/{north.asked('anna')['id']}"))
    for secret in (theirs["id"], str(south.actor.shop_id), "2026-10-19", "Южный"):
        assert secret not in text


def test_what_was_filed_later_is_left_out(teller: Admit, night: Night) -> None:
    north, south = teller("Северная лавка"), teller("Южный двор")
    answer = north.asked("anna")
    night(1)
    for shop in (north, south):
        shop.is_honest()
        shop.told("anna", "refused", days_ago=20)
        shop.told("anna", "no_show", days_ago=15)
    night(10)
    found = north.got(f"/v1/lookups/{answer['id']}")
    assert found["level"] == "unknown"
    assert "no_history" in {each["code"] for each in found["reasons"]}
    assert found["own_reports"] == []
    assert north.asked("anna")["level"] == "watch"


def test_it_is_explained_in_russian_too(teller: Admit) -> None:
    north = teller("Северная лавка")
    path = f"/v1/lookups/{north.asked('anna')['id']}"
    answer = north.call("GET", path, north.actor.key, headers={"Accept-Language": "ru"})
    assert "ни плохо" in answer.get_json()["would_change"]


def test_anothers_lookup_and_a_made_up_one_are_not_found(teller: Admit) -> None:
    north, south = teller("Северная лавка"), teller("Южный двор")
    theirs = south.asked("anna")["id"]
    for wrong in (theirs, "lkp_" + "a" * 26, "lkp_", "rep_x", theirs.upper()):
        assert north.got(f"/v1/lookups/{wrong}", 404)["code"] == "not_found"


def test_people_only_imported_stay_own_history_when_explained(teller: Admit, night: Night) -> None:
    north, south = teller("Северная лавка"), teller("Южный двор")
    south.is_honest()
    south.told("anna", "refused")
    night(10)
    path = f"/v1/lookups/{north.asked('anna')['id']}"
    assert "history_raises" in {each["code"] for each in north.got(path)["reasons"]}
    with transaction() as session:
        mine = FirstContact.shop_id == north.actor.shop_id
        session.execute(update(FirstContact).where(mine).values(via=Via.IMPORT))
    codes = {each["code"] for each in north.got(path)["reasons"]}
    assert "no_history" in codes
    assert "budget_own_only" in codes
    assert "history_raises" not in codes


def test_an_erased_person_is_no_longer_explained(teller: Admit) -> None:
    north = teller("Северная лавка")
    path = f"/v1/lookups/{north.asked('anna')['id']}"
    with transaction() as session:
        for [each] in session.execute(select(Identifier.id)).all():
            asked.forget(session, [each])
    north.got(path, 404)
