"""Read a shop's past orders and what was known about their buyers, a thousand orders at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.identifiers import service as identifiers
from registry.identifiers.service import State
from registry.inquiries import asked
from registry.reports import counts
from registry.reports.counts import KnownDay, PastOrder
from registry.reports.service import Fact
from registry.shops.access import Caller
from registry.shops.terms import Terms
from registry.trust.economics.backtest import (
    LEAST,
    Backtest,
    Replayed,
    Step,
    backtest,
    is_prompt,
    is_told,
)
from registry.trust.economics.costs import percent
from registry.trust.economics.mornings import Mornings
from registry.trust.levels import Person
from registry.trust.models import NetworkDay
from registry.trust.responding import Surroundings
from registry.trust.rows import known_before

_CHUNK = 1_000


def run_backtest(
    session: Session,
    *,
    caller: Caller,
    terms: Terms,
    around: Surroundings,
    today: date,
    limit: int,
) -> Backtest:
    """Replay the newest ``limit`` orders of the shop."""
    orders = counts.newest_orders(
        session, world=caller.world, shop_id=caller.shop_id, until=today, limit=limit
    )
    own = counts.known_days(session, world=caller.world, until=today, shop_id=caller.shop_id)
    mornings = Mornings(
        caller.shop_id,
        _network_days(session, caller),
        own,
        tonight=around.network,
        policy=around.policy,
    )
    return backtest(
        _replayed(session, caller, orders, around, today),
        shop_id=caller.shop_id,
        terms=terms,
        mornings=mornings,
        policy=around.policy,
    )


def _network_days(session: Session, caller: Caller) -> list[KnownDay]:
    wanted = select(
        NetworkDay.known_on, NetworkDay.payment, NetworkDay.orders, NetworkDay.failed
    ).where(NetworkDay.world == caller.world)
    return [KnownDay(*row) for row in session.execute(wanted)]


def _replayed(
    session: Session,
    caller: Caller,
    orders: Sequence[PastOrder],
    around: Surroundings,
    today: date,
) -> Iterator[Replayed]:
    for start in range(0, len(orders), _CHUNK):
        part = orders[start : start + _CHUNK]
        ids = sorted({each for order in part for each in order.identifier_ids})
        rows, states = counts.histories(session, ids), identifiers.states(session, ids)
        imported = asked.met_by_import(session, shop_id=caller.shop_id, ids=ids)
        reader = _Reader(caller.shop_id, rows, states, imported, around.silenced, today)
        yield from map(reader.replayed, part)


@dataclass(frozen=True, slots=True)
class _Reader:
    shop_id: int
    rows: Mapping[int, Sequence[Fact]]
    states: Mapping[int, State]
    imported: frozenset[int]
    silenced: frozenset[int]
    today: date

    def replayed(self, order: PastOrder) -> Replayed:
        """The order with what may speak about its buyer.

        Whoever asked for silence, or was only brought in by an import, is known by the shop's own
        reports alone, as in a lookup; so is everybody in an order that was not reported promptly.
        """
        met = self.imported.isdisjoint(order.identifier_ids)
        own_only = not (met and is_prompt(order, self.today))
        states = [self.states[each] for each in order.identifier_ids if each in self.states]
        rows = [
            row
            for state in states
            for row in self.rows.get(state.id, ())
            if row.shop_id == self.shop_id or not (own_only or state.frozen or state.opted_out)
        ]
        facts = known_before(
            rows, order.occurred_on, silenced=self.silenced, except_for=order.report_id
        )
        shared = any(state.shared for state in states)
        return Replayed(order, tuple(facts), Person(shared=shared), others_speak=not own_only)


def backtest_body(found: Backtest, terms: Terms, *, limit: int) -> dict[str, Any]:
    """The JSON object; money as text."""
    return {
        "orders": found.orders,
        "failed": found.failed,
        "losses": f"{found.losses:f}",
        "currency": terms.currency,
        "first_on": min(found.days).isoformat() if found.days else None,
        "last_on": max(found.days).isoformat() if found.days else None,
        "limit": limit,
        "with_others": found.with_others,
        "thresholds": [
            _step(each, alone, found) for each, alone in zip(found.steps, found.alone, strict=True)
        ],
        "own_history_only": [_figures(each, found) for each in found.alone],
        "hidden_below": LEAST,
        "estimate": True,
    }


_FAILED = ("failed_caught", "failed_caught_percent", "losses_avoided")
_GOOD = ("good_bothered", "good_bothered_percent", "revenue_bothered")


def _step(step: Step, alone: Step, found: Backtest) -> dict[str, Any]:
    """One step; ``None`` for what others' reports moved by fewer than ``LEAST`` orders."""
    hidden: list[str] = []
    if not is_told(step.failed_caught, alone.failed_caught):
        hidden += _FAILED
    if not is_told(step.good_bothered, alone.good_bothered):
        hidden += _GOOD
    return _figures(step, found) | dict.fromkeys(hidden)


def _figures(step: Step, found: Backtest) -> dict[str, Any]:
    good = found.orders - found.failed
    return {
        "code": step.code.value,
        "from_times": f"{step.from_times:f}",
        "failed_caught": step.failed_caught,
        "failed_caught_percent": _share(step.failed_caught, found.failed),
        "losses_avoided": f"{step.losses_avoided:f}",
        "good_bothered": step.good_bothered,
        "good_bothered_percent": _share(step.good_bothered, good),
        "revenue_bothered": f"{step.revenue_bothered:f}",
    }


def _share(part: int, whole: int) -> str | None:
    share = percent(Decimal(part), Decimal(whole))
    return None if share is None else f"{share:f}"
