"""What the person whom reports are about may open and take away.

Beside the service and the counts, the third thing that other rooms may ask of this room.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from bonafide.protocol.words import ReportState, World
from registry.audit.service import ActKind
from registry.kernel.db import in_parts
from registry.kernel.keys import Keyring
from registry.reports import acts
from registry.reports.models import History, OrderGuard, Report
from registry.reports.store import guarded, make_order

Key = tuple[int, int]
"""Shop id and report id."""

_BURIED = (ReportState.RETRACTED, ReportState.EXPIRED, ReportState.REMOVED)


def named_on(session: Session, keys: Iterable[Key]) -> dict[int, frozenset[int]]:
    """Report id → the identifiers that it names."""
    wanted = select(Report.id, Report.identifier_ids)
    return {
        row.id: frozenset(row.identifier_ids)
        for part in in_parts(keys)
        for row in session.execute(wanted.where(tuple_(Report.shop_id, Report.id).in_(part)))
    }


def of_order(
    session: Session, ring: Keyring, world: World, *, order_ref: str, keys: Iterable[Key]
) -> frozenset[int]:
    """Those of some reports that are about the order with this number, whichever shop's it is."""
    found: set[int] = set()
    by_shop: dict[int, set[int]] = {}
    for shop_id, report_id in keys:
        by_shop.setdefault(shop_id, set()).add(report_id)
    for shop_id, report_ids in by_shop.items():
        order = make_order(ring, world, shop_id, order_ref)
        found |= set(guarded(session, shop_id, [order]).values()) & report_ids
    return frozenset(found)


def order_macs(ring: Keyring, world: World, shop_id: int, order_ref: str) -> list[bytes]:
    """The keyed digests of an order's number under every readable key, the newest first."""
    return [each for _, each in make_order(ring, world, shop_id, order_ref).macs]


def named_by_order(session: Session, shop_id: int, order_mac: bytes) -> frozenset[int]:
    """The identifiers that the report of an order names; empty while there is none."""
    wanted = (
        select(Report.identifier_ids)
        .join(
            OrderGuard,
            (OrderGuard.shop_id == Report.shop_id) & (OrderGuard.report_id == Report.id),
        )
        .where(OrderGuard.shop_id == shop_id, OrderGuard.order_mac == order_mac)
    )
    return frozenset(session.scalar(wanted) or ())


def forget_person(session: Session, identifier_id: int, *, today: date) -> list[bytes]:
    """Take one identifier out of every report that counts or could.

    Returns the entries of the log that tell of it, without telling of whom.

    A report of which nobody is left stays as its shop's record of an order, about no person.
    """
    mine = select(History.shop_id, History.report_id).where(History.identifier_id == identifier_id)
    keys = [(row.shop_id, row.report_id) for row in session.execute(mine)]
    told = _take_out(session, identifier_id, keys, today)
    session.execute(delete(History).where(History.identifier_id == identifier_id))
    return told


def forget_tombstones(session: Session, identifier_ids: Collection[int], *, today: date) -> None:
    """The same for what was retracted, expired or removed, and so has no row in the history."""
    wanted = select(Report.shop_id, Report.id, Report.identifier_ids)
    buried = wanted.where(Report.state.in_(_BURIED)).execution_options(yield_per=1_000)
    gone = frozenset(identifier_ids)
    keys: dict[int, list[Key]] = {}
    for row in session.execute(buried):
        for each in gone.intersection(row.identifier_ids):
            keys.setdefault(each, []).append((row.shop_id, row.id))
    for each, mine in keys.items():
        _take_out(session, each, mine, today)


def _take_out(
    session: Session, identifier_id: int, keys: Sequence[Key], today: date
) -> list[bytes]:
    """The log forgets with it: what the salts opened named the person."""
    told: list[bytes] = []
    for part in in_parts(sorted(keys)):
        wanted = select(Report).where(tuple_(Report.shop_id, Report.id).in_(part))
        locked = wanted.order_by(Report.shop_id, Report.id).with_for_update()
        rows = session.scalars(locked.execution_options(populate_existing=True)).all()
        leaf = acts.forget_acts(session, rows, on=today)
        told += [] if leaf is None else [leaf]
        for row in rows:
            row.identifier_ids = [each for each in row.identifier_ids if each != identifier_id]
        acts.commit_changes(session, ActKind.CORRECTION, rows, on=today)
        session.flush()
    return told


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says, in short."""

    outcome: str
    occurred_on: date


def find_said(session: Session, shop_id: int, report_id: int) -> Said | None:
    """One report, or None when it is gone."""
    row = session.get(Report, (shop_id, report_id))
    return None if row is None else Said(row.outcome, row.occurred_on)
