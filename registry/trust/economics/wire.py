"""A shop's figures of one quarter as they are sent; money and its percentages as text."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from registry.shops.terms import Terms
from registry.trust.economics.costs import Cap, Money, Orders, loss_rate, percent
from registry.trust.economics.figures_of_shop import Economics
from registry.trust.network import Network
from registry.trust.policy import Policy

NOT_COUNTED = "not_counted_yet"
TOO_FEW_WHITE = "too_few_white_orders"


def economics_body(
    found: Economics, terms: Terms, *, network: Network, policy: Policy, today: date
) -> dict[str, Any]:
    """The JSON object of the whole answer."""
    return {
        "quarter": str(found.quarter),
        "first_on": found.quarter.first_on.isoformat(),
        "last_on": found.quarter.last_on.isoformat(),
        "complete": found.quarter.last_on < today,
        "currency": terms.currency,
        "base": round(network.base, 4),
        "shop": _shop_body(found, network.base, policy),
        "network": _network_body(found, terms),
    }


def _shop_body(found: Economics, base: float, policy: Policy) -> dict[str, Any]:
    def rate(orders: Orders) -> dict[str, Any]:
        return asdict(loss_rate(orders.failures, orders.total, base=base, policy=policy))

    def rates(parts: dict[str, Orders]) -> dict[str, Any]:
        return {name: rate(orders) for name, orders in sorted(parts.items())}

    slices = found.slices
    return {
        "loss_rate": {
            "all": rate(slices.everything),
            "by_payment": rates(slices.by_payment),
            "by_courier": rates(slices.by_courier),
            "by_segment": rates(slices.by_segment),
        },
        "courier_failures": {
            name: asdict(loss_rate(each.failed, each.orders, base=base, policy=policy))
            for name, each in sorted(slices.carried.items())
        },
        "excused": dict(sorted(slices.excused.items())),
        "money": _money_body(found.money),
        "discount": _cap_body(found.cap, found),
        "fair_cash_fee": None if found.fee is None else _texts(asdict(found.fee)),
        "coverage": _coverage_body(found.coverage),
    }


def _money_body(money: Money) -> dict[str, Any]:
    return {
        "revenue": money.revenue,
        "losses": money.losses,
        "loss_percent": None if money.loss_percent is None else f"{money.loss_percent:f}",
        "estimate": money.estimate,
        "months": list(money.months),
    }


def _cap_body(cap: Cap | None, found: Economics) -> dict[str, Any]:
    why = None
    if cap is None or not cap.is_enough:
        why = NOT_COUNTED if found.counted_on is None else TOO_FEW_WHITE
    shown = None if cap is None else cap
    return {
        "cap_percent": f"{shown.cap_percent:f}" if shown else None,
        "all_percent": f"{shown.all_percent:f}" if shown else None,
        "white_percent": f"{shown.white_percent:f}" if shown else None,
        "orders": found.slices.everything.total,
        "white_orders": found.white.total,
        "white_failed": found.white.failures,
        "basis": shown.basis(str(found.quarter)) if shown else None,
        "enough": shown is not None and shown.is_enough,
        "why": why,
    }


def _coverage_body(coverage: tuple[int, int, int]) -> dict[str, Any]:
    lookups, elsewhere, own_only = coverage
    return {
        "lookups": lookups,
        "elsewhere": elsewhere,
        "own_only": own_only,
        "nothing": lookups - elsewhere - own_only,
        "elsewhere_percent": _share(elsewhere, lookups),
    }


def _share(part: int, whole: int) -> str | None:
    return f"{percent(Decimal(part), Decimal(whole)):f}" if whole else None


def _texts(values: dict[str, Any]) -> dict[str, str]:
    return {name: f"{value:f}" for name, value in values.items()}


def _network_body(found: Economics, terms: Terms) -> dict[str, Any]:
    if found.network is None:
        return {"counted_on": None, "why": NOT_COUNTED}
    document = found.network
    money = document["money"].get(terms.currency)
    return {
        "counted_on": found.counted_on.isoformat() if found.counted_on else None,
        "why": None,
        "loss_rate": document["loss_rate"],
        "courier_failures": document["courier_failures"],
        "money": money,
    }
