"""The door of the room: look people up."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bonafide.protocol.words import Level
from registry.identifiers import service as identifiers
from registry.identifiers.vault import Vault
from registry.kernel.db import has_begun
from registry.kernel.errors import DomainError
from registry.kernel.one_by_one import OneByOne
from registry.kernel.together import FEW, log_and_read
from registry.shops.access import Caller
from registry.trust.asking import Asking
from registry.trust.responding import Question, Seen, Surroundings, TrustAnswer

__all__ = ["Question", "Surroundings", "TrustAnswer", "look_up"]

_BATCHES: Final = OneByOne()
"""Whose turn it is to look many people up.

A worker has one interpreter, and what thousands of reports fill of the processor's caches: batches
at once would only take turns in both. Whoever writes the log of the next one, with everybody in
line behind him, would wait for each of them.
"""
_NO_TURN: Final = nullcontext()


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

    One round trip when everybody is named by a ref, however many; elements cost a few more. Of
    requests that ask at the same moment one thread does this work.
    """
    with _turn(session, len(questions)):
        asking = Asking(session, vault, caller=caller, questions=questions, around=around, now=now)
        answers = log_and_read(session, len(questions), asking.wanted, asking.answered)
        if answers is None:
            answers = asking.complete(session)
        _remember_levels(session, answers, asking.seen)
        return answers


def _turn(session: Session, people: int) -> AbstractContextManager[None]:
    """A worker's turn for many people at once; a few need none.

    Who holds an open transaction does not wait: somebody whose turn it is may wait for its end.
    """
    return _BATCHES.turn() if people > FEW and not has_begun(session) else _NO_TURN


def _remember_levels(
    session: Session, answers: Iterable[TrustAnswer | DomainError], seen: Seen
) -> None:
    """Keep the level of whom it changed for: a level is left only past a margin."""
    changed: dict[int, str] = {}
    for answer in answers:
        if isinstance(answer, TrustAnswer):
            its, level = answer.ids[0], answer.assessment.level
            other = (seen.states[its].level or Level.UNKNOWN) != level
            if other and len(answer.ids) == 1 and not answer.own_only:
                changed[its] = level
    identifiers.set_levels(session, changed)
