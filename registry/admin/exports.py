"""A shop's reports as a table: for one that takes its data along. It names no person."""

import csv
import io
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


def reports_of(session: Session, member: Member) -> str:
    """CSV that spreadsheets open: with a byte order mark, and no cell that begins a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(HEADS)
    for order in counts.orders_of_shop(session, world=World.LIVE, shop_id=member.shop_id):
        writer.writerow(
            [
                public_id(PREFIX, order.shop_id, order.report_id),
                order.occurred_on,
                order.filed_on,
                order.outcome,
                order.fault,
                order.payment,
                order.amount_band,
                harmless(order.segment or ""),
                order.state,
                "yes" if order.imported else "no",
            ]
        )
    return out.getvalue()


def harmless(cell: str) -> str:
    """A shop's own words, so that a spreadsheet shows them and does not reckon them."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
