"""What the calendar does, called hourly: silence, hard stops, ends of appeals, what was overtaken.

Every step holds its own case and is committed by the caller, so a run may be cut off anywhere and
the next one goes on. Nothing rests on the job being punctual: rules and readers go by the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import and_, delete, or_, select, tuple_
from sqlalchemy.orm import Session

from registry.disputes import acts, cases, events, forgetting, papers, rules
from registry.disputes.models import Dispute, DisputeFingerprint, DisputeParty
from registry.disputes.words import LIVE, Event, Phase
from registry.identifiers import service as identifiers
from registry.reports import contests

DAYS_KEPT: Final = 730
DAYS_EVENTS_KEPT: Final = 90
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some cases to be looked at, and where the next batch begins; None after the last."""

    keys: Sequence[Key]
    after: Key | None


def due(session: Session, *, today: date, limit: int) -> list[Key]:
    """Cases that the calendar alone moves today."""
    days = timedelta(days=1)
    silent = today - rules.DAYS_TO_ANSWER * days
    stopped = today - rules.DAYS_TO_STOP * days
    unappealed = today - rules.DAYS_TO_APPEAL * days
    wanted = select(Dispute.shop_id, Dispute.id).where(
        or_(
            and_(Dispute.phase == Phase.OPEN, Dispute.opened_on < silent),
            and_(Dispute.phase == Phase.ANSWERED, Dispute.opened_on <= stopped),
            and_(Dispute.phase == Phase.APPEALED, Dispute.appealed_on <= stopped),
            and_(Dispute.phase == Phase.RULED, Dispute.ruled_on < unappealed),
        )
    )
    return list(session.execute(wanted.limit(limit)))


def live_batch(session: Session, *, after: Key | None, limit: int) -> Batch:
    """Live cases in the order of their keys."""
    key = tuple_(Dispute.shop_id, Dispute.id)
    wanted = select(Dispute.shop_id, Dispute.id).where(Dispute.phase.in_(LIVE))
    if after is not None:
        wanted = wanted.where(key > after)
    found = list(session.execute(wanted.order_by(Dispute.shop_id, Dispute.id).limit(limit)))
    return Batch(_overtaken(session, found), found[-1] if len(found) == limit else None)


def settle(session: Session, key: Key, *, now: datetime) -> bool:
    """Do to one case what day and report demand; returns whether anything was done."""
    held = cases.hold(session, *key)
    ending = cases.overtaken_by(held.case, held.report)
    if ending is not None:
        move = rules.overtake(held.case, ending, now.date())
        cases.apply(session, held, move, Event.CLOSED, now=now)
        return True
    passed = rules.pass_time(held.case, now.date())
    if passed is not None:
        cases.apply(session, held, passed, Event.CLOSED, now=now)
    return passed is not None


def erased_people(session: Session, *, after: int, limit: int) -> tuple[list[int], int | None]:
    """Identifiers in cases whose person erased them, and where the next batch begins."""
    wanted = select(DisputeParty.identifier_id).where(DisputeParty.identifier_id > after)
    ids = list(session.scalars(wanted.distinct().order_by(DisputeParty.identifier_id).limit(limit)))
    known = identifiers.states(session, ids)
    gone = [each for each in ids if each not in known]
    return gone, ids[-1] if len(ids) == limit else None


def forget_people(session: Session, ids: Sequence[int], *, now: datetime) -> int:
    """End the cases of people who are gone; returns how many."""
    return forgetting.forget_person(session, identifier_ids=ids, now=now)


def forget_one(session: Session, identifier_id: int, now: datetime) -> None:
    """The same for one person in the transaction of the erasure: see whitelist.erasing."""
    forgetting.forget_person(session, identifier_ids=[identifier_id], now=now)


def with_cases(session: Session, identifier_ids: Sequence[int]) -> set[int]:
    """Those of the identifiers that have a case: their rows stay while it is kept."""
    mine = DisputeParty.identifier_id.in_(identifier_ids)
    return set(session.scalars(select(DisputeParty.identifier_id).where(mine).distinct()))


def forget_old(session: Session, *, now: datetime, limit: int) -> int:
    """Delete cases that closed two years ago, and events after three months."""
    before = now.date() - timedelta(days=DAYS_KEPT)
    wanted = select(Dispute).where(Dispute.phase == Phase.CLOSED, Dispute.closed_on <= before)
    rows = session.scalars(wanted.limit(limit).with_for_update()).all()
    for row in rows:
        papers.destroy(session, row)
        acts.forget(session, row, on=now.date())
        mine = (DisputeParty.shop_id == row.shop_id, DisputeParty.dispute_id == row.id)
        session.execute(delete(DisputeParty).where(*mine))
        session.delete(row)
    session.execute(delete(DisputeFingerprint).where(DisputeFingerprint.shown_on <= before))
    events.forget(session, before=now - timedelta(days=DAYS_EVENTS_KEPT))
    return len(rows)


def _overtaken(session: Session, keys: Sequence[Key]) -> list[Key]:
    """Those whose report no longer stands where the case put it."""
    rows = session.scalars(select(Dispute).where(tuple_(Dispute.shop_id, Dispute.id).in_(keys)))
    found = rows.all() if keys else []
    reports = contests.find_many(session, {(row.shop_id, row.report_id) for row in found})
    return [
        (row.shop_id, row.id)
        for row in found
        if cases.overtaken_by(cases.case_of(row), reports.get((row.shop_id, row.report_id)))
    ]
