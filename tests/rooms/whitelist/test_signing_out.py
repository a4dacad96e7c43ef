"""Signing out: of this browser, or of every one in which something of hers was proven."""

import pytest
from flask import Flask

from registry.kernel.web import context
from registry.portal import holding
from registry.portal.holding import Held
from registry.whitelist.service import Holder
from tests.rooms.visitor import Visitor
from tests.rooms.whitelist.conftest import ADDRESS, Person


def browser(app: Flask, person: Person) -> Visitor:
    """One more browser in which this person has just entered the right codes."""
    now = person.clock.now()
    visitor = Visitor(app)
    cookie = holding.write(context.keyring(), Held(person.holder, now, now))
    visitor.client.set_cookie("bonafide-me", cookie)
    return visitor


def is_in(visitor: Visitor) -> bool:
    """Whether the cabinet opens; nobody else is told more than where the door is."""
    answer = visitor.open("/me/home")
    assert answer.status_code == 200 or answer.location == "/me/in"
    return answer.status_code == 200


@pytest.mark.parametrize(
    ("button", "left"), [("/me/out", True), ("/me/out/everywhere", False)], ids=["here", "all"]
)
def test_one_button_ends_this_visit_and_the_other_ends_them_all(
    app: Flask, anna: Person, boris: Person, button: str, left: bool
) -> None:
    anna.enrols()
    anna.proves(ADDRESS)
    here, there, stranger = browser(app, anna), browser(app, anna), browser(app, boris)
    by_mail_alone = browser(app, Person(anna.clock).proves(ADDRESS))
    stolen = here.client.get_cookie("bonafide-me")
    assert stolen is not None
    assert all(is_in(each) for each in (here, there, stranger, by_mail_alone))
    assert here.send("/me/data", button).location == "/me"
    assert is_in(here) is False
    assert [is_in(each) for each in (there, by_mail_alone, stranger)] == [left, left, True]
    thief = Visitor(app)
    thief.client.set_cookie("bonafide-me", stolen.value)
    assert is_in(thief) is left  # a copy of a cookie outlives the button of one browser alone


def test_whoever_proves_it_again_is_in_and_takes_no_ended_visit_along(
    app: Flask, anna: Person, boris: Person
) -> None:
    anna.proves(ADDRESS)
    ended = anna.holder
    browser(app, anna).send("/me/data", "/me/out/everywhere")
    again = Person(anna.clock, Holder(None, ()))
    again.holder = ended
    again.proves(ADDRESS)
    assert again.holder.identifier_ids == ended.identifier_ids[1:]
    assert is_in(browser(app, again))
    assert is_in(browser(app, boris))
