"""A message, who takes it, and the one way in which sending fails."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bonafide.protocol.words import Kind


@dataclass(frozen=True, slots=True)
class Message:
    """Words for one person. ``to`` is a canonical phone or e-mail; a phone gets the text alone."""

    kind: Kind
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)


class Failure(StrEnum):
    """Why a message was not taken, in a word that an operator can act on."""

    UNREACHABLE = "unreachable"
    """No connection, or it broke."""
    TIMEOUT = "timeout"
    """The other side did not answer in time."""
    REFUSED = "refused"
    """Name, password, key or sender name are not accepted."""
    NO_MONEY = "no_money"
    """The account with the gateway is empty."""
    BAD_ADDRESS = "bad_address"
    """This receiver cannot be reached."""
    TOO_MANY = "too_many"
    """The other side limits us."""
    ANSWER = "answer"
    """It answered something that we do not understand."""


class NotSent(Exception):  # noqa: N818 - it reads as what happened
    """A message was not taken. Carries a word, never an address or a foreign text."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


class Sender(Protocol):
    """Whoever takes a message. Returns once it is taken; raises NotSent."""

    def send(self, message: Message) -> None:
        """Hand one message over. Blocks for as long as its own timeout."""
