"""A shop's reports as a table: for one that takes its data along. It names no person."""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.kernel.ids import public_id
from registry.reports import counts
from registry.reports.service import PREFIX
from registry.shops.service import Member

HEADS: Final = (
    "report",
    "occurred_on",
    "filed_on",
    "outcome",
    "fault",
    "payment",
    "amount_band",
    "segment",
    "state",
    "imported",
)


def reports_of(session: Session, member: Member) -> Iterator[Sequence[object]]:
    """The head of the table, then one row for each order."""
    yield HEADS
    for order in counts.orders_of_shop(session, world=World.LIVE, shop_id=member.shop_id):
        yield (
            public_id(PREFIX, order.shop_id, order.report_id),
            order.occurred_on,
            order.filed_on,
            order.outcome,
            order.fault,
            order.payment,
            order.amount_band,
            order.segment or "",
            order.state,
            "yes" if order.imported else "no",
        )
