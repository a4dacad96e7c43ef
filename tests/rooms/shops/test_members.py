"""Members, standing, terms and overrides against a database."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from bonafide.protocol.words import Advice, World
from registry.kernel.clock import FixedClock
from registry.shops import service
from registry.shops.errors import BadShopNameError, BadTermsError, ShopNotFoundError
from registry.shops.rules import Standing
from registry.shops.terms import Terms


def test_a_new_shop_is_on_probation(session: Session, clock: FixedClock) -> None:
    shop = service.add_shop(session, "  Чайная лавка ", now=clock.now())
    assert service.get_shop(session, shop.shop_id) == shop
    assert (shop.name, shop.standing, shop.direct_tier) == (
        "Чайная лавка",
        Standing.PROBATION,
        False,
    )


def test_a_shop_without_a_name_is_not_admitted(session: Session, clock: FixedClock) -> None:
    with pytest.raises(BadShopNameError):
        service.add_shop(session, "\n", now=clock.now())


def test_a_shop_that_never_was_is_not_found(session: Session) -> None:
    assert service.find_shop(session, 1) is None
    with pytest.raises(ShopNotFoundError):
        service.get_shop(session, 1)


def test_suspension_silences_at_once_and_leaving_after_ninety_days(
    session: Session, clock: FixedClock
) -> None:
    now = clock.now()
    names = ("suspended", "left", "active")
    suspended, left, _ = (service.add_shop(session, name, now=now).shop_id for name in names)
    service.set_standing(session, suspended, Standing.SUSPENDED, now=now)
    service.set_standing(session, left, Standing.LEFT, now=now)
    on = now.date()
    assert service.silenced_shops(session, today=on) == {suspended}
    assert service.silenced_shops(session, today=on + timedelta(days=90)) == {suspended}
    assert service.silenced_shops(session, today=on + timedelta(days=91)) == {suspended, left}


def test_leaving_again_does_not_start_the_ninety_days_anew(
    session: Session, clock: FixedClock
) -> None:
    shop_id = service.add_shop(session, "left", now=clock.now()).shop_id
    first = service.set_standing(session, shop_id, Standing.LEFT, now=clock.now())
    clock.advance(timedelta(days=10))
    again = service.set_standing(session, shop_id, Standing.LEFT, now=clock.now())
    assert again.left_on == first.left_on


def test_the_direct_tier_is_given_and_taken(session: Session, clock: FixedClock) -> None:
    shop_id = service.add_shop(session, "small", now=clock.now()).shop_id
    assert service.set_direct_tier(session, shop_id, allowed=True).direct_tier
    assert not service.set_direct_tier(session, shop_id, allowed=False).direct_tier


def test_terms_are_replaced_as_a_whole_and_per_world(session: Session, clock: FixedClock) -> None:
    first, second = Terms(call_attempts=3), Terms(prepay_above=Decimal("5000.50"))
    for terms in (first, second):
        service.put_terms(session, 7, world=World.LIVE, terms=terms, now=clock.now())
    assert service.get_terms(session, 7, world=World.LIVE) == second
    assert service.get_terms(session, 7, world=World.TEST) == Terms()


def test_terms_that_contradict_themselves_are_not_stored(
    session: Session, clock: FixedClock
) -> None:
    with pytest.raises(BadTermsError) as caught:
        service.put_terms(
            session, 7, world=World.LIVE, terms=Terms(prepay_times=Decimal(2)), now=clock.now()
        )
    assert [place.pointer for place in caught.value.fields] == ["/prepay_times"]
    assert service.get_terms(session, 7, world=World.LIVE) == Terms()


def test_an_override_is_the_shops_own_and_the_last_one_holds(
    session: Session, clock: FixedClock
) -> None:
    for advice in (Advice.PREPAY, Advice.SHIP):
        service.put_override(session, 7, 100, advice=advice, now=clock.now())
    service.put_override(session, 8, 100, advice=Advice.REVIEW, now=clock.now())
    assert service.find_overrides(session, 7, [100, 101]) == {100: Advice.SHIP}
    service.delete_override(session, 7, 100)
    service.delete_override(session, 7, 100)
    assert service.find_overrides(session, 7, [100]) == {}
    assert service.find_overrides(session, 8, [100]) == {100: Advice.REVIEW}


def test_compensation_cannot_be_promised_beforehand(session: Session, clock: FixedClock) -> None:
    with pytest.raises(ValueError, match="beforehand"):
        service.put_override(session, 7, 100, advice=Advice.COMPENSATE, now=clock.now())
