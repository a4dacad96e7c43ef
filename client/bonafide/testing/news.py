"""Disputes and the feed of changes of a fake registry."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bonafide.protocol.words import ChangeKind, ReportState, Stance
from bonafide.testing.orders import Orders
from bonafide.testing.problems import ProblemError

PAGE = 2
ANSWER_WITHIN = timedelta(days=10)


class News:
    """What a shop is told afterwards, in short pages so that nobody forgets to turn them."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._disputes: dict[str, dict[str, Any]] = {}
        self._changes: list[dict[str, Any]] = []

    def tell(self, kind: ChangeKind | str, names: Mapping[str, str]) -> str:
        """Put a change at the end of the feed; its id."""
        named = f"chg_{secrets.token_urlsafe(12)}"
        self._changes.append({"id": named, "kind": str(kind), **names, "on": _today().isoformat()})
        return named

    def contest(self, order_ref: str, reason: str) -> str:
        """A customer contests the report of an order; the dispute's id."""
        report = self._orders.of(order_ref)
        report["state"] = ReportState.DISPUTED
        named = f"dsp_{secrets.token_urlsafe(12)}"
        self._disputes[named] = {
            "id": named,
            "report": report["id"],
            "reason": reason,
            "state": "open",
            "opened_on": _today().isoformat(),
            "answer_by": (_today() + ANSWER_WITHIN).isoformat(),
            "stance": None,
        }
        self.tell(ChangeKind.REPORT_DISPUTED, {"report": report["id"]})
        self.tell(ChangeKind.DISPUTE_OPENED, {"dispute": named})
        return named

    def answer(self, dispute_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The shop's answer; whoever concedes loses the report."""
        dispute = self.dispute(dispute_id)
        if dispute["stance"] not in (None, body["stance"]):
            raise ProblemError("dispute_answered")
        dispute |= {"stance": body["stance"], "state": "answered"}
        if body["stance"] == Stance.CONCEDE:
            dispute["state"] = "closed"
            self._orders.by_id(dispute["report"])["state"] = ReportState.REMOVED
            self.tell(ChangeKind.REPORT_REMOVED, {"report": dispute["report"]})
        return dispute

    def dispute(self, dispute_id: str) -> dict[str, Any]:
        """One dispute."""
        if dispute_id not in self._disputes:
            raise ProblemError("not_found")
        return self._disputes[dispute_id]

    def disputes(self, cursor: str | None) -> dict[str, Any]:
        """A page of them."""
        return _page(list(self._disputes.values()), cursor)

    def changes(self, cursor: str | None) -> dict[str, Any]:
        """A page of the feed."""
        return _page(self._changes, cursor)


def _page(listed: list[dict[str, Any]], cursor: str | None) -> dict[str, Any]:
    start = int(cursor or 0)
    some, end = listed[start : start + PAGE], start + PAGE
    return {"data": some, "next_cursor": str(end) if end <= len(listed) else None}


def _today() -> Any:
    return datetime.now(UTC).date()
