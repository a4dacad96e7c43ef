"""A shop's own terms: what a failed order costs it, and which conditions it attaches to an order.

They never leave the shop's own answers. Money is ``Decimal`` in ``currency``; the ``…_times`` are
multiples of the network's base rate.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

CURRENCIES: Final = frozenset({"RUB", "BYN", "KZT", "UAH", "AMD", "GEL", "UZS", "EUR", "USD"})
MOST_MONEY: Final = Decimal(10_000_000)
MOST_PERCENT: Final = Decimal(100)
MOST_FEE_PERCENT: Final = Decimal(30)
MOST_CALLS: Final = 10
MOST_TIMES: Final = Decimal(100)
DECIMALS: Final = frozenset(
    {
        "failure_cost_percent",
        "failure_cost_fixed",
        "failure_cost_no_amount",
        "prepay_above",
        "cod_fee_percent",
        "confirm_call_times",
        "part_prepay_times",
        "prepay_times",
        "compensate_up_to",
    }
)


class CodFee(StrEnum):
    """What the shop takes for payment on delivery."""

    NONE = "none"
    FAIR = "fair"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one shop in one world; the defaults are those of a shop that set none.

    A failed order costs ``failure_cost_percent`` of its amount and ``failure_cost_fixed``, or
    ``failure_cost_no_amount`` where nobody told the amount. From ``prepay_above`` the shop wants
    prepayment of everybody whose record is not good. ``cod_fee_percent`` belongs to a fixed fee.
    Claims above ``compensate_up_to`` are always looked at by a person.
    """

    failure_cost_percent: Decimal = Decimal(25)
    failure_cost_fixed: Decimal = Decimal(400)
    failure_cost_no_amount: Decimal = Decimal(1_000)
    currency: str = "RUB"
    prepay_above: Decimal | None = None
    call_attempts: int = 2
    part_prepay_percent: int = 30
    cod_fee: CodFee = CodFee.NONE
    cod_fee_percent: Decimal | None = None
    compensate_up_to: Decimal | None = None
    confirm_call_times: Decimal = Decimal("1.5")
    part_prepay_times: Decimal = Decimal(3)
    prepay_times: Decimal = Decimal(6)

    @property
    def costs(self) -> tuple[Decimal, Decimal, Decimal]:
        """All that says what a failed order costs."""
        return self.failure_cost_percent, self.failure_cost_fixed, self.failure_cost_no_amount

    @property
    def cod_fee_fair(self) -> bool:
        """Whether the shop takes what covers its expected loss."""
        return self.cod_fee is CodFee.FAIR


def mistakes(terms: Terms) -> dict[str, str]:
    """Field name → what is wrong with it, in words for the shop; empty when the terms are sound."""
    found = {name: text for name, (ok, text) in _checks(terms).items() if not ok}
    if not 1 < terms.confirm_call_times < terms.part_prepay_times < terms.prepay_times:
        found["prepay_times"] = (
            "the steps must rise: 1 < confirm_call_times < part_prepay_times < prepay_times"
        )
    return found


def _checks(terms: Terms) -> dict[str, tuple[bool, str]]:
    fee = terms.cod_fee_percent
    return {
        "failure_cost_percent": (0 <= terms.failure_cost_percent <= MOST_PERCENT, "0 to 100"),
        "failure_cost_fixed": (0 <= terms.failure_cost_fixed <= MOST_MONEY, "0 to 10000000"),
        "failure_cost_no_amount": (
            0 <= terms.failure_cost_no_amount <= MOST_MONEY,
            "0 to 10000000",
        ),
        "currency": (terms.currency in CURRENCIES, f"one of {', '.join(sorted(CURRENCIES))}"),
        "prepay_above": (_is_limit(terms.prepay_above), "above 0, at most 10000000"),
        "compensate_up_to": (_is_limit(terms.compensate_up_to), "above 0, at most 10000000"),
        "call_attempts": (0 <= terms.call_attempts <= MOST_CALLS, "0 to 10"),
        "part_prepay_percent": (1 <= terms.part_prepay_percent <= 99, "1 to 99"),
        "cod_fee_percent": (
            fee is None if terms.cod_fee is not CodFee.FIXED else _is_fee(fee),
            "above 0, at most 30, and only with cod_fee `fixed`",
        ),
        "prepay_times": (terms.prepay_times <= MOST_TIMES, "at most 100"),
    }


def _is_limit(limit: Decimal | None) -> bool:
    return limit is None or 0 < limit <= MOST_MONEY


def _is_fee(fee: Decimal | None) -> bool:
    return fee is not None and 0 < fee <= MOST_FEE_PERCENT


def to_document(terms: Terms) -> dict[str, Any]:
    """The terms as a JSON object; amounts as text, so that no float ever touches them."""
    return {name: _plain(value) for name, value in asdict(terms).items()}


def from_document(document: Mapping[str, Any]) -> Terms:
    """The inverse; a field that a newer version added gets its default, a dropped one is left."""
    known = {each.name: document[each.name] for each in fields(Terms) if each.name in document}
    return Terms(**{name: _read(name, value) for name, value in known.items()})


def _plain(value: object) -> object:
    return format(value, "f") if isinstance(value, Decimal) else value


def _read(name: str, value: Any) -> Any:
    if name == "cod_fee":
        return CodFee(value)
    return Decimal(value) if name in DECIMALS and value is not None else value
