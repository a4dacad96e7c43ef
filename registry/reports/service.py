"""The only door of the room: record, correct, retract, find and list reports."""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from bonafide.protocol.words import Fault, Outcome, ReportState, World
from registry.identifiers.vault import Vault
from registry.kernel.ids import find_row_id
from registry.reports import rules, store, writing
from registry.reports.errors import ReportNotFoundError, RevisionConflictError
from registry.reports.filings import Answer, Filing, Receipt
from registry.reports.history import as_read, fairly, history_step
from registry.reports.models import Report
from registry.reports.recording import record, record_many
from registry.reports.said import Fact
from registry.shops.access import Caller

__all__ = [
    "PREFIX",
    "Answer",
    "Ended",
    "Fact",
    "Filing",
    "Receipt",
    "as_read",
    "ended_orders",
    "expire_pending",
    "fairly",
    "find_by_order",
    "get_report",
    "history_step",
    "list_reports",
    "record",
    "record_many",
    "retract",
]

PREFIX = "rep_"


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
    writing.bury(session, row, revision=revision, state=ReportState.RETRACTED, today=today)
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
        writing.bury(session, row, revision=row.revision, state=ReportState.EXPIRED, today=today)
    return len(rows)


_ENDED: Final = {
    (str(outcome), str(fault)): outcome is not Outcome.PAID
    for outcome in Outcome
    for fault in Fault
    if rules.is_ended(outcome, fault)
}
"""Whether the order failed, for each outcome and fault that say how it ended."""


class Ended(NamedTuple):
    """How one order ended, without whose it was: what rates are made of."""

    occurred_on: date
    shop_id: int
    payment: str
    bad: bool
    segment: str | None


def ended_orders(session: Session, *, world: World, today: date) -> Iterator[Ended]:
    """Every order of a world that was paid or that failed by somebody's doing, once it counts.

    One by one: a shop has an order a day, so there is nothing that the database could add up.
    """
    for occurred_on, shop_id, payment, segment, outcome, fault in store.counting(
        session, world, today
    ):
        bad = _ENDED.get((outcome, fault))
        if bad is not None:
            yield Ended(occurred_on, shop_id, payment, bad, segment)
