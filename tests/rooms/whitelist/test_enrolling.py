"""Joining, linking, leaving; what a lookup says of it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.whitelist import consent, service
from registry.whitelist.errors import ConsentOutdatedError, NotEnrolledError, NothingProvenError
from registry.whitelist.models import Consent, Customer, CustomerLink
from registry.whitelist.rules import Missing
from registry.whitelist.service import Holder
from tests.rooms.keeper import ANNA, BORIS, TODAY, Keeper
from tests.rooms.whitelist.conftest import ADDRESS, Person


@pytest.mark.usefixtures("paid")
def test_who_paid_three_orders_at_two_shops_and_joins_is_white_everywhere(
    anna: Person, rival: Keeper
) -> None:
    assert rival.ask(ANNA)[0]["level"] == "good"
    done = anna.enrols()
    assert done.eligibility.earned
    [answer] = rival.ask(ANNA, purpose="discount")
    assert answer["level"] == "white"
    assert answer["white"] == {"enrolled": True, "since": "2026-11", "valid_until": "2027-05"}
    assert answer["discount"]["eligible"] is True


@pytest.mark.usefixtures("paid")
def test_withdrawing_ends_white_at_once_and_nothing_else(
    anna: Person, rival: Keeper, session: Session
) -> None:
    anna.enrols()
    anna.withdraws()
    [answer] = rival.ask(ANNA)
    assert (answer["level"], answer["white"]["enrolled"]) == ("good", False)
    assert session.scalars(select(Consent.withdrawn_at)).one() == anna.clock.now()
    assert [each.linked_on for each in anna.sees().proven] == [TODAY + timedelta(days=1)]
    with pytest.raises(NotEnrolledError):
        anna.withdraws()


def test_a_stranger_who_signs_in_leaves_no_customer(anna: Person, session: Session) -> None:
    assert anna.holder.customer_id is None
    assert session.scalar(select(func.count()).select_from(Customer)) == 0
    seen = anna.sees()
    assert (seen.enrolled_on, seen.statements, seen.lookups) == (None, (), ())
    assert seen.why.level == "unknown"


def test_what_is_missing_is_said_in_numbers(anna: Person, shop: Keeper) -> None:
    shop.put("A-1", ANNA)
    done = anna.enrols()
    gaps = {gap.what: (gap.have, gap.need, gap.on) for gap in done.eligibility.gaps}
    assert gaps == {Missing.PAID: (0, 3, None), Missing.SHOPS: (0, 2, None)}
    assert (done.place, done.eligibility.on) == (None, None)


def test_orders_that_only_wait_for_their_day_are_told_with_it(
    anna: Person, shop: Keeper, third: Keeper
) -> None:
    for keeper, order in ((shop, "P-1"), (shop, "P-2"), (third, "P-3")):
        keeper.put(order, ANNA)
    assert anna.enrols().eligibility.on == TODAY + timedelta(days=1)


def test_joining_twice_is_joining_once(anna: Person, session: Session) -> None:
    first = anna.enrols()
    assert anna.enrols() == first
    assert session.scalars(select(Consent.number)).all() == [1]


def test_the_consent_tells_which_text_was_agreed_to(anna: Person, session: Session) -> None:
    anna.enrols()
    row = session.scalars(select(Consent)).one()
    assert (row.version, row.language) == (consent.CURRENT.version, "ru")
    assert row.text_digest == consent.CURRENT.digest(service.Language.RU)
    with pytest.raises(ConsentOutdatedError):
        anna.enrols(version="2020-01")


def test_a_second_identifier_is_linked_by_its_own_proof_only(
    anna: Person, boris: Person, session: Session
) -> None:
    anna.enrols()
    anna.proves(ADDRESS)
    links = session.execute(select(CustomerLink.identifier_id, CustomerLink.customer_id)).all()
    assert {row.identifier_id for row in links} == set(anna.holder.identifier_ids)
    assert {row.customer_id for row in links} == {anna.holder.customer_id}
    assert boris.holder.customer_id is None


def test_signing_in_with_one_identifier_opens_that_one_only(
    anna: Person, clock: FixedClock
) -> None:
    anna.enrols()
    anna.proves(ADDRESS)
    again = Person(clock).proves(ADDRESS)
    assert again.holder.customer_id == anna.holder.customer_id
    seen = again.sees()
    assert [each.kind for each in seen.proven] == ["email"]
    assert seen.others == 1


def test_the_newest_proof_of_an_identifier_wins(
    anna: Person, boris: Person, session: Session
) -> None:
    anna.enrols()
    boris.enrols()
    boris.proves(ANNA)
    owners = set(session.scalars(select(CustomerLink.customer_id)))
    assert owners == {boris.holder.customer_id}
    assert session.scalars(select(Customer.id)).all() == [boris.holder.customer_id]
    with transaction() as inside, pytest.raises(NothingProvenError):
        service.current(inside, Holder(anna.holder.customer_id, (1 << 40,)))


@pytest.mark.usefixtures("paid")
def test_white_earned_on_one_identifier_speaks_through_the_others(
    anna: Person, rival: Keeper, shop: Keeper, third: Keeper, clock: FixedClock
) -> None:
    anna.proves(BORIS)
    anna.enrols()
    assert rival.ask(BORIS)[0]["level"] == "white"
