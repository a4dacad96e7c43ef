"""Shared contacts: by the customer's word, an admin's, or the company that they keep."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bonafide.protocol.words import Level
from registry.identifiers.marking import Sharer
from registry.identifiers.models import Identifier
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.ops import jobs
from registry.whitelist import ends, service
from registry.whitelist.errors import SharedByOthersError
from registry.whitelist.service import Decision
from tests.rooms.keeper import ANNA, Keeper
from tests.rooms.whitelist.conftest import Person
from tests.rooms.whitelist.test_ends import decide


def night() -> int:
    """How many marks the rule changed."""
    return jobs.run("white-renew")["shared"]


def crowd(keeper: Keeper, first: int, many: int) -> None:
    """Orders on Anna's phone, each with another address of e-mail."""
    for number in range(first, first + many, 3):
        names = [f"u{each}@example.org" for each in range(number, min(number + 3, first + many))]
        assert keeper.put(f"C-{number}", keeper.elements(ANNA, *names)).status_code == 201


def marks(session: Session) -> set[tuple[bool, str | None]]:
    session.rollback()
    wanted = select(Identifier.shared, Identifier.shared_by).where(
        Identifier.shared_by.is_not(None)
    )
    return {(row.shared, row.shared_by) for row in session.execute(wanted)}


@pytest.mark.usefixtures("paid")
def test_a_phone_that_orders_name_with_ten_others_is_white_no_longer_until_an_admin_says_so(
    anna: Person, shop: Keeper, rival: Keeper, third: Keeper, session: Session
) -> None:
    anna.enrols()
    crowd(shop, 0, 9)
    assert night() == 0  # nine of one shop count as five
    crowd(rival, 20, 4)
    assert night() == 0  # and four more make nine
    assert third.ask(ANNA)[0]["level"] == Level.WHITE
    crowd(rival, 40, 1)
    assert night() == 1
    [answer] = third.ask(ANNA)
    assert answer["level"] != Level.WHITE
    assert "shared_identifier" in {each["code"] for each in answer["reasons"]}
    assert marks(session) == {(True, Sharer.PARTNERS)}
    [proven] = anna.sees().proven
    assert (proven.shared, proven.shared_by) == (True, Sharer.PARTNERS)
    assert [kind for kind, _ in anna.sees().under_review] == ["shared"]
    assert night() == 0
    [mine] = anna.holder.identifier_ids
    with pytest.raises(SharedByOthersError):
        anna.does(service.mark_shared, mine, shared=False)
    decide(anna, Decision.REFUSE)
    assert third.ask(ANNA)[0]["level"] == Level.WHITE
    assert night() == 0
    assert marks(session) == {(False, Sharer.ADMIN)}


@pytest.mark.usefixtures("paid")
def test_the_rule_takes_back_its_own_mark_and_no_other(
    anna: Person, shop: Keeper, rival: Keeper, session: Session
) -> None:
    crowd(shop, 0, 6)
    crowd(rival, 20, 5)
    [mine] = anna.holder.identifier_ids
    anna.does(service.mark_shared, mine, shared=True)
    assert night() == 0
    anna.does(service.mark_shared, mine, shared=False)
    assert night() == 1
    for number in (20, 23):
        found = rival.send("POST", "/v1/reports/find", {"order_ref": f"C-{number}"}).get_json()
        gone = rival.send("DELETE", f"/v1/reports/{found['id']}", {"revision": 2})
        assert gone.status_code == 200
    assert night() == 1
    assert marks(session) == {(False, Sharer.PARTNERS)}


@pytest.mark.usefixtures("paid")
def test_an_admins_mark_holds_against_the_customer_and_erasing_is_free(
    anna: Person, clock: FixedClock, third: Keeper
) -> None:
    anna.enrols()
    [mine] = anna.holder.identifier_ids
    around = anna.around()
    with transaction() as session:
        ends.mark(session, mine, shared=True, by=Sharer.ADMIN, around=around, now=clock.now())
    assert third.ask(ANNA)[0]["level"] != Level.WHITE
    assert anna.sees().proven[0].shared_by == Sharer.ADMIN
    with pytest.raises(SharedByOthersError):
        anna.does(service.mark_shared, mine, shared=False)
    clock.advance(timedelta(days=1))
    assert anna.does(service.erase).done == 1
    assert anna.sees().proven[0].shared is False


def test_who_leaves_watch_by_calling_the_contact_shared_keeps_risk_and_reason(
    anna: Person, shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock
) -> None:
    for keeper in (shop, rival):
        for number in range(3):
            assert keeper.failed(f"F-{number}", ANNA).status_code == 201
    clock.advance(timedelta(days=9))
    [before] = third.ask(ANNA)
    assert before["level"] == Level.WATCH
    [mine] = anna.holder.identifier_ids
    anna.does(service.mark_shared, mine, shared=True)
    [after] = third.ask(ANNA)
    assert after["level"] != Level.WATCH
    assert (after["risk"], after["advice"]) == (before["risk"], before["advice"])
    assert "shared_identifier" in {each["code"] for each in after["reasons"]}
