"""Ticket links and addresses: a way in without the phone, a way out for news."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from bonafide.protocol.words import Kind
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.web import context
from registry.whitelist import address, service
from registry.whitelist.errors import CodeWrongError, TicketInvalidError
from registry.whitelist.models import NoticeAddress, Ticket
from registry.whitelist.service import Contestable, Language
from tests.rooms.keeper import ANNA, Keeper
from tests.rooms.threads import at_once
from tests.rooms.whitelist.conftest import ADDRESS, Person


@pytest.fixture
def report(shop: Keeper) -> str:
    """A failure that Anna may want to contest."""
    done: str = shop.failed("A-1", ANNA).get_json()["id"]
    return done


def ticket(shop: Keeper, report: str) -> dict[str, Any]:
    answer = shop.send("POST", f"/v1/reports/{report}/ticket")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    body: dict[str, Any] = answer.get_json()
    return body


def used(code: str, clock: FixedClock) -> Contestable:
    with transaction() as session:
        return service.use_ticket(session, context.keyring(), code, now=clock.now())


def test_a_ticket_opens_one_report_once(
    shop: Keeper, report: str, clock: FixedClock, session: Session
) -> None:
    given = ticket(shop, report)
    assert given["link"] == f"http://127.0.0.1:8080/me/ticket#{given['code']}"
    assert given["expires_on"] == str(clock.now().date() + timedelta(days=30))
    with transaction() as inside:
        looked = service.find_ticket(inside, context.keyring(), given["code"], now=clock.now())
    assert (looked.shop, looked.outcome) == ("Северная лавка", "refused")
    typed = "-".join(given["code"].lower()[at : at + 4] for at in (0, 4, 8))
    assert used(typed, clock) == looked
    with pytest.raises(TicketInvalidError):
        used(given["code"], clock)
    row = session.scalars(select(Ticket)).one()
    assert given["code"].encode() not in row.code_mac


def test_a_new_ticket_ends_the_earlier_one_and_a_month_ends_every_one(
    shop: Keeper, report: str, clock: FixedClock
) -> None:
    first, second = ticket(shop, report), ticket(shop, report)
    with pytest.raises(TicketInvalidError):
        used(first["code"], clock)
    clock.advance(timedelta(days=31))
    with pytest.raises(TicketInvalidError):
        used(second["code"], clock)
    for nonsense in ("", "22222222222", "A" * 12, "x" * 5_000):
        with pytest.raises(TicketInvalidError):
            used(nonsense, clock)


def test_only_the_shop_of_a_report_that_can_hurt_gives_tickets(
    shop: Keeper, rival: Keeper, report: str
) -> None:
    other = rival.send("POST", f"/v1/reports/{report}/ticket")
    assert (other.status_code, other.get_json()["code"]) == (404, "not_found")
    untold = shop.failed("A-2", ANNA, customer_told_on=None).get_json()["id"]
    early = shop.send("POST", f"/v1/reports/{untold}/ticket")
    assert (early.status_code, early.get_json()["code"]) == (409, "customer_not_told")
    shop.send("DELETE", f"/v1/reports/{report}", {"revision": 2})
    gone = shop.send("POST", f"/v1/reports/{report}/ticket")
    assert (gone.status_code, gone.get_json()["code"]) == (409, "nothing_to_contest")


def test_of_two_who_use_one_ticket_at_once_one_gets_in(
    shop: Keeper, report: str, clock: FixedClock, app: Flask
) -> None:
    code = ticket(shop, report)["code"]

    def use(_: int) -> bool:
        with app.app_context():
            try:
                used(code, clock)
            except TicketInvalidError:
                return False
            return True

    assert sorted(at_once(4, use)) == [False, False, False, True]


def begins(person: Person, value: str = ADDRESS) -> str:
    with transaction() as session:
        done = service.begin_address(
            session,
            context.keyring(),
            person.holder,
            kind=Kind.EMAIL,
            value=value,
            language=Language.RU,
            now=person.clock.now(),
        )
    person.holder = done.holder
    return done.code


def confirms(person: Person, code: str) -> bool:
    with transaction() as session:
        return service.confirm_address(
            session, context.keyring(), person.holder, code, now=person.clock.now()
        )


def known(person: Person) -> dict[int, str]:
    with transaction() as session:
        found = service.addresses_of(session, context.keyring(), person.holder.identifier_ids)
    return {each: found[each].value for each in found}


def test_an_address_is_used_only_once_its_code_came_back(anna: Person, session: Session) -> None:
    code = begins(anna)
    assert (known(anna), anna.sees().has_address) == ({}, False)
    assert confirms(anna, code)
    assert known(anna) == dict.fromkeys(anna.holder.identifier_ids, ADDRESS)
    assert anna.sees().has_address
    row = session.scalars(select(NoticeAddress)).one()
    assert ADDRESS.encode() not in (row.sealed or b"")
    assert anna.sees().enrolled_on is None
    assert ADDRESS not in repr(service.Address(1, Kind.EMAIL, ADDRESS, Language.RU))


def test_the_address_of_before_stays_until_the_new_one_is_confirmed(anna: Person) -> None:
    assert confirms(anna, begins(anna))
    code = begins(anna, "other@example.org")
    assert list(known(anna).values()) == [ADDRESS]
    assert confirms(anna, code)
    assert list(known(anna).values()) == ["other@example.org"]
    with transaction() as session:
        service.drop_address(session, anna.holder)
    assert known(anna) == {}


def test_five_wrong_codes_end_it_and_so_do_ten_minutes(anna: Person, clock: FixedClock) -> None:
    code = begins(anna)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert [confirms(anna, wrong) for _ in range(address.TRIES)] == [False] * address.TRIES
    with pytest.raises(CodeWrongError):
        confirms(anna, code)
    code = begins(anna)
    clock.advance(address.LASTS)
    with pytest.raises(CodeWrongError):
        confirms(anna, code)
    assert known(anna) == {}


def test_an_address_sealed_for_one_customer_opens_for_no_other(
    anna: Person, boris: Person, session: Session
) -> None:
    assert confirms(anna, begins(anna))
    assert confirms(boris, begins(boris, "boris@example.org"))
    with transaction() as inside:
        mine, theirs = inside.scalars(select(NoticeAddress)).all()
        mine.sealed, theirs.sealed = theirs.sealed, mine.sealed
    assert (known(anna), known(boris)) == ({}, {})
