"""Recording and correcting: from filings to rows, a few queries however many they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.identifiers import service as identifiers
from registry.identifiers.vault import Vault
from registry.inquiries.contacts import Via
from registry.inquiries.leases import current_budgets
from registry.inquiries.log import asked_days
from registry.inquiries.recognise import Person, recognise
from registry.kernel.errors import DomainError
from registry.reports import rules, store
from registry.reports.errors import OrderReservedError
from registry.reports.filings import Answer, Entry, Filing, Receipt, Said, ignored
from registry.reports.models import Report
from registry.reports.rules import Standing, Statement
from registry.reports.store import Order
from registry.reports.writing import Writes
from registry.shops.access import Caller


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

    An order that stands in the batch twice is taken in turn. Six queries a batch without
    repeats, however long it is, and none that reads another shop's reports.
    """
    answers: list[Answer | None] = [None] * len(filings)
    people = _people(session, vault, caller, filings, now, answers)
    ring = vault.source.current()
    entries = [
        Entry(
            index,
            filings[index],
            person,
            store.make_order(ring, caller.world, caller.shop_id, filings[index].order_ref),
        )
        for index, person in people.items()
    ]
    for wave in _waves(entries):
        _record_wave(session, caller, wave, now.date(), answers)
    return [each for each in answers if each is not None]


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
        if isinstance(person, Person):
            known[index] = person
        else:
            answers[index] = person
    return known


def _via(filing: Filing) -> Via:
    return Via.IMPORT if filing.statement.imported else Via.REPORT


def _early_answer(filing: Filing, today: date) -> Answer | None:
    try:
        rules.check_days(filing.statement, today)
    except DomainError as error:
        return error
    if rules.too_old(filing.statement, today):
        return ignored(filing, "expired", ())
    return None


def _waves(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries in groups within which no order repeats."""
    seen: dict[Order, int] = {}
    waves: list[list[Entry]] = []
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
    batch: Sequence[Entry],
    today: date,
    answers: list[Answer | None],
) -> None:
    asked = _asked(session, caller, batch)
    claims = store.claim(session, caller.shop_id, [each.order for each in batch])
    old = store.lock_reports(session, caller.shop_id, (i for i, new in claims.values() if not new))
    dead = _dead(session, batch, claims, old)
    writes = Writes(caller.shop_id, caller.world, today)
    said = _said(session, caller, [each for each in batch if claims[each.order][1]], today)
    unused: list[int] = []
    for entry in [replace(each, dead=dead) for each in batch] if dead else batch:
        report_id, new = claims[entry.order]
        answer: Answer
        try:
            row = _held(report_id, old, new=new)
            answer = _decide(writes, entry, report_id, row, asked.get(entry.question), said)
        except DomainError as error:
            answer = error
        answers[entry.index] = answer
        if new and not (isinstance(answer, Receipt) and answer.created):
            unused.append(report_id)
    store.release(session, caller.shop_id, unused)
    writes.save(session)


def _dead(
    session: Session,
    batch: Sequence[Entry],
    claims: Mapping[Order, tuple[int, bool]],
    old: Mapping[int, Report],
) -> frozenset[int]:
    """Row numbers on stored reports that nobody names now and that lead nowhere: erased ones."""
    unnamed: set[int] = set()
    for entry in batch:
        row = old.get(claims[entry.order][0])
        if row is not None:
            unnamed |= set(row.identifier_ids) - entry.person.ids
    if not unnamed:
        return frozenset()
    return frozenset(unnamed - identifiers.states(session, sorted(unnamed)).keys())


def _held(report_id: int, old: dict[int, Report], *, new: bool) -> Report | None:
    """The stored report of a claimed order; None for a new one. Raises OrderReservedError."""
    if new:
        return None
    if report_id not in old:
        raise OrderReservedError(pointer="/order_ref")
    return old[report_id]


def _asked(
    session: Session, caller: Caller, batch: Sequence[Entry]
) -> dict[tuple[int | None, frozenset[int]], date]:
    wanted = [each.question for each in batch if each.question[0] is not None]
    return asked_days(session, shop_id=caller.shop_id, questions=wanted)


def _said(session: Session, caller: Caller, new: Sequence[Entry], today: date) -> Said:
    """What the shop has said already about the people of new reports."""
    days = {each.filing.statement.occurred_on for each in new if each.filing.statement.imported}
    ids = {identifier_id for each in new for identifier_id in each.ids}
    counts = store.count_said(session, caller.shop_id, ids, filed_on=today, days=days)
    return Said(counts, current_budgets().reports_of_person)


def _decide(
    writes: Writes,
    entry: Entry,
    report_id: int,
    row: Report | None,
    asked_on: date | None,
    said: Said,
) -> Receipt:
    if row is None:
        return _first(writes, entry, report_id, asked_on, said)
    filing, person, old = entry.filing, entry.person, store.filed(row)
    gone = entry.gone_from(old)
    if old.identifier_ids <= gone:
        return entry.ignored()
    ids = entry.ids_as(old, gone)
    rules.check_revision(old, revision=filing.revision)
    if rules.is_repeat(old, revision=filing.revision, statement=filing.statement, ids=ids):
        stored = _receipt(old.statement, old.standing, report_id, old.revision, person)
        return replace(stored, changed=False, commitment=row.commitment)
    standing = rules.correct(old, filing.statement, ids=ids, today=writes.today, asked_on=asked_on)
    leaf = writes.correct(
        row, filing.statement, standing, revision=filing.revision, ids=old.identifier_ids - gone
    )
    made = _receipt(filing.statement, standing, report_id, filing.revision, person)
    return replace(made, commitment=leaf)


def _first(
    writes: Writes, entry: Entry, report_id: int, asked_on: date | None, said: Said
) -> Receipt:
    filing = entry.filing
    rules.check_revision(None, revision=filing.revision)
    rules.check_first(filing.statement)
    if not entry.ids:
        return entry.ignored()
    said.add(entry.ids, rules.day_of(filing.statement, writes.today))
    standing = rules.open_standing(filing.statement, today=writes.today, asked_on=asked_on)
    leaf = writes.add(report_id, filing.statement, standing, entry.ids)
    made = _receipt(filing.statement, standing, report_id, 1, entry.person)
    return replace(made, created=True, commitment=leaf)


def _receipt(
    statement: Statement,
    standing: Standing,
    report_id: int,
    revision: int,
    person: Person,
) -> Receipt:
    return Receipt(report_id, revision, statement, standing, person.refs, changed=True)
