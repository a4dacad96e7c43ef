"""Somebody at the sign-in form: types a number, reads the code that came, types the code."""

from dataclasses import dataclass, field
from typing import TypeVar

import pytest
from flask import Flask

from bonafide.protocol.words import Kind
from registry.kernel.db import db
from registry.kernel.senders.choosing import Senders
from registry.kernel.senders.demo import MemorySender
from registry.kernel.senders.post import PostRoom, register
from registry.kernel.web.language import Language
from registry.portal.signin import door
from registry.portal.signin.door import Begun, Malformed
from registry.portal.signin.rules import is_work, read_code
from registry.portal.signin.sealed import new_browser
from registry.portal.signin.service import Over, Proven, Refused, WorkNeeded, Wrong

Found = TypeVar("Found")
Answer = Proven | Wrong | Over | Malformed


@dataclass
class Person:
    """One person with one browser."""

    app: Flask
    post: PostRoom
    outbox: MemorySender
    browser: str = field(default_factory=new_browser)
    address: str = "192.0.2.1"
    cookie: str = ""
    asked: str = ""

    def begin(self, typed: str, *, work: str = "") -> Begun | WorkNeeded | Refused:
        """Type a number or address into the first form."""
        return self._kept(
            door.begin(
                typed,
                browser=self.browser,
                address=self.address,
                language=Language.RU,
                work=work,
            )
        )

    def again(self, *, work: str = "") -> Begun | WorkNeeded | Refused | Over:
        """Ask for another code."""
        return self._kept(
            door.again(
                self.cookie,
                browser=self.browser,
                address=self.address,
                language=Language.RU,
                work=work,
            )
        )

    def work(self, needed: WorkNeeded) -> str:
        """What the page's script does."""
        nonce = 0
        while not is_work(needed.seed, str(nonce), needed.bits):
            nonce += 1
        return str(nonce)

    def code(self, to: str) -> str:
        """The newest code that came to a canonical number."""
        self.post.drain()
        words = self.outbox.last_to(to).text.replace(":", " ").replace(".", " ").split()
        return next(word for word in words if read_code(word))

    def answer(self, typed: str) -> Answer:
        """Type a code into the second form."""
        return door.answer(self.cookie, typed, browser=self.browser)

    def _kept(self, found: Found) -> Found:
        if isinstance(found, Begun):
            self.cookie = found.cookie
        return found


@pytest.fixture
def outbox() -> MemorySender:
    """What left the house."""
    return MemorySender()


@pytest.fixture
def post(app: Flask, outbox: MemorySender) -> PostRoom:
    """The post room, which keeps what it carries."""
    made = PostRoom(Senders({Kind.PHONE: outbox, Kind.EMAIL: outbox}))
    register(app, made)
    return made


@pytest.fixture
def person(app: Flask, post: PostRoom, outbox: MemorySender) -> Person:
    """The owner of the number."""
    db.session.remove()
    return Person(app, post, outbox)


@pytest.fixture
def stranger(app: Flask, post: PostRoom, outbox: MemorySender) -> Person:
    """Somebody else, on another network."""
    return Person(app, post, outbox, address="198.51.100.9")
