"""Links: what a thief's contact lets in, and how its owner gets rid of it."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from bonafide.protocol.words import Kind
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.senders.choosing import Senders
from registry.kernel.senders.demo import MemorySender
from registry.kernel.senders.post import PostRoom, register
from registry.portal.signin.rules import read_code
from registry.whitelist import service
from registry.whitelist.errors import NothingProvenError
from tests.rooms.keeper import ANNA, BORIS
from tests.rooms.whitelist.conftest import Person
from tests.rooms.whitelist.test_signing_out import browser, is_in
from tests.rooms.whitelist.test_tickets import begins, confirms


@pytest.fixture
def thief(anna: Person, clock: FixedClock) -> Person:
    """Somebody with a copy of Anna's cookie, who proves a number of his own."""
    anna.enrols()
    clock.advance(timedelta(days=1))
    return Person(clock, anna.holder).proves(BORIS)


@pytest.mark.usefixtures("paid")
def test_the_owner_removes_a_thiefs_contact_and_it_lets_nobody_in_any_more(
    app: Flask, anna: Person, thief: Person
) -> None:
    alone = Person(anna.clock).proves(BORIS)
    assert alone.sees().enrolled_on is not None
    alone.shows_a_pass()
    anna = Person(anna.clock).proves(ANNA)
    here, there = browser(app, anna), browser(app, thief)
    listed = here.read("/me/data")
    pages = re.findall(r'href="(/me/data/links/[^"]+)"', listed)
    assert (len(pages), BORIS in listed, BORIS[-4:] in listed) == (2, False, False)
    assert here.send(pages[1]).location == "/me/data"
    assert (is_in(here), is_in(there)) == (True, False)
    assert "/me/data/links/1/0" in here.read("/me/data")
    assert here.send("/me/data", pages[0]).location == "/me/data"  # the list has changed
    assert anna.sees().enrolled_on is not None
    again = Person(anna.clock).proves(BORIS)
    assert (again.holder.customer_id, again.sees().enrolled_on) == (None, None)
    assert again.sees().proven[0].enrolled is False
    with pytest.raises(NothingProvenError):
        thief.does(service.remove_link, thief.holder.identifier_ids[1])


def test_a_younger_contact_throws_out_no_older_one_and_may_leave_by_itself(
    app: Flask, anna: Person, thief: Person
) -> None:
    alone = Person(anna.clock).proves(BORIS)
    with pytest.raises(NothingProvenError):
        alone.does(service.remove_link, anna.holder.identifier_ids[0])
    pages = re.findall(r'href="(/me/data/links/[^"]+)"', browser(app, alone).read("/me/data"))
    assert pages == ["/me/data/links/2/1"]
    assert browser(app, alone).open("/me/data/links/2/0").status_code == 404
    left = alone.does(service.remove_link, alone.holder.identifier_ids[0])
    assert (left.customer_id, left.identifier_ids) == (None, alone.holder.identifier_ids)
    with transaction() as session:
        assert service.linked_ids(session, anna.holder) == {*anna.holder.identifier_ids}


def test_the_customers_own_address_is_told_of_a_new_link_and_of_no_other(
    app: Flask, anna: Person
) -> None:
    outbox = MemorySender()
    post = PostRoom(Senders({Kind.PHONE: outbox, Kind.EMAIL: outbox}))
    register(app, post)
    assert confirms(anna, begins(anna, "news@example.org"))
    visitor = browser(app, anna)

    def adds(number: str) -> list[str]:
        assert visitor.send("/me/in", contact=number).location == "/me/code"
        post.drain()
        words = outbox.last_to(number).text.replace(":", " ").replace(".", " ").split()
        code = next(word for word in words if read_code(word))
        assert visitor.send("/me/code", code=code).location == "/me/home"
        post.drain()
        return [each.text for each in outbox.sent if each.to == "news@example.org"]

    [letter] = adds(BORIS)
    assert "Ещё один телефон или почта входит" in letter
    assert BORIS not in letter
    assert len(adds(BORIS)) == 1
