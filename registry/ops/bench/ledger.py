"""The reports of a made-up network as the rows that the service would have written."""

import json
import random
from collections.abc import Sequence
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any, Final

from registry.audit.rules import SALT_BYTES, ActKind, seal
from registry.kernel.sealing import mac
from registry.ops.bench.bulk import Bulk
from registry.ops.bench.crowd import Crowd, new_id
from registry.ops.bench.population import Order
from registry.reports.acts import make_act
from registry.reports.numbers import number_of
from registry.reports.rules import Standing, Statement, open_standing

GUARD: Final = ("shop_id", "order_mac", "report_id", "order_key_id")
REPORT: Final = (
    *("shop_id", "id", "world", "revision", "state", "outcome", "fault", "evidence", "payment"),
    *("occurred_on", "amount_band", "courier", "segment", "lookup_id", "customer_told_on"),
    *("imported", "elsewhere", "filed_on", "revised_on", "pending_since", "counts_on"),
    *("identifier_ids", "commitment"),
)
COMMITMENT: Final = (
    *("leaf", "salt", "kind", "shop_id", "subject", "previous", "facts", "committed_on"),
    *("position", "forgotten_by"),
)
HISTORY: Final = ("identifier_id", "shop_id", "report_id", "said")
_KEY: Final = itemgetter(0, 1)
_LEAF: Final = itemgetter(0)
CONTACT: Final = ("shop_id", "identifier_id", "first_on", "via")


class Ledger:
    """Turns orders into rows of five tables and remembers who has met whom."""

    def __init__(
        self, crowd: Crowd, shop_ids: Sequence[int], dice: random.Random, key: tuple[int, bytes]
    ) -> None:
        """``key`` is the id and bytes of the key that order references are kept under."""
        self._crowd, self._shops, self._dice = crowd, shop_ids, dice
        self._key_id, self._key = key
        self._met: set[tuple[int, int]] = set()

    def write(self, bulk: Bulk, orders: Sequence[Order]) -> None:
        """Write some orders; rows go in the order of their keys, which indexes like best."""
        guards: list[tuple[Any, ...]] = []
        reports: list[tuple[Any, ...]] = []
        history: list[tuple[Any, ...]] = []
        contacts: list[tuple[Any, ...]] = []
        for order in orders:
            self._add(order, guards, reports, history, contacts)
        acts = [self._commit(row) for row in reports]
        reports = [(*row, act[0]) for row, act in zip(reports, acts, strict=True)]
        bulk.write("order_guard", GUARD, sorted(guards, key=_KEY))
        bulk.write("report", REPORT, sorted(reports, key=_KEY))
        bulk.write("history", HISTORY, sorted(history))
        bulk.write("first_contact", CONTACT, sorted(contacts, key=_KEY))
        bulk.write("commitment", COMMITMENT, sorted(acts, key=_LEAF))

    def _commit(self, report: tuple[Any, ...]) -> tuple[Any, ...]:
        """The row of ``commitment`` that answers for a report; days are texts in both."""
        facts = dict(zip(REPORT, report, strict=False))
        facts["identifier_ids"] = json.loads(facts["identifier_ids"])
        act = make_act(ActKind.REPORT, facts)
        day = facts["filed_on"]
        made = seal(act, salt=self._dice.randbytes(SALT_BYTES), on=date.fromisoformat(day))
        said = (made.leaf, made.salt, made.kind, made.shop_id, made.subject, None, made.facts, day)
        return (*said, None, None)

    def _add(
        self,
        order: Order,
        guards: list[tuple[Any, ...]],
        reports: list[tuple[Any, ...]],
        history: list[tuple[Any, ...]],
        contacts: list[tuple[Any, ...]],
    ) -> None:
        shop, report_id = self._shops[order.shop], new_id(self._dice)
        ids = self._crowd.ids(order.customer)
        standing = _standing(order)
        state = standing.state.value
        said = (order.outcome.value, order.fault.value, order.evidence.value, order.payment.value)
        reference = f"B-{order.number}".encode()
        order_mac = mac(self._key, shop.to_bytes(8, "big"), reference)
        guards.append((shop, order_mac, report_id, self._key_id))
        filed, occurred = _iso(order.filed_on), _iso(order.occurred_on)
        counts_on = standing.counts_on and _iso(standing.counts_on)
        pending_since = standing.pending_since and _iso(standing.pending_since)
        told = filed if order.told else None
        named = f"[{', '.join(map(str, sorted(ids)))}]"
        about = (occurred, order.amount_band.value, None, order.segment, None, told, False)
        stands = (standing.elsewhere, filed, filed, pending_since, counts_on, named)
        reports.append((shop, report_id, "live", 1, state, *said, *about, *stands))
        number = number_of(
            outcome=order.outcome,
            fault=order.fault,
            evidence=order.evidence,
            payment=order.payment,
            state=standing.state,
            occurred_on=order.occurred_on,
            filed_on=order.filed_on,
            counts_on=standing.counts_on,
            elsewhere=standing.elsewhere,
            imported=False,
        )
        for each in ids:
            history.append((each, shop, report_id, number))
            if (shop, each) not in self._met:
                self._met.add((shop, each))
                contacts.append((shop, each, filed, "report"))


@cache
def _iso(day: date) -> str:
    return day.isoformat()


def _standing(order: Order) -> Standing:
    """Where the report of an order stood when it was filed."""
    statement = Statement(
        outcome=order.outcome,
        fault=order.fault,
        evidence=order.evidence,
        payment=order.payment,
        occurred_on=order.occurred_on,
        amount_band=order.amount_band.value,
        customer_told_on=order.filed_on if order.told else None,
    )
    return open_standing(statement, today=order.filed_on, asked_on=None)
