"""How a fake registry answers: predictably rather than cleverly."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from bonafide.protocol.words import Advice, Level
from bonafide.testing.people import Row


def trust_answer(lookup_id: str, rows: Iterable[Row], refs: list[str]) -> dict[str, Any]:
    """Unknown unless a test said otherwise; own history is what was reported."""
    told: dict[str, Any] = {}
    orders: dict[str, dict[str, Any]] = {}
    for row in rows:
        told |= row.told
        orders |= row.orders
    level = told.get("level", Level.UNKNOWN)
    return {
        "id": lookup_id,
        "level": level,
        "opted_out": told.get("opted_out", False),
        "risk": {"estimate": 0.03, "low": 0.01, "high": 0.08, "base": 0.03, "confidence": "low"},
        "evidence": {
            "paid": None,
            "shops": None,
            "unpaid": "0",
            "excused": "0",
            "pending": "0",
            "disputed": told.get("disputed", "0"),
            "last_seen": None,
        },
        "own_history": dict(Counter(order["outcome"] for order in orders.values())),
        "white": {"enrolled": level == Level.WHITE, "since": None, "valid_until": None},
        "advice": {
            "code": told.get("advice", Advice.SHIP),
            "prepay_percent": told.get("prepay_percent", 0),
            "cod_fee_percent": 0,
            "because": [],
        },
        "discount": {"eligible": level == Level.WHITE, "cap_percent": None, "basis": None},
        "reasons": [],
        "notice": "",
        "refs": refs,
        "policy": "fake",
        "model": "fake",
    }


def receipt(report: Mapping[str, Any], refs: list[str]) -> dict[str, Any]:
    """The reply to a report."""
    paid = report["body"]["outcome"] == "paid"
    state = report["state"] or ("counting" if paid else "pending")
    return {
        "id": report["id"],
        "revision": report["revision"],
        "state": state,
        "counts_on": None,
        "ignored": None,
        "refs": refs,
        "commitment": report["commitment"],
        "notice": None if paid else {"ru": "Сообщение магазина", "en": "A notice"},
    }
