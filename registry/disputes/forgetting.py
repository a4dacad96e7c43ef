"""What becomes of a case when somebody whom it is about is erased."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.disputes import acts, cases, rules
from registry.disputes.contestants import OPENER, SUBJECT, TICKET
from registry.disputes.models import Dispute, DisputeParty
from registry.disputes.rules import Effect, Move
from registry.disputes.words import Ending, Event, Kind, Phase


def forget_person(session: Session, *, identifier_ids: Sequence[int], now: datetime) -> int:
    """An identifier was erased: its way to its cases goes, and with the last one the case.

    What its opener brought is destroyed; a report that others may still answer for goes on where
    it stood. Returns how many cases ended.
    """
    mine = DisputeParty.identifier_id.in_(identifier_ids)
    found = session.execute(select(DisputeParty.shop_id, DisputeParty.dispute_id).where(mine))
    keys = sorted(set(found))
    ended = 0
    for shop_id, dispute_id in keys:
        held = cases.hold(session, shop_id, dispute_id)
        _drop_parties(session, shop_id, dispute_id, identifier_ids)
        acts.renew(session, held.row, on=now.date())
        if not _has_speaker(session, held.row):
            ended += _end_by_erasure(session, held, now)
    return ended


def _drop_parties(
    session: Session, shop_id: int, dispute_id: int, identifier_ids: Sequence[int]
) -> None:
    wanted = select(DisputeParty).where(
        DisputeParty.shop_id == shop_id,
        DisputeParty.dispute_id == dispute_id,
        DisputeParty.identifier_id.in_(identifier_ids),
    )
    for party in session.scalars(wanted):
        session.delete(party)
    session.flush()


def _has_speaker(session: Session, row: Dispute) -> bool:
    """Whether somebody is left for whom the case is."""
    roles = (SUBJECT,) if row.kind != Kind.CONTEST else (OPENER, TICKET)
    wanted = select(DisputeParty.identifier_id).where(
        DisputeParty.shop_id == row.shop_id,
        DisputeParty.dispute_id == row.id,
        DisputeParty.role.in_(roles),
    )
    return session.scalars(wanted.limit(1)).first() is not None


def _end_by_erasure(session: Session, held: cases.Held, now: datetime) -> int:
    """End a case that is not over; nothing but the bare dates of one that is."""
    if held.case.phase is Phase.CLOSED:
        return 0
    today = now.date()
    ending = cases.overtaken_by(held.case, held.report)
    move: Move = rules.overtake(held.case, ending or Ending.ERASURE, today)
    if held.report is None:
        move = Move(move.case, Effect.NONE)
    cases.apply(session, held, move, Event.CLOSED, now=now)
    return 1
