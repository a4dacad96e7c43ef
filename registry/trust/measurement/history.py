"""An order history in a file, as shops keep it: one order a line, in the order of time."""

import csv
from collections.abc import Iterable, Iterator, Mapping
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
    if reader.fieldnames is None:
        raise BadHistory("the file is empty")
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise BadHistory(
            f"line 1: missing columns: {', '.join(missing)} (columns are separated by commas)"
        )
    return sorted(_orders(reader), key=lambda order: order.placed_at)


def _orders(reader: "csv.DictReader[str]") -> Iterator[Order]:
    for row in reader:
        if None in row or None in row.values():
            raise BadHistory(f"line {reader.line_num}: not {len(COLUMNS)} columns")
        try:
            outcome = _outcome(row["outcome"])
            if outcome is not Outcome.PAID and outcome not in BAD_OUTCOMES:
                continue
            yield Order(
                order_ref=_label("order_ref", row),
                customer=_label("customer", row),
                shop=_label("shop", row),
                placed_at=_moment(row["placed_at"]),
                payment=row["payment"],
                amount=_amount(row["amount"]),
                bad=outcome is not Outcome.PAID,
            )
        except BadHistory as error:
            raise BadHistory(f"line {reader.line_num}: {error}") from None


def _label(name: str, row: Mapping[str, str]) -> str:
    if not row[name].strip():
        raise BadHistory(f"{name} is empty")
    return row[name]


def _outcome(text: str) -> Outcome:
    if text not in set(Outcome):
        raise BadHistory(f"outcome {text!r} is none of {', '.join(Outcome)}")
    return Outcome(text)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadHistory(f"placed_at {text!r} is no date like 2026-11-21T14:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _amount(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise BadHistory(f"amount {text!r} is no amount like 3490.00")
    return amount
