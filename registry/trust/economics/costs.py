"""What failed orders cost, in figures that a shop owner can recompute (docs/economics.md).

Pure: counts of orders and the shop's terms in, figures out. Money and percentages of money are
``Decimal``; only rates of events are floats. Amounts are known to the band, so money made from them
is an estimate; exact monthly totals replace it where the shop gave them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from bonafide.protocol.words import BAD_OUTCOMES, AmountBand, Fault, Outcome, ReportState
from registry.shops.terms import Terms
from registry.trust.advice import failure_cost, fair_fee_percent, rounded_fee
from registry.trust.beta import beta_quantile
from registry.trust.policy import Policy

MIDPOINTS: Final[Mapping[str, Decimal]] = {
    AmountBand.UNDER_500: Decimal(250),
    AmountBand.UNDER_1500: Decimal(1_000),
    AmountBand.UNDER_3000: Decimal(2_250),
    AmountBand.UNDER_5000: Decimal(4_000),
    AmountBand.UNDER_10000: Decimal(7_500),
    AmountBand.UNDER_20000: Decimal(15_000),
    AmountBand.UNDER_50000: Decimal(35_000),
    AmountBand.FROM_50000: Decimal(75_000),
}
"""Half-way between a band's ends; the open one is taken as half as much again as its beginning."""

LEAST_WHITE: Final = 50
"""Ended orders of white buyers below which a shop's own discount cap would be a guess."""
LEAST_ORDERS: Final = 100
"""The same for all of its orders."""
_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
_TENTH = Decimal("0.1")
_BLAMELESS = frozenset({Fault.SHOP, Fault.COURIER, Fault.FORCE_MAJEURE})


class Sort(StrEnum):
    """How an order ended, as far as losses go. Lawful returns and cancellations are neither."""

    PAID = "paid"
    FAILED = "failed"
    EXCUSED = "excused"


def sort_of(outcome: str, fault: str, state: str) -> Sort | None:
    """``failed`` is the buyer's doing or nobody knows whose; ``excused`` is somebody else's."""
    if outcome == Outcome.PAID:
        return Sort.PAID
    if outcome not in BAD_OUTCOMES:
        return None
    if fault in _BLAMELESS:
        return Sort.EXCUSED
    if outcome == Outcome.ABUSIVE_CLAIM and state != ReportState.UPHELD:
        return None
    return Sort.FAILED


@dataclass(slots=True)
class Orders:
    """Paid and failed orders counted by their amount bands."""

    paid: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    def add(self, sort: Sort, band: str, orders: int = 1) -> None:
        """Count some; those excused are not counted."""
        if sort is Sort.PAID:
            self.paid[band] += orders
        elif sort is Sort.FAILED:
            self.failed[band] += orders

    def merge(self, other: "Orders") -> None:
        """Count everything that another one counted."""
        self.paid.update(other.paid)
        self.failed.update(other.failed)

    @property
    def failures(self) -> int:
        """Failed orders."""
        return self.failed.total()

    @property
    def total(self) -> int:
        """Paid and failed orders."""
        return self.paid.total() + self.failed.total()

    def as_document(self) -> dict[str, dict[str, int]]:
        """To be stored."""
        return {
            "paid": dict(sorted(self.paid.items())),
            "failed": dict(sorted(self.failed.items())),
        }

    @classmethod
    def of(cls, document: Mapping[str, Mapping[str, int]]) -> "Orders":
        """The inverse of ``as_document``."""
        return cls(Counter(document["paid"]), Counter(document["failed"]))


@dataclass(frozen=True, slots=True)
class LossRate:
    """``failed`` of ``orders`` failed. The interval is that of the posterior, nine times in ten."""

    orders: int
    failed: int
    rate: float | None
    low: float
    high: float


def loss_rate(failed: int, orders: int, *, base: float, policy: Policy) -> LossRate:
    """The rate that was, and Beta(failed + s·base, orders − failed + s·(1 − base)) around it.

    s is the policy's ``prior.strength_shop``: few orders say little beside the network's rate.
    """
    s, z = policy.prior.strength_shop, policy.shown.interval_z
    a, b = failed + s * base, orders - failed + s * (1.0 - base)
    low, high = _quantile(a, b, -z), _quantile(a, b, z)
    rate = round(failed / orders, 4) if orders else None
    return LossRate(orders, failed, rate, round(low, 4), round(high, 4))


def _quantile(a: float, b: float, z: float) -> float:
    return beta_quantile(a, b, z) if b >= a else 1.0 - beta_quantile(b, a, -z)


@dataclass(frozen=True, slots=True)
class Totals:
    """A shop's exact figures for some months, added up."""

    months: tuple[str, ...]
    revenue: Decimal
    losses: Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """What came in and what failed orders cost. ``estimate``: made from band midpoints."""

    revenue: Decimal
    losses: Decimal
    loss_percent: Decimal | None
    estimate: bool
    months: tuple[str, ...] = ()


def revenue_of(orders: Orders) -> Decimal:
    """The midpoints of all paid orders."""
    return sum((MIDPOINTS[band] * n for band, n in sorted(orders.paid.items())), Decimal(0))


def losses_of(orders: Orders, terms: Terms) -> Decimal:
    """What all failed orders cost by the shop's own terms."""
    costs = (failure_cost(terms, MIDPOINTS[band]) * n for band, n in sorted(orders.failed.items()))
    return sum(costs, Decimal(0))


def money_of(orders: Orders, terms: Terms, totals: Totals | None = None) -> Money:
    """Loss share of revenue: exact where there are totals, else from midpoints."""
    if totals is not None:
        share = percent(totals.losses, totals.revenue)
        return Money(totals.revenue, totals.losses, share, estimate=False, months=totals.months)
    revenue, losses = revenue_of(orders), losses_of(orders, terms)
    return Money(revenue, losses, percent(losses, revenue), estimate=True)


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """100 · part / whole to two decimals; None where there is no whole."""
    return (_HUNDRED * part / whole).quantize(_CENT, ROUND_HALF_UP) if whole else None


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that a white buyer's discount may be, and what it comes from, all in percent."""

    cap_percent: Decimal
    all_percent: Decimal
    white_percent: Decimal
    orders: int
    white_orders: int
    estimate: bool

    def basis(self, period: str) -> str:
        """The inputs in one line: ``2026-Q3: all 4.0 %, white 0.4 %``."""
        return f"{period}: all {plain(self.all_percent)} %, white {plain(self.white_percent)} %"

    @property
    def is_enough(self) -> bool:
        """Whether enough orders stand behind it."""
        return self.white_orders >= LEAST_WHITE and self.orders >= LEAST_ORDERS


def discount_cap(everybody: Orders, white: Orders, everybodys: Money, whites: Money) -> Cap | None:
    """max(0, L_all − L_white) with L the loss share of revenue; None without either.

    Where L_all is exact, the white's estimate is scaled as everybody's turned out against its own
    estimate: use ``scaled``.
    """
    if everybodys.loss_percent is None or whites.loss_percent is None:
        return None
    return Cap(
        cap_percent=max(Decimal(0), everybodys.loss_percent - whites.loss_percent),
        all_percent=everybodys.loss_percent,
        white_percent=whites.loss_percent,
        orders=everybody.total,
        white_orders=white.total,
        estimate=everybodys.estimate,
    )


def shop_cap(everybody: Orders, white: Orders, terms: Terms, totals: Totals | None) -> Cap | None:
    """The cap of one shop by its own terms."""
    exact = money_of(everybody, terms, totals)
    estimated = money_of(everybody, terms)
    return discount_cap(everybody, white, exact, scaled(money_of(white, terms), estimated, exact))


def scaled(whites: Money, estimated: Money, exact: Money) -> Money:
    """The white's losses and revenue, moved as everybody's moved from the estimate to the exact."""
    if exact.estimate or not (estimated.losses and estimated.revenue):
        return whites
    losses = whites.losses * exact.losses / estimated.losses
    revenue = whites.revenue * exact.revenue / estimated.revenue
    return Money(
        revenue.quantize(_CENT, ROUND_HALF_UP),
        losses.quantize(_CENT, ROUND_HALF_UP),
        percent(losses, revenue),
        estimate=False,
    )


@dataclass(frozen=True, slots=True)
class FairFee:
    """A fee for cash that covers what cash costs; ``percent`` is what an answer would carry."""

    exact_percent: Decimal
    percent: Decimal
    risk: Decimal
    cost: Decimal
    amount: Decimal


def fair_fee(cash: Orders, terms: Terms, *, most_percent: int) -> FairFee | None:
    """risk / (1 − risk) · cost / amount for the mean cash order; None without a paid one."""
    if not cash.paid.total():
        return None
    amount = sum(
        (MIDPOINTS[band] * n for band, n in sorted((cash.paid + cash.failed).items())), Decimal(0)
    ) / Decimal(cash.total)
    amount = amount.quantize(_CENT, ROUND_HALF_UP)
    risk = (Decimal(cash.failures) / Decimal(cash.total)).quantize(Decimal("0.0001"))
    cost = failure_cost(terms, amount)
    fair = fair_fee_percent(risk, cost, amount)
    return FairFee(
        exact_percent=fair.quantize(_CENT, ROUND_HALF_UP),
        percent=rounded_fee(fair, most_percent),
        risk=risk,
        cost=cost,
        amount=amount,
    )


def plain(number: Decimal) -> str:
    """At least one decimal, no needless second one: 4.00 → ``4.0``, 0.35 → ``0.35``."""
    tenths = number.quantize(_TENTH, ROUND_HALF_UP)
    return f"{tenths if tenths == number else number:f}"


def merged(parts: Iterable[Orders]) -> Orders:
    """All orders of several counts."""
    whole = Orders()
    for part in parts:
        whole.merge(part)
    return whole
