"""The door of the import: receive, rehearse, map, advance a step, list complaints, forget.

An upload is encrypted (AES-256-GCM) under a key that is made for it and handed to the browser; the
database holds what it cannot read. A step takes ``STEP`` rows in one transaction with the place it
came to, so an interrupted import goes on where it was, and a row that is taken twice is one report.
"""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bonafide.importer.columns import Column
from bonafide.importer.orders import BadRow, Reading
from bonafide.importer.tables import Row
from bonafide.protocol.words import Outcome
from registry.desk.importing import reading
from registry.desk.importing.errors import UploadNotFoundError
from registry.desk.importing.models import ImportComplaint, ImportUpload
from registry.desk.importing.reading import Table
from registry.identifiers.vault import Vault
from registry.inquiries.errors import BudgetExhaustedError
from registry.kernel.db import insert_new
from registry.kernel.errors import DomainError
from registry.kernel.ids import new_id
from registry.reports import service as reports
from registry.reports.service import Filing
from registry.shops.access import Caller

KEPT = timedelta(hours=1)
STEP = 500
MOST_COMPLAINTS = 10_000
SAMPLE = 3
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the browser holds: which upload, and the key that opens it."""

    upload_id: int
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload came. ``stopped`` is the code of what made it wait."""

    total: int
    done: int
    taken: int
    failed: int
    stopped: str | None

    @property
    def finished(self) -> bool:
        """Whether every row was looked at."""
        return self.done >= self.total


@dataclass(frozen=True, slots=True)
class Complaint:
    """One row that was not taken."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a dry run found. Nothing was written but the complaints shown."""

    table: Table
    good: int
    complaints: tuple[Complaint, ...]
    failed: int
    words: Mapping[Outcome, Mapping[str, int]]
    """How orders were read to have ended: outcome → the known word that stood there → how often.

    Only words of the importer's own tables: nothing else of the file is repeated.
    """


def receive(
    session: Session, *, caller: Caller, name: str, contents: bytes, now: datetime
) -> tuple[Ticket, Table]:
    """Take a file in; raises BadTableError. An older upload of the shop goes."""
    form = reading.form_of(name)
    table = reading.understand(form, contents)
    ticket = Ticket(new_id(), secrets.token_bytes(32))
    discard(session, caller=caller)
    session.add(
        ImportUpload(
            shop_id=caller.shop_id,
            id=ticket.upload_id,
            form=form,
            sealed=_seal(ticket, caller.shop_id, contents),
            places={str(column): place for column, place in table.places.items()},
            total=table.total,
            line=0,
            taken=0,
            failed=0,
            stopped=None,
            created_at=now,
        )
    )
    session.flush()
    return ticket, table


def set_places(
    session: Session, ticket: Ticket, *, caller: Caller, places: Mapping[Column, int], now: datetime
) -> None:
    """Say which column is which; an import that has begun keeps what it began with."""
    row, _ = _open(session, ticket, caller, now)
    if not row.line:
        row.places = {str(column): place for column, place in places.items()}


def rehearse(session: Session, ticket: Ticket, *, caller: Caller, now: datetime) -> Rehearsal:
    """Read every row as an import would, and write nothing."""
    row, contents = _open(session, ticket, caller, now)
    table = _table(row, contents)
    good, failed = 0, 0
    shown: list[Complaint] = []
    words: dict[Outcome, Counter[str]] = {}
    cells = Reading(table.places)
    for each in reading.part(row.form, contents, after=0, limit=reading.MOST_ROWS):
        found = _read(each, table, now.date())
        if isinstance(found, Filing):
            good += 1
            word = cells.outcome_of(each)
            words.setdefault(found.statement.outcome, Counter())[word] += 1
        else:
            failed += 1
            shown += [found] if len(shown) < MOST_COMPLAINTS else []
    return Rehearsal(table, good, tuple(shown), failed, words)


def advance(
    session: Session, vault: Vault, ticket: Ticket, *, caller: Caller, now: datetime
) -> Progress:
    """Take the next rows. Raises UploadNotFoundError.

    When the shop's leave to bring people in runs out, the step stops before the first such row.
    """
    row, contents = _open(session, ticket, caller, now, lock=True)
    table = _table(row, contents)
    rows = reading.part(row.form, contents, after=row.line, limit=STEP)
    row.stopped = None
    read = [(each, _read(each, table, now.date())) for each in rows]
    filings = [found for _, found in read if isinstance(found, Filing)]
    answers = iter(
        reports.record_many(session, vault, caller=caller, filings=filings, now=now)
        if filings
        else ()
    )
    complaints: list[Complaint] = []
    for each, found in read:
        answer = next(answers) if isinstance(found, Filing) else found
        if isinstance(answer, BudgetExhaustedError):
            row.stopped = answer.code
            break
        row.line = each.line
        if isinstance(answer, DomainError):
            complaints.append(Complaint(each.line, "", answer.code))
        elif isinstance(answer, Complaint):
            complaints.append(answer)
        else:
            row.taken += 1
    row.failed += len(complaints)
    _keep(session, row, complaints)
    session.flush()
    return _progress(row)


def progress(session: Session, ticket: Ticket, *, caller: Caller, now: datetime) -> Progress:
    """How far it came; raises UploadNotFoundError."""
    row, _ = _open(session, ticket, caller, now)
    return _progress(row)


def list_complaints(
    session: Session, *, caller: Caller, upload_id: int, after: int = 0, limit: int = 100
) -> list[Complaint]:
    """The rows that were not taken, in the order of their lines."""
    wanted = select(ImportComplaint).where(
        ImportComplaint.shop_id == caller.shop_id,
        ImportComplaint.upload_id == upload_id,
        ImportComplaint.line > after,
    )
    rows = session.scalars(wanted.order_by(ImportComplaint.line).limit(limit))
    return [Complaint(row.line, row.column, row.reason) for row in rows]


def discard(session: Session, *, caller: Caller) -> None:
    """Take away what the shop uploaded and what was said of it."""
    for table in (ImportUpload, ImportComplaint):
        session.execute(delete(table).where(table.shop_id == caller.shop_id))


def forget_old(session: Session, *, now: datetime) -> int:
    """Delete uploads that are over an hour old, and complaints without one; returns how many."""
    old = select(ImportUpload.id).where(ImportUpload.created_at <= now - KEPT)
    gone = list(session.scalars(old))
    session.execute(delete(ImportUpload).where(ImportUpload.id.in_(gone)))
    session.execute(delete(ImportComplaint).where(ImportComplaint.upload_id.in_(gone)))
    return len(gone)


def _read(row: Row, table: Table, today: date) -> Filing | Complaint:
    try:
        return reading.filing_of(row, table.places, today=today)
    except BadRow as error:
        return Complaint(row.line, error.column, error.reason)


def _table(row: ImportUpload, contents: bytes) -> Table:
    """The table with the places that were chosen."""
    table = reading.understand(row.form, contents)
    return Table(table.header, {Column(k): v for k, v in row.places.items()}, row.total)


def _progress(row: ImportUpload) -> Progress:
    return Progress(row.total, row.taken + row.failed, row.taken, row.failed, row.stopped)


def _keep(session: Session, row: ImportUpload, complaints: Sequence[Complaint]) -> None:
    key = {"shop_id": row.shop_id, "upload_id": row.id}
    rows = [
        key | {"line": each.line, "column": each.column, "reason": each.reason}
        for each in complaints
    ]
    insert_new(session, ImportComplaint, rows, ImportComplaint.line)


def _seal(ticket: Ticket, shop_id: int, contents: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(ticket.key).encrypt(nonce, contents, _context(shop_id, ticket))


def _open(
    session: Session, ticket: Ticket, caller: Caller, now: datetime, *, lock: bool = False
) -> tuple[ImportUpload, bytes]:
    wanted = select(ImportUpload).where(
        ImportUpload.shop_id == caller.shop_id, ImportUpload.id == ticket.upload_id
    )
    row = session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None or row.created_at <= now - KEPT:
        raise UploadNotFoundError
    nonce, sealed = row.sealed[:_NONCE], row.sealed[_NONCE:]
    try:
        contents = AESGCM(ticket.key).decrypt(nonce, sealed, _context(caller.shop_id, ticket))
    except (InvalidTag, ValueError):
        raise UploadNotFoundError from None
    return row, contents


def _context(shop_id: int, ticket: Ticket) -> bytes:
    return f"import|{shop_id}|{ticket.upload_id}".encode()
