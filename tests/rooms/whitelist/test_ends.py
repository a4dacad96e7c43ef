"""Withdraw, freeze, opt out, erase: four ends, each of which does one thing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.identifiers.models import Identifier, IdentifierTag
from registry.inquiries.models import FirstContact, Inquiry, Lookup
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.reports.models import History, Report
from registry.shops.models import ShopOverride
from registry.whitelist import erasing, service
from registry.whitelist.errors import NothingProvenError, ReviewNotFoundError, UnderReviewError
from registry.whitelist.models import Consent, Customer, CustomerLink, Review
from registry.whitelist.rules import Missing
from registry.whitelist.service import Decision
from tests.rooms.keeper import ANNA, BORIS, Keeper
from tests.rooms.whitelist.conftest import ADDRESS, Person

YEAR = timedelta(days=365)


@pytest.mark.usefixtures("paid")
def test_frozen_is_unknown_everywhere_until_it_is_lifted_and_reports_are_kept(
    anna: Person, rival: Keeper, shop: Keeper
) -> None:
    anna.enrols()
    anna.does(service.freeze)
    [answer] = rival.ask(ANNA)
    assert (answer["level"], answer["opted_out"]) == ("unknown", False)
    assert shop.put("P-9", ANNA).get_json()["ignored"] is None
    anna.does(service.unfreeze)
    assert rival.ask(ANNA)[0]["level"] == "white"


@pytest.mark.usefixtures("paid")
def test_who_opted_out_is_answered_for_with_nothing_and_reported_no_more(
    anna: Person, rival: Keeper, shop: Keeper
) -> None:
    anna.does(service.opt_out)
    [answer] = rival.ask(ANNA)
    assert (answer["level"], answer["opted_out"]) == ("unknown", True)
    assert shop.put("P-9", ANNA).get_json()["ignored"] == "opted_out"
    anna.does(service.opt_in)
    assert rival.ask(ANNA)[0]["level"] == "good"


@pytest.mark.usefixtures("paid")
def test_a_shared_phone_is_never_white(anna: Person, rival: Keeper) -> None:
    anna.enrols()
    [mine] = anna.holder.identifier_ids
    anna.does(service.mark_shared, mine, shared=True)
    assert rival.ask(ANNA)[0]["level"] != "white"
    assert next(gap.what for gap in anna.sees().eligibility.gaps) is Missing.SHARED
    with pytest.raises(NothingProvenError):
        anna.does(service.mark_shared, mine + 1, shared=True)


@pytest.mark.usefixtures("paid")
def test_erasing_takes_every_row_at_once_and_keeps_the_tag_and_the_day(
    anna: Person, rival: Keeper, shop: Keeper, session: Session
) -> None:
    ref = rival.ref(ANNA)
    shop.send("PUT", f"/v1/shop/overrides/{shop.ref(ANNA)['ref']}", {"advice": "prepay"})
    anna.enrols()
    [old] = anna.holder.identifier_ids
    tags = session.scalars(select(IdentifierTag.tag).order_by(IdentifierTag.tag)).all()
    session.rollback()
    assert anna.does(service.erase).done == 1
    for table in (History, Inquiry, FirstContact, ShopOverride):
        mine = select(func.count()).select_from(table).where(table.identifier_id == old)
        assert session.scalar(mine) == 0, table
    assert all(old not in ids for ids in session.scalars(select(Report.identifier_ids)))
    asked = session.scalars(select(Lookup.asked_about)).all()
    assert asked
    assert all(old.to_bytes(8, "big") not in (about or b"") for about in asked)
    assert session.scalars(select(Identifier.id).where(Identifier.id == old)).all() == []
    assert session.scalars(select(IdentifierTag.tag).order_by(IdentifierTag.tag)).all() == tags
    [new] = anna.holder.identifier_ids
    assert session.get_one(Identifier, new).erased_on == anna.clock.now().date()
    for kept in (Customer, CustomerLink, Consent):
        assert session.scalar(select(func.count()).select_from(kept)) == 0
    session.rollback()
    assert rival.ask([ref])[0]["error"]["code"] == "ref_gone"


@pytest.mark.usefixtures("paid")
def test_what_was_before_an_erasure_does_not_come_back_and_later_orders_do(
    anna: Person, shop: Keeper, clock: FixedClock
) -> None:
    anna.does(service.erase)
    for order in ("P-1", "NEW-1"):
        assert shop.put(order, ANNA).get_json()["ignored"] == "erased", order
    assert shop.put("P-1", ANNA, revision=2, outcome="returned").get_json()["ignored"] == "erased"
    clock.advance(timedelta(days=1))
    later = str(clock.now().date())
    fresh = shop.put("NEW-2", ANNA, occurred_on=later).get_json()
    assert fresh["ignored"] is None
    assert shop.ask([{"ref": fresh["refs"][0]}])[0]["own_history"]["paid"] == 1


def test_taking_no_part_outlives_an_erasure(anna: Person, shop: Keeper, clock: FixedClock) -> None:
    anna.does(service.opt_out)
    anna.does(service.erase)
    clock.advance(timedelta(days=1))
    later = str(clock.now().date())
    assert shop.put("N-1", ANNA, occurred_on=later).get_json()["ignored"] == "opted_out"
    anna.does(service.opt_in)
    assert shop.put("N-2", ANNA, occurred_on=later).get_json()["ignored"] is None


def test_a_retracted_report_does_not_come_back_after_an_erasure(
    anna: Person, shop: Keeper, session: Session, clock: FixedClock
) -> None:
    done = shop.put("A-1", ANNA).get_json()
    assert shop.send("DELETE", f"/v1/reports/{done['id']}", {"revision": 2}).status_code == 200
    [old] = anna.holder.identifier_ids
    anna.does(service.erase)
    assert shop.put("A-1", ANNA, revision=3).get_json()["ignored"] == "erased"
    assert session.scalars(select(Report.identifier_ids)).one() == [old]
    session.rollback()
    with transaction() as inside:
        assert erasing.sweep(inside, today=clock.now().date()) == 1
    assert session.scalars(select(Report.identifier_ids)).one() == []
    session.rollback()
    assert shop.put("A-1", ANNA, revision=3).get_json()["ignored"] == "erased"


@pytest.mark.usefixtures("paid")
def test_only_the_proven_identifier_is_erased(
    anna: Person, shop: Keeper, clock: FixedClock, session: Session
) -> None:
    shop.put("B-1", shop.elements(ANNA, ADDRESS))
    anna.enrols()
    anna.proves(ADDRESS)
    phone, email = anna.holder.identifier_ids
    anna.does(service.erase, only=phone)
    ids = set(session.scalars(select(History.identifier_id)))
    assert ids == {email}
    assert session.scalars(select(CustomerLink.identifier_id)).all() == [email]
    session.rollback()
    elsewhere = Person(clock).proves(BORIS)
    with pytest.raises(NothingProvenError):
        elsewhere.does(service.erase, only=email)


@pytest.mark.usefixtures("paid")
def test_an_erasure_does_not_wash_sixty_days_and_orders_after_it_are_needed(
    anna: Person, shop: Keeper, third: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    anna.does(service.erase)
    erased_on = clock.now().date()
    clock.advance(timedelta(days=1))
    day = str(clock.now().date())
    for keeper, order in ((shop, "N-1"), (shop, "N-2"), (third, "N-3")):
        assert keeper.put(order, ANNA, occurred_on=day).get_json()["ignored"] is None
    done = anna.enrols()
    assert done.eligibility.on == erased_on + timedelta(days=60)
    clock.advance(timedelta(days=58))
    assert rival.ask(ANNA)[0]["level"] == "unknown"
    clock.advance(timedelta(days=1))
    assert rival.ask(ANNA)[0]["level"] == "white"


@pytest.mark.parametrize("again", [service.erase, service.new_number])
def test_a_second_washing_within_a_year_waits_for_an_admin_and_is_frozen(
    anna: Person, shop: Keeper, rival: Keeper, clock: FixedClock, again: Callable[..., Any]
) -> None:
    anna.does(service.erase)
    clock.advance(timedelta(days=100))
    day = str(clock.now().date())
    shop.failed("N-1", ANNA, occurred_on=day, customer_told_on=day)
    args = () if again is service.erase else anna.holder.identifier_ids
    done = anna.does(again, *args)
    assert (done.done, done.asked) == (0, 1)
    assert rival.ask(ANNA)[0]["level"] == "unknown"
    assert shop.ask(ANNA)[0]["own_history"]["refused"] == 1
    assert [kind for kind, _ in anna.sees().under_review] == [
        "erasure" if again is service.erase else "new_number"
    ]
    for act in (service.unfreeze, service.erase):
        with pytest.raises(UnderReviewError):
            anna.does(act)


def decide(person: Person, decision: Decision) -> None:
    around = person.around()
    with transaction() as session:
        [item] = service.list_reviews(session)
        assert item.due_on == item.asked_on + timedelta(days=30)
        service.decide_review(
            session,
            item.id,
            decision=decision,
            by="admin",
            around=around,
            now=person.clock.now(),
        )
        with pytest.raises(ReviewNotFoundError):
            service.decide_review(
                session,
                item.id,
                decision=decision,
                by="admin",
                around=around,
                now=person.clock.now(),
            )


def test_an_admin_who_grants_it_erases_and_one_who_refuses_it_lifts_the_frost(
    anna: Person, boris: Person, shop: Keeper, clock: FixedClock, session: Session
) -> None:
    for person, phone, decision in (
        (anna, ANNA, Decision.GRANT),
        (boris, BORIS, Decision.REFUSE),
    ):
        person.does(service.erase)
        clock.advance(timedelta(days=10))
        day = str(clock.now().date())
        assert shop.put(f"N-{phone}", phone, occurred_on=day).get_json()["ignored"] is None
        [mine] = person.holder.identifier_ids
        person.does(service.erase)
        decide(person, decision)
        left = session.scalar(
            select(func.count()).select_from(History).where(History.identifier_id == mine)
        )
        assert left == (0 if decision is Decision.GRANT else 1)
        session.rollback()
        assert shop.ask(phone)[0]["own_history"]["paid"] == left
    assert session.scalars(select(Identifier.frozen).where(Identifier.frozen)).all() == []
    assert [each.decided_by for each in session.scalars(select(Review))] == ["admin", "admin"]


def test_a_year_later_an_erasure_is_a_first_one_again(anna: Person, clock: FixedClock) -> None:
    anna.does(service.erase)
    clock.advance(YEAR)
    assert anna.does(service.erase).done == 1


@pytest.mark.usefixtures("paid")
def test_a_new_number_drops_what_the_earlier_holder_decided(
    anna: Person, rival: Keeper, session: Session
) -> None:
    anna.enrols()
    anna.does(service.opt_out)
    anna.does(service.new_number, *anna.holder.identifier_ids)
    [answer] = rival.ask(ANNA)
    assert (answer["level"], answer["opted_out"], answer["white"]["enrolled"]) == (
        "unknown",
        False,
        False,
    )
    assert session.scalar(select(func.count()).select_from(Customer)) == 0


def test_what_a_request_under_way_wrote_about_the_erased_is_swept(
    anna: Person, shop: Keeper, session: Session, clock: FixedClock
) -> None:
    shop.put("A-1", ANNA)
    row = session.scalars(select(History)).one()
    late = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    session.rollback()
    anna.does(service.erase)
    with transaction() as inside:
        inside.add(History(**late))
    clock.advance(timedelta(days=1))
    for expected in (1, 0):
        with transaction() as inside:
            assert erasing.sweep(inside, today=clock.now().date()) == expected
    assert session.scalar(select(func.count()).select_from(History)) == 0
