"""The only door of the room: record, correct, retract, find and list reports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bonafide.protocol.words import Fault, Outcome, ReportState, World
from registry.identifiers.names import Name
from registry.identifiers.vault import Vault
from registry.inquiries.contacts import Via
from registry.inquiries.log import asked_days
from registry.inquiries.recognise import Person, recognise
from registry.kernel.errors import DomainError
from registry.kernel.ids import find_row_id
from registry.kernel.together import Prepared, Step
from registry.reports import rules, store
from registry.reports.errors import ReportNotFoundError, RevisionConflictError
from registry.reports.models import History, Report
from registry.reports.rules import Standing, Statement
from registry.reports.store import Order
from registry.shops.access import Caller

PREFIX = "rep_"


@dataclass(frozen=True, slots=True)
class Filing:
    """One report as it arrives. ``order_ref`` is the shop's own and is stored as a MAC only."""

    order_ref: str
    names: tuple[Name, ...]
    statement: Statement
    revision: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a filing.

    ``ignored`` is a word when nothing was stored: ``erased``, ``opted_out`` or ``expired``.
    ``changed`` is False for a repeat.
    """

    report_id: int | None
    revision: int
    statement: Statement
    standing: Standing | None
    refs: tuple[str, ...]
    changed: bool
    created: bool = False
    ignored: str | None = None


Answer = Receipt | DomainError


@dataclass(frozen=True, slots=True)
class _Entry:
    """One filing of a batch with what was found out about it."""

    index: int
    filing: Filing
    person: Person
    order: Order

    @property
    def ids(self) -> frozenset[int]:
        return self.person.reportable_ids(self.filing.statement.occurred_on)

    @property
    def question(self) -> tuple[int | None, frozenset[int]]:
        return self.filing.statement.lookup_id, self.ids


def record(
    session: Session, vault: Vault, *, caller: Caller, filing: Filing, now: datetime
) -> Receipt:
    """Record or correct one report; raises what :func:`record_many` answers for a bad one."""
    [answer] = record_many(session, vault, caller=caller, filings=[filing], now=now)
    if isinstance(answer, DomainError):
        raise answer
    return answer


def record_many(
    session: Session, vault: Vault, *, caller: Caller, filings: Sequence[Filing], now: datetime
) -> list[Answer]:
    """Record or correct each filing; one answer each, in their order; a bad one harms no other.

    An order that stands in the batch twice is taken in turn. Seven queries a batch without
    repeats, however long it is, and none that reads another shop's reports.
    """
    answers: list[Answer | None] = [None] * len(filings)
    people = _people(session, vault, caller, filings, now, answers)
    ring = vault.source.current()
    entries = [
        _Entry(
            index,
            filings[index],
            person,
            store.make_order(ring, caller.world, caller.shop_id, filings[index].order_ref),
        )
        for index, person in people.items()
        if answers[index] is None
    ]
    for wave in _waves(entries):
        _record_wave(session, caller, wave, now.date(), answers)
    return [each for each in answers if each is not None]


def retract(
    session: Session, *, caller: Caller, public_id: str, revision: int, today: date
) -> Report:
    """Leave a tombstone under the next revision; raises as a correction would.

    The same revision again changes nothing.
    """
    row = get_report(session, caller=caller, public_id=public_id, lock=True)
    stored = store.filed(row)
    if revision == stored.revision and stored.standing.state is ReportState.RETRACTED:
        return row
    rules.check_revision(stored, revision=revision)
    if revision == stored.revision:
        raise RevisionConflictError(pointer="/revision", revision=stored.revision)
    rules.check_may_change(stored)
    store.bury(session, row, revision=revision, state=ReportState.RETRACTED, today=today)
    return row


def get_report(session: Session, *, caller: Caller, public_id: str, lock: bool = False) -> Report:
    """The caller's report; raises ReportNotFoundError, for another's too."""
    row_id = find_row_id(PREFIX, caller.shop_id, public_id)
    row = row_id and store.find_by_id(session, caller.shop_id, caller.world, row_id, lock=lock)
    if not row:
        raise ReportNotFoundError
    return row


def find_by_order(session: Session, vault: Vault, *, caller: Caller, order_ref: str) -> Report:
    """The caller's report of one order; raises ReportNotFoundError."""
    order = store.make_order(vault.source.current(), caller.world, caller.shop_id, order_ref)
    found = store.guarded(session, caller.shop_id, [order])
    row_id = found.get(order)
    row = row_id and store.find_by_id(session, caller.shop_id, caller.world, row_id)
    if not row:
        raise ReportNotFoundError
    return row


def list_reports(
    session: Session, *, caller: Caller, after: tuple[int, ...] | None, limit: int
) -> list[Report]:
    """The caller's reports, oldest filing first, from behind ``after`` (ordinal day, row id)."""
    return store.page(session, caller.shop_id, caller.world, after, limit)


def expire_pending(session: Session, *, today: date, limit: int = 1_000) -> int:
    """Bury negatives that waited 30 days without the customer being told; returns how many."""
    rows = store.overdue(session, today, limit)
    for row in rows:
        store.bury(session, row, revision=row.revision, state=ReportState.EXPIRED, today=today)
    return len(rows)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One report as it bears on one identifier, for other rooms to read."""

    identifier_id: int
    report_id: int
    shop_id: int
    outcome: str
    fault: str
    evidence: str
    payment: str
    state: str
    occurred_on: date
    filed_on: date
    counts_on: date | None
    elsewhere: bool
    imported: bool

    @classmethod
    def columns(cls) -> tuple[InstrumentedAttribute[Any], ...]:
        """The columns in the order of the fields."""
        return tuple(getattr(History, field.name) for field in fields(cls))


@dataclass(frozen=True, slots=True)
class Ended:
    """How one order ended, without whose it was: what rates are made of."""

    shop_id: int
    payment: str
    segment: str | None
    occurred_on: date
    bad: bool


def ended_orders(session: Session, *, world: World, today: date) -> Iterator[Ended]:
    """Every order of a world that was paid or that failed by somebody's doing, once it counts."""
    for row in store.stream_ended(session, world, today):
        statement = (Outcome(row.outcome), Fault(row.fault))
        if rules.is_ended(*statement):
            bad = statement[0] is not Outcome.PAID
            yield Ended(row.shop_id, row.payment, row.segment, row.occurred_on, bad)


READ_HISTORY = Prepared(
    lambda one_of: select(*HistoryRow.columns()).where(one_of(History.identifier_id, "ids"))
)


def history_step(ids: Sequence[int]) -> Step:
    """What reads all history of some identifiers, to be run together; see HistoryRow."""
    return READ_HISTORY, {"ids": list(ids)}


def _people(
    session: Session,
    vault: Vault,
    caller: Caller,
    filings: Sequence[Filing],
    now: datetime,
    answers: list[Answer | None],
) -> dict[int, Person]:
    """Who each filing is about; answers those that can be answered without the database."""
    good: list[int] = []
    for index, filing in enumerate(filings):
        answers[index] = _early_answer(filing, now.date())
        if answers[index] is None:
            good.append(index)
    people = recognise(
        session,
        vault,
        caller=caller,
        people=[filings[index].names for index in good],
        via=[_via(filings[index]) for index in good],
        now=now,
    )
    known: dict[int, Person] = {}
    for index, person in zip(good, people, strict=True):
        answers[index] = _answer_for(person, filings[index])
        if isinstance(person, Person):
            known[index] = person
    return known


def _via(filing: Filing) -> Via:
    return Via.IMPORT if filing.statement.imported else Via.REPORT


def _early_answer(filing: Filing, today: date) -> Answer | None:
    try:
        rules.check_days(filing.statement, today)
    except DomainError as error:
        return error
    if rules.too_old(filing.statement, today):
        return _ignored(filing, "expired", ())
    return None


def _answer_for(person: Person | DomainError, filing: Filing) -> Answer | None:
    if isinstance(person, DomainError):
        return person
    if person.reportable_ids(filing.statement.occurred_on):
        return None
    word = "opted_out" if any(each.opted_out for each in person.known) else "erased"
    return _ignored(filing, word, person.refs)


def _ignored(filing: Filing, word: str, refs: tuple[str, ...]) -> Receipt:
    return Receipt(None, filing.revision, filing.statement, None, refs, changed=False, ignored=word)


def _waves(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """The entries in groups within which no order repeats."""
    seen: dict[Order, int] = {}
    waves: list[list[_Entry]] = []
    for entry in entries:
        turn = seen.get(entry.order, 0)
        seen[entry.order] = turn + 1
        if turn == len(waves):
            waves.append([])
        waves[turn].append(entry)
    return waves


def _record_wave(
    session: Session,
    caller: Caller,
    batch: Sequence[_Entry],
    today: date,
    answers: list[Answer | None],
) -> None:
    asked = _asked(session, caller, batch)
    claims = store.claim(session, caller.shop_id, [each.order for each in batch])
    old = store.lock_reports(session, caller.shop_id, (i for i, new in claims.values() if not new))
    writes = store.Writes(caller.shop_id, caller.world, today)
    unused: list[int] = []
    for entry in batch:
        report_id, new = claims[entry.order]
        row = None if new else old[report_id]
        try:
            answers[entry.index] = _decide(writes, entry, report_id, row, asked.get(entry.question))
        except DomainError as error:
            answers[entry.index] = error
            unused += [report_id] if new else []
    store.release(session, caller.shop_id, unused)
    writes.save(session)


def _asked(
    session: Session, caller: Caller, batch: Sequence[_Entry]
) -> dict[tuple[int | None, frozenset[int]], date]:
    wanted = [each.question for each in batch if each.question[0] is not None]
    return asked_days(session, shop_id=caller.shop_id, questions=wanted)


def _decide(
    writes: store.Writes, entry: _Entry, report_id: int, row: Report | None, asked_on: date | None
) -> Receipt:
    filing, person = entry.filing, entry.person
    if row is None:
        return _first(writes, entry, report_id, asked_on)
    old = store.filed(row)
    rules.check_revision(old, revision=filing.revision)
    if rules.is_repeat(old, revision=filing.revision, statement=filing.statement, ids=entry.ids):
        return _receipt(old.statement, old.standing, report_id, old.revision, person, changed=False)
    standing = rules.correct(
        old, filing.statement, ids=entry.ids, today=writes.today, asked_on=asked_on
    )
    writes.correct(row, filing.statement, standing, filing.revision)
    return _receipt(filing.statement, standing, report_id, filing.revision, person)


def _first(writes: store.Writes, entry: _Entry, report_id: int, asked_on: date | None) -> Receipt:
    filing = entry.filing
    rules.check_revision(None, revision=filing.revision)
    rules.check_first(filing.statement)
    standing = rules.open_standing(filing.statement, today=writes.today, asked_on=asked_on)
    writes.add(report_id, filing.statement, standing, entry.ids)
    return _receipt(filing.statement, standing, report_id, 1, entry.person, created=True)


def _receipt(
    statement: Statement,
    standing: Standing,
    report_id: int,
    revision: int,
    person: Person,
    *,
    changed: bool = True,
    created: bool = False,
) -> Receipt:
    return Receipt(report_id, revision, statement, standing, person.refs, changed, created)
