"""The network's figures, made of many shops': what fewer than five made is not shown at all."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from registry.shops.terms import Terms
from registry.trust.economics.costs import (
    Money,
    Orders,
    discount_cap,
    loss_rate,
    losses_of,
    percent,
    revenue_of,
)
from registry.trust.economics.slices import Carried, Slices
from registry.trust.policy import Policy

LEAST_SHOPS: Final = 5
TOO_FEW: Final = "fewer_than_5_shops"


@dataclass(slots=True)
class Shared:
    """What several shops contributed to: their number, orders and failures among them."""

    shops: int = 0
    orders: int = 0
    failed: int = 0

    def add(self, orders: int, failed: int) -> None:
        """Count one shop's; a shop without orders contributes nothing."""
        if orders:
            self.shops += 1
            self.orders += orders
            self.failed += failed


@dataclass(slots=True)
class SharedMoney:
    """Money of shops with one currency, each failure costing what its shop's terms say."""

    shops: int = 0
    orders: Orders = field(default_factory=Orders)
    revenue: Decimal = Decimal(0)
    losses: Decimal = Decimal(0)

    def add(self, orders: Orders, terms: Terms) -> None:
        """Count one shop's."""
        if orders.total:
            self.shops += 1
            self.orders.merge(orders)
            self.revenue += revenue_of(orders)
            self.losses += losses_of(orders, terms)

    @property
    def money(self) -> Money:
        """As an estimate."""
        share = percent(self.losses, self.revenue)
        return Money(self.revenue, self.losses, share, estimate=True)


@dataclass(slots=True)
class Benchmark:
    """Grows by one shop at a time; ``document`` is what may be shown."""

    everything: Shared = field(default_factory=Shared)
    by_payment: dict[str, Shared] = field(default_factory=lambda: defaultdict(Shared))
    by_courier: dict[str, Shared] = field(default_factory=lambda: defaultdict(Shared))
    carried: dict[str, Shared] = field(default_factory=lambda: defaultdict(Shared))
    money: dict[str, SharedMoney] = field(default_factory=lambda: defaultdict(SharedMoney))
    white: dict[str, SharedMoney] = field(default_factory=lambda: defaultdict(SharedMoney))

    def add(self, slices: Slices, white: Orders, terms: Terms) -> None:
        """Count one shop's quarter."""
        self.everything.add(slices.everything.total, slices.everything.failures)
        for mine, shared in (
            (slices.by_payment, self.by_payment),
            (slices.by_courier, self.by_courier),
        ):
            for name, orders in mine.items():
                shared[name].add(orders.total, orders.failures)
        for name, carried in slices.carried.items():
            self._carry(name, carried)
        self.money[terms.currency].add(slices.everything, terms)
        self.white[terms.currency].add(white, terms)

    def _carry(self, name: str, carried: Carried) -> None:
        self.carried[name].add(carried.orders, carried.failed)

    def document(self, *, base: float, policy: Policy) -> dict[str, Any]:
        """Rates and shares, or null and why. Counts of orders stay inside."""
        return {
            "loss_rate": {
                "all": _rate(self.everything, base, policy),
                "by_payment": _rates(self.by_payment, base, policy),
                "by_courier": _rates(self.by_courier, base, policy),
            },
            "courier_failures": _rates(self.carried, base, policy),
            "money": {
                currency: _money(each, self.white[currency])
                for currency, each in sorted(self.money.items())
            },
        }


def _rates(parts: dict[str, Shared], base: float, policy: Policy) -> dict[str, Any]:
    return {name: _rate(shared, base, policy) for name, shared in sorted(parts.items())}


def _rate(shared: Shared, base: float, policy: Policy) -> dict[str, Any]:
    if shared.shops < LEAST_SHOPS:
        return {"rate": None, "low": None, "high": None, "why": TOO_FEW}
    found = loss_rate(shared.failed, shared.orders, base=base, policy=policy)
    return {"rate": found.rate, "low": found.low, "high": found.high, "why": None}


def _money(everybody: SharedMoney, white: SharedMoney) -> dict[str, Any]:
    if everybody.shops < LEAST_SHOPS:
        return {"loss_percent": None, "discount": None, "why": TOO_FEW}
    share = everybody.money.loss_percent
    cap = discount_cap(everybody.orders, white.orders, everybody.money, white.money)
    if white.shops < LEAST_SHOPS or cap is None:
        return {"loss_percent": _text(share), "discount": None, "why": TOO_FEW}
    shown = {
        "cap_percent": _text(cap.cap_percent),
        "all_percent": _text(cap.all_percent),
        "white_percent": _text(cap.white_percent),
        "enough": cap.is_enough,
    }
    return {"loss_percent": _text(share), "discount": shown, "why": None}


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
