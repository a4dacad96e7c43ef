"""The door of the room: look people up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from bonafide.protocol.words import Purpose
from registry.identifiers.names import Name
from registry.identifiers.vault import Vault
from registry.inquiries.contacts import Via
from registry.inquiries.recognise import place
from registry.kernel.errors import DomainError
from registry.shops.access import Caller
from registry.shops.terms import Terms
from registry.trust.advice import AdviceGiven
from registry.trust.levels import Person
from registry.trust.network import Network
from registry.trust.policy import Policy
from registry.trust.rules import Assessment


@dataclass(frozen=True, slots=True)
class Question:
    """One question about one person for one order or cart."""

    names: tuple[Name, ...]
    order_ref: str
    purpose: Purpose
    payment: str
    amount: Decimal | None = None
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an answer rests on besides the person: all of it cached by the worker."""

    policy: Policy
    network: Network
    terms: Terms
    silenced: frozenset[int]


@dataclass(frozen=True, slots=True)
class TrustAnswer:
    """What comes back for one question."""

    lookup_id: int
    assessment: Assessment
    advice: AdviceGiven
    person: Person
    white_since: date | None
    white_until: date | None
    own_only: bool
    refs: tuple[str, ...]


def look_up(
    session: Session,
    vault: Vault,
    *,
    caller: Caller,
    questions: Sequence[Question],
    around: Surroundings,
    now: datetime,
) -> list[TrustAnswer | DomainError]:
    """Answer every question, in their order, and log it with purpose and order.

    One round trip when everybody is named by a ref, however many; elements cost a few more.
    """
    placed = place(
        session,
        vault,
        caller=caller,
        people=[each.names for each in questions],
        via=[Via.LOOKUP] * len(questions),
        now=now,
    )
    asked = _asked(vault, caller, questions, placed)
    seen = _read(session, caller, asked, now.date())
    answers: list[TrustAnswer | DomainError] = []
    for question, where in zip(questions, placed, strict=True):
        if isinstance(where, DomainError):
            answers.append(where)
            continue
        answers.append(
            _answer(vault, caller, question, where, asked[id(question)], seen, around, now)
        )
    _remember_levels(session, answers, seen)
    return answers
