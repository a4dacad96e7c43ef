"""Who a customer is to this room: which cases he reaches, and what of them he may read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.disputes import acts, cases, papers
from registry.disputes.errors import DisputeNotFoundError
from registry.disputes.models import Dispute, DisputeParty
from registry.disputes.papers import Paper
from registry.disputes.seen import Seen, see
from registry.disputes.words import Side
from registry.kernel.keys import Keyring
from registry.reports import contests

OPENER = "opener"
TICKET = "ticket"
SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Contestant:
    """A customer as this room knows him.

    ``identifier_ids`` are those that he has proven. ``ticket_for`` is the one report that a shop's
    ticket link lets him contest (and nothing else). ``knows`` says that what the report says may
    be shown to him: he named the order, or held the identifier before it. Without it a shop's
    papers stay closed to him, for a number may have had another holder on the day of the order.
    """

    identifier_ids: frozenset[int]
    world: World = World.LIVE
    ticket_for: tuple[int, int] | None = None
    knows: bool = False


def reach(contestant: Contestant) -> tuple[ColumnElement[bool], ...]:
    """The party rows through which somebody reaches a case."""
    if contestant.ticket_for is None:
        return (DisputeParty.identifier_id.in_(contestant.identifier_ids),)
    shop_id, report_id = contestant.ticket_for
    return (
        DisputeParty.shop_id == shop_id,
        DisputeParty.report_id == report_id,
        DisputeParty.role == TICKET,
    )


def row_of(session: Session, shop_id: int, dispute_id: int) -> Dispute | None:
    return session.get(Dispute, (shop_id, dispute_id))


def find_mine(session: Session, contestant: Contestant, public_id: str) -> tuple[Dispute, int]:
    """A case of his and the identifier through which it is."""
    shop_id, dispute_id = cases.read_id(public_id)
    wanted = select(DisputeParty.identifier_id).where(
        DisputeParty.dispute_id == dispute_id,
        DisputeParty.shop_id == shop_id,
        *reach(contestant),
    )
    mine = session.scalars(wanted.order_by(DisputeParty.identifier_id)).first()
    row = None if mine is None else row_of(session, shop_id, dispute_id)
    if mine is None or row is None or row.world != contestant.world:
        raise DisputeNotFoundError
    return row, mine


def hold_mine(session: Session, contestant: Contestant, public_id: str) -> tuple[cases.Held, int]:
    row, mine = find_mine(session, contestant, public_id)
    return cases.hold_current(session, row.shop_id, row.id), mine


def has_opened(session: Session, row: Dispute, identifier_id: int) -> bool:
    """Whether this identifier may take the case back: it opened it, or a ticket did for it."""
    role = select(DisputeParty.role).where(
        DisputeParty.identifier_id == identifier_id, DisputeParty.dispute_id == row.id
    )
    return session.scalar(role) in (OPENER, TICKET)


def seen_by(
    session: Session, ring: Keyring, row: Dispute, contestant: Contestant, now: datetime
) -> Seen:
    report = contests.find(session, row.shop_id, row.report_id)
    shown = [each for each in papers.read(session, ring, row) if may_see(each, contestant)]
    return see(row, report, now.date(), shown, acts.ruling_of(session, row))


def may_see(paper: Paper, contestant: Contestant) -> bool:
    """His own papers, the admin's, and the shop's if he knows the order: never another person's."""
    if paper.side is Side.ADMIN:
        return True
    if paper.side is Side.SHOP:
        return contestant.knows
    if contestant.ticket_for is not None:
        return True
    return paper.by_identifier_id in contestant.identifier_ids
