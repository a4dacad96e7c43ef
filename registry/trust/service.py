"""The door of the room: look people up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from bonafide.protocol.words import (
    Advice,
    Evidence,
    Fault,
    Kind,
    Level,
    Outcome,
    Purpose,
    ReportState,
)
from registry.identifiers import service as identifiers
from registry.identifiers.errors import RefGoneError
from registry.identifiers.magic import find_magic
from registry.identifiers.names import Name
from registry.identifiers.service import State
from registry.identifiers.vault import Vault
from registry.inquiries import log
from registry.inquiries import service as inquiries
from registry.inquiries.contacts import Via
from registry.inquiries.log import Asked
from registry.inquiries.recognise import Placed, place
from registry.kernel.errors import DomainError
from registry.kernel.ids import new_id
from registry.kernel.sealing import mac
from registry.kernel.together import together
from registry.reports import service as reports
from registry.reports.service import HistoryRow
from registry.shops import service as shops
from registry.shops.access import Caller
from registry.shops.terms import Terms
from registry.trust import magic
from registry.trust.advice import AdviceGiven, advise
from registry.trust.facts import Fact
from registry.trust.levels import Person
from registry.trust.network import Context, Network
from registry.trust.policy import Policy
from registry.trust.rules import Assessment, assess, identifiers_disagree


@dataclass(frozen=True, slots=True)
class Question:
    """One question about one person for one order or cart."""

    names: tuple[Name, ...]
    order_ref: str
    purpose: Purpose
    payment: str
    amount: Decimal | None = None
    currency: str = "RUB"
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
    ids: tuple[int, ...]


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
    asked = {
        index: _asked(vault, caller, question, where)
        for index, (question, where) in enumerate(zip(questions, placed, strict=True))
        if isinstance(where, Placed)
    }
    seen = _read(session, caller, list(asked.values()), now.date())
    short = _short_of_budget(session, caller, placed, seen, now.date())
    answers: list[TrustAnswer | DomainError] = []
    for index, (question, where) in enumerate(zip(questions, placed, strict=True)):
        if isinstance(where, DomainError):
            answers.append(where)
        else:
            answering = _Answering(vault, caller, seen, around, now.date(), short)
            answers.append(answering.answer(question, where, asked[index].lookup_id))
    _remember_levels(session, answers, seen)
    return answers


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one round trip brought."""

    states: Mapping[int, State]
    history: Mapping[int, Sequence[HistoryRow]]
    via: Mapping[int, str]
    overrides: Mapping[int, Advice]


def _asked(vault: Vault, caller: Caller, question: Question, where: Placed) -> Asked:
    _, key = vault.source.current().newest(caller.world, "order")
    order = mac(key, caller.shop_id.to_bytes(8, "big"), question.order_ref.encode())
    return Asked(new_id(), question.purpose, question.payment, order, where.ids)


def _read(session: Session, caller: Caller, asked: Sequence[Asked], today: date) -> _Seen:
    """Log the questions and read what answers them: one round trip."""
    ids = sorted({each for one in asked for each in one.identifier_ids})
    if not ids:
        return _Seen({}, {}, {}, {})
    logging = log.steps(asked, shop_id=caller.shop_id, world=caller.world, today=today)
    *_, states, history, via, overrides = together(
        session,
        *logging,
        identifiers.states_step(ids),
        reports.history_step(ids),
        log.via_step(caller.shop_id, ids),
        shops.overrides_step(caller.shop_id, ids),
    )
    by_identifier: dict[int, list[HistoryRow]] = {}
    for row in history:
        by_identifier.setdefault(row[0], []).append(HistoryRow(*row))
    return _Seen(
        {row[0]: State(*row) for row in states},
        by_identifier,
        dict(via),
        {identifier_id: Advice(word) for identifier_id, word in overrides},
    )


def _short_of_budget(
    session: Session,
    caller: Caller,
    placed: Sequence[Placed | DomainError],
    seen: _Seen,
    today: date,
) -> frozenset[int]:
    """People brought in by import, named by their refs, whom today's budget does not cover."""
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
        session, caller=caller, identifier_ids=imported, via=Via.LOOKUP, today=today
    )
    return met.own_only


@dataclass(frozen=True, slots=True)
class _Answering:
    """Everything that an answer is made of, besides its question."""

    vault: Vault
    caller: Caller
    seen: _Seen
    around: Surroundings
    today: date
    short: frozenset[int]

    def answer(
        self, question: Question, where: Placed, lookup_id: int
    ) -> TrustAnswer | DomainError:
        """One answer; RefGoneError when a ref leads nowhere."""
        states: list[State] = []
        for index, each in enumerate(where.ids):
            state = self.seen.states.get(each)
            if state is None or (state.erased_on is not None and each in where.by_ref):
                return RefGoneError(pointer=f"/identifiers/{index}/ref")
            states.append(state)
            magic.behave(find_magic(each))
        own_only = where.own_only or not self.short.isdisjoint(where.ids)
        histories = [self._facts(state, own_only=own_only) for state in states]
        person, assessment = self._assess(question, states, histories)
        return TrustAnswer(
            lookup_id=lookup_id,
            assessment=assessment,
            advice=self._advise(question, where, assessment),
            person=person,
            white_since=next((each.white_since for each in states if each.white_since), None),
            white_until=next((each.white_until for each in states if each.white_until), None),
            own_only=own_only,
            refs=tuple(self._ref(each) for each in where.ids),
            ids=where.ids,
        )

    def _facts(self, state: State, *, own_only: bool) -> list[Fact]:
        """The reports on one identifier that may speak: none of the frozen and the opted out."""
        own = self.caller.shop_id
        silent = state.frozen or state.opted_out
        rows = [
            _fact(row)
            for row in self.seen.history.get(state.id, ())
            if row.shop_id == own or not (own_only or silent or row.shop_id in self.around.silenced)
        ]
        return rows if silent else rows + magic.facts_about(find_magic(state.id), self.today)

    def _assess(
        self, question: Question, states: Sequence[State], histories: Sequence[list[Fact]]
    ) -> tuple[Person, Assessment]:
        around = self.around
        asking = Context(self.caller.shop_id, question.payment, question.segment)
        disagree = len(histories) > 1 and identifiers_disagree(
            histories,
            asking=asking,
            network=around.network,
            policy=around.policy,
            today=self.today,
        )
        person = _person(states, disagree=disagree, today=self.today)
        assessment = assess(
            (fact for facts in histories for fact in facts),
            asking=asking,
            network=around.network,
            policy=around.policy,
            today=self.today,
            person=person,
        )
        return person, assessment

    def _advise(self, question: Question, where: Placed, assessment: Assessment) -> AdviceGiven:
        terms = self.around.terms
        given = [self.seen.overrides[each] for each in where.ids if each in self.seen.overrides]
        return advise(
            assessment,
            terms,
            ladder=self.around.policy.advice,
            purpose=question.purpose,
            payment=question.payment,
            amount=question.amount if question.currency == terms.currency else None,
            override=given[0] if given else None,
        )

    def _ref(self, identifier_id: int) -> str:
        return identifiers.ref_of(
            self.vault, identifier_id, shop_id=self.caller.shop_id, world=self.caller.world
        )


def _fact(row: HistoryRow) -> Fact:
    return Fact(
        report_id=row.report_id,
        shop_id=row.shop_id,
        outcome=Outcome(row.outcome),
        fault=Fault(row.fault),
        evidence=Evidence(row.evidence),
        payment=row.payment,
        occurred_on=row.occurred_on,
        filed_on=row.filed_on,
        counts_on=row.counts_on,
        state=ReportState(row.state),
        elsewhere=row.elsewhere,
        imported=row.imported,
    )


def _person(states: Sequence[State], *, disagree: bool, today: date) -> Person:
    """One person out of several identifiers: what silences or shares one holds for the whole.

    An identifier that is frozen or opted out takes its own rows away and nothing else.
    """
    speaking = [each for each in states if not (each.frozen or each.opted_out)]
    levels = [Level(each.level) for each in speaking if each.level]
    renewed = [each.erased_on for each in states if each.erased_on is not None]
    return Person(
        previous=levels[0] if levels else None,
        enrolled=any(_is_enrolled(each, today) for each in speaking),
        shared=any(each.shared for each in speaking),
        frozen=not speaking and any(each.frozen for each in states),
        opted_out=not speaking and any(each.opted_out for each in states),
        disagree=disagree,
        renewed_on=max(renewed, default=None),
    )


def _is_enrolled(state: State, today: date) -> bool:
    if state.enrolled_on is None or state.kind != Kind.PHONE:
        return False
    return state.white_until is None or today <= state.white_until


def _remember_levels(
    session: Session, answers: Iterable[TrustAnswer | DomainError], seen: _Seen
) -> None:
    """Keep the level of whom it changed for: a level is left only past a margin."""
    changed: dict[Level, list[int]] = {}
    for answer in answers:
        if isinstance(answer, TrustAnswer) and len(answer.ids) == 1 and not answer.own_only:
            level = answer.assessment.level
            if seen.states[answer.ids[0]].level != level:
                changed.setdefault(level, []).append(answer.ids[0])
    for level in sorted(changed):
        identifiers.set_level(session, sorted(changed[level]), level)
