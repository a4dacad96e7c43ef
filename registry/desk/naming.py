"""A report as people at a desk name it: by the number of its order, or by its own id."""

from registry.desk.caller import current_shop
from registry.identifiers.vault import current_vault
from registry.kernel.db import db
from registry.kernel.ids import find_row_id, public_id
from registry.reports import service as reports

MOST_LETTERS = 100


def report_named(text: str) -> str:
    """The id of the shop's report; raises ReportNotFoundError. An order's number is not kept."""
    named, shop = text.strip(), current_shop()
    if find_row_id(reports.PREFIX, shop.shop_id, named) is not None:
        return named
    found = reports.find_by_order(db.session(), current_vault(), caller=shop, order_ref=named)
    return public_id(reports.PREFIX, found.shop_id, found.id)
