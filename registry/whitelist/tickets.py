"""Ticket links: a shop lets its customer who lost the phone contest one report, once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import ReportState, World
from registry.kernel.keys import Keyring
from registry.reports import persons
from registry.reports import service as reports
from registry.shops import service as shops
from registry.shops.access import Caller
from registry.whitelist import codes
from registry.whitelist.errors import (
    CustomerNotToldError,
    NothingToContestError,
    TicketInvalidError,
)
from registry.whitelist.models import Ticket

LASTS: Final = timedelta(days=30)
_PURPOSE: Final = "ticket"
_LIVING: Final = (ReportState.PENDING, ReportState.COUNTING)


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """A fresh ticket. The code is shown once and kept as a MAC."""

    code: str
    expires_on: date

    def link(self, public_url: str) -> str:
        """What the customer opens; what stands behind ``#`` a browser sends to nobody."""
        return f"{public_url}/me/ticket#{self.code}"


@dataclass(frozen=True, slots=True)
class Contestable:
    """The one report that a ticket opens: what its shop said, and no other."""

    shop_id: int
    report_id: int
    shop: str
    outcome: str
    occurred_on: date
    world: World


def issue_ticket(
    session: Session, ring: Keyring, *, caller: Caller, report_id: str, now: datetime
) -> IssuedTicket:
    """A ticket for one of the caller's reports; an earlier one for it is void from here on.

    Raises ReportNotFoundError, NothingToContestError when the report can count against nobody, and
    CustomerNotToldError: it counts nowhere yet, and who was told nothing asked for no ticket.
    """
    row = reports.get_report(session, caller=caller, public_id=report_id)
    if row.state not in _LIVING:
        raise NothingToContestError
    if row.customer_told_on is None:
        raise CustomerNotToldError
    code, expires_on = codes.new_code(codes.TICKET_LENGTH), now.date() + LASTS
    mine = (Ticket.shop_id == caller.shop_id, Ticket.report_id == row.id)
    session.execute(delete(Ticket).where(*mine, Ticket.used_on.is_(None)))
    session.add(
        Ticket(
            code_mac=codes.code_mac(ring, _PURPOSE, code),
            world=caller.world,
            shop_id=caller.shop_id,
            report_id=row.id,
            issued_on=now.date(),
            expires_on=expires_on,
        )
    )
    session.flush()
    return IssuedTicket(code, expires_on)


def find_ticket(session: Session, ring: Keyring, code: str, *, now: datetime) -> Contestable:
    """What a ticket opens, without using it up; raises TicketInvalidError."""
    return _contestable(session, _living(session, ring, code, now))


def use_ticket(session: Session, ring: Keyring, code: str, *, now: datetime) -> Contestable:
    """Use a ticket up, in the transaction that opens the dispute; raises TicketInvalidError.

    Of two at once one is told that it is invalid.
    """
    row = _living(session, ring, code, now)
    row.used_on = now.date()
    session.flush()
    return _contestable(session, row)


def _living(session: Session, ring: Keyring, text: str, now: datetime) -> Ticket:
    code = codes.clean(text, codes.TICKET_LENGTH)
    macs = [] if code is None else codes.code_macs(ring, _PURPOSE, code)
    wanted = select(Ticket).where(Ticket.code_mac.in_(macs)).with_for_update()
    row = session.scalars(wanted.execution_options(populate_existing=True)).first()
    if row is None or row.used_on is not None or row.expires_on < now.date():
        raise TicketInvalidError
    return row


def _contestable(session: Session, row: Ticket) -> Contestable:
    said = persons.find_said(session, row.shop_id, row.report_id)
    shop = shops.find_shop(session, row.shop_id)
    if said is None or shop is None:
        raise TicketInvalidError
    return Contestable(
        row.shop_id, row.report_id, shop.name, said.outcome, said.occurred_on, World(row.world)
    )
