"""Two shops race for one code and one wins; many guesses at once are counted, each of them."""

import threading
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.kernel.clock import FixedClock
from registry.whitelist import verifying
from registry.whitelist.models import Customer, CustomerLink, PassGuess, WhitePass
from tests.rooms.keeper import Keeper
from tests.rooms.threads import at_once
from tests.rooms.whitelist.conftest import Person

RACERS = 6


def race(shops: list[Keeper], code: str) -> Counter[str]:
    """All shops show the same code at once, each for an order of its own."""

    def show(number: int) -> str:
        keeper = shops[number % len(shops)]
        body = {"code": code, "order_ref": f"R-{number}"}
        answer = keeper.send("POST", "/v1/passes/verify", body)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        result: str = answer.get_json()["result"]
        return result

    return Counter(at_once(RACERS, show))


@pytest.mark.usefixtures("paid")
def test_of_many_orders_that_want_one_pass_one_gets_it(
    anna: Person, shop: Keeper, rival: Keeper, session: Session
) -> None:
    session.rollback()
    anna.enrols()
    assert race([shop, rival], anna.shows_a_pass().code) == {"white": 1, "spent": RACERS - 1}


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_race_would_show_a_pass_that_nobody_holds_while_it_is_judged(
    anna: Person, shop: Keeper, rival: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broken variant: the row is read before anybody waits, and judged as it was then.

    On PostgreSQL only: SQLite lets one writer in at a time, so there is no race to lose.
    """
    gate = threading.Barrier(RACERS)

    def unlocked(session: Session, pass_mac: bytes) -> WhitePass:
        row = session.scalars(select(WhitePass).where(WhitePass.code_mac == pass_mac)).one()
        gate.wait(timeout=30)
        return row

    monkeypatch.setattr(verifying, "_locked", unlocked)
    monkeypatch.setattr(verifying, "lock_customer", lambda session, key: session.get(Customer, key))
    monkeypatch.setattr(verifying, "_check_guesses", lambda *_: None)
    anna.enrols()
    assert race([shop, rival], anna.shows_a_pass().code)["white"] > 1


def test_no_more_wrong_codes_are_looked_at_than_are_allowed_however_many_come_at_once(
    shop: Keeper, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.rollback()
    monkeypatch.setattr(verifying, "WRONG_A_DAY", 3)

    def guess(number: int) -> int:
        body = {"code": f"2222222{number + 2}", "order_ref": "G-1"}
        return shop.send("POST", "/v1/passes/verify", body).status_code

    assert Counter(at_once(8, guess)) == {200: 3, 429: 5}
    assert session.scalars(select(PassGuess.wrong)).one() == 3


def test_two_tabs_that_join_at_once_end_as_one_customer(
    app: Flask, clock: FixedClock, session: Session
) -> None:
    session.rollback()
    tabs = [Person(clock).proves("+79161234567") for _ in range(2)]
    around = tabs[0].around()

    def join(number: int) -> int | None:
        with app.app_context():
            tabs[number].around = lambda: around  # type: ignore[method-assign]  # read beforehand
            return tabs[number].enrols().holder.customer_id

    joined = at_once(2, join)
    assert len(set(joined)) == 1
    assert session.scalars(select(Customer.id)).all() == [joined[0]]
    assert session.scalars(select(CustomerLink.customer_id)).all() == [joined[0]]
