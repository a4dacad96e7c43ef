"""An order history in a file, as shops keep it: one order a line, in the order of time."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bonafide.protocol.words import BAD_OUTCOMES, Outcome

COLUMNS = ("order_ref", "customer", "shop", "placed_at", "payment", "amount", "outcome")


class BadHistory(ValueError):  # noqa: N818 (named like the other refusals of this house)
    """The file is not an order history; the message names the line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Order:
    """One past order. ``customer``, ``shop`` and ``payment`` are opaque labels."""

    order_ref: str
    customer: str
    shop: str
    placed_at: datetime
    payment: str
    amount: Decimal | None
    bad: bool

    @property
    def placed_on(self) -> date:
        """The UTC day of the order."""
        return self.placed_at.astimezone(UTC).date()


def read_history(path: Path) -> list[Order]:
    """All paid and failed orders of a file, by time. Raises ``BadHistory``."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return parse_history(lines)


def parse_history(lines: Iterable[str]) -> list[Order]:
    """All paid and failed orders, by time; orders of the same moment stay as they stand."""
    reader = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise BadHistory(f"line 1: missing columns: {', '.join(missing)}")
    return sorted(_orders(reader), key=lambda order: order.placed_at)


def _orders(reader: "csv.DictReader[str]") -> Iterator[Order]:
    for row in reader:
        try:
            outcome = Outcome(row["outcome"])
            if outcome is not Outcome.PAID and outcome not in BAD_OUTCOMES:
                continue
            yield Order(
                order_ref=row["order_ref"],
                customer=row["customer"],
                shop=row["shop"],
                placed_at=_moment(row["placed_at"]),
                payment=row["payment"],
                amount=Decimal(row["amount"]) if row["amount"] else None,
                bad=outcome is not Outcome.PAID,
            )
        except (ValueError, TypeError, InvalidOperation) as error:
            raise BadHistory(f"line {reader.line_num}: {error!r}") from error


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
