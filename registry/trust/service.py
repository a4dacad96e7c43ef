"""The door of the room: look people up."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from bonafide.protocol.words import Advice, Level
from registry.identifiers import service as identifiers
from registry.identifiers.vault import Vault
from registry.inquiries import log
from registry.inquiries import service as inquiries
from registry.inquiries.contacts import Via
from registry.inquiries.leases import current_budgets
from registry.inquiries.log import Asked
from registry.inquiries.placed import Placed
from registry.inquiries.recognise import place
from registry.kernel.db import has_begun
from registry.kernel.errors import DomainError
from registry.kernel.keys import Keyring
from registry.kernel.one_by_one import OneByOne
from registry.kernel.sealing import macs
from registry.kernel.together import FEW, log_and_read
from registry.reports import service as reports
from registry.shops import believed_terms
from registry.shops import service as shops
from registry.shops.access import Caller
from registry.shops.terms import Terms
from registry.trust.responding import Answering, Question, Seen, Surroundings, TrustAnswer

__all__ = ["Question", "Surroundings", "TrustAnswer", "look_up"]

_BATCHES: Final = OneByOne()
"""Whose turn it is to look many people up.

A worker has one interpreter, and what thousands of reports fill of the processor's caches: batches
at once would only take turns in both. Whoever writes the log of the next one, with everybody in
line behind him, would wait for each of them.
"""
_NO_TURN: Final = nullcontext()

READ_PEOPLE = identifiers.reading(log.via_of, shops.override_of)


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
    with _turn(session, len(questions)):
        ring = vault.source.current()
        placed = place(
            session,
            vault,
            ring,
            caller=caller,
            people=[each.names for each in questions],
            via=[Via.LOOKUP] * len(questions),
            now=now,
        )
        ids = log.new_ids(caller.shop_id, len(questions))
        numbered = list(zip(questions, placed, ids, strict=True))
        seen = _read(session, caller, _asked(ring, caller, numbered), now)
        short = _short_of_budget(session, caller, placed, seen, now.date())
        answering = Answering(ring, caller, seen, around, now.date(), short)
        answers = [
            where if isinstance(where, DomainError) else answering.answer(question, where, number)
            for question, where, number in numbered
        ]
        _remember_levels(session, answers, seen)
        return answers


def _turn(session: Session, people: int) -> AbstractContextManager[None]:
    """A worker's turn for many people at once; a few need none.

    Who holds an open transaction does not wait: somebody whose turn it is may wait for its end.
    """
    return _BATCHES.turn() if people > FEW and not has_begun(session) else _NO_TURN


def _asked(
    ring: Keyring,
    caller: Caller,
    numbered: Iterable[tuple[Question, Placed | DomainError, int]],
) -> list[Asked]:
    """The questions that can be answered, ready to be logged, each under its number."""
    _, key = ring.newest(caller.world, "order")
    order = macs(key, caller.shop_id.to_bytes(8, "big"))
    return [
        Asked(lookup_id, purpose, payment, order(order_ref.encode()), where.ids, segment)
        for (_, order_ref, purpose, payment, _, _, segment), where, lookup_id in numbered
        if isinstance(where, Placed)
    ]


def _read(session: Session, caller: Caller, asked: Sequence[Asked], now: datetime) -> Seen:
    """Log the questions and read what answers them: one round trip."""
    ids = sorted({each for one in asked for each in one.identifier_ids})
    if not ids:
        return Seen({}, {}, {}, {}, Terms())
    shop_id, world = caller.shop_id, caller.world
    logging = log.steps(asked, shop_id=shop_id, world=world, today=now.date())
    terms = believed_terms.find(shop_id, world, now=now)
    reads = [(READ_PEOPLE, {"shop_id": shop_id, "ids": ids}), reports.history_step(ids)]
    if terms is None:
        reads.append(believed_terms.step(shop_id, world))
    people, history, *said = log_and_read(session, logging, reads)
    if terms is None:
        terms = believed_terms.learn(shop_id, world, said[0], now=now)
    return Seen(
        identifiers.states_of(people),
        reports.by_identifier(session, ids, history),
        {row[0]: row[-2] for row in people if row[-2]},
        {row[0]: Advice(row[-1]) for row in people if row[-1]},
        terms,
    )


def _short_of_budget(
    session: Session,
    caller: Caller,
    placed: Sequence[Placed | DomainError],
    seen: Seen,
    today: date,
) -> frozenset[int]:
    """People brought in by import, named by their refs, whom today's budget does not cover."""
    if Via.IMPORT not in seen.via.values():
        return frozenset()
    imported = [
        each
        for where in placed
        if isinstance(where, Placed)
        for each in where.ids
        if each in where.by_ref and seen.via.get(each) == Via.IMPORT
    ]
    if not imported:
        return frozenset()
    met = inquiries.contact(
        session,
        caller=caller,
        identifier_ids=imported,
        via=Via.LOOKUP,
        today=today,
        budgets=current_budgets(),
    )
    return met.own_only


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
