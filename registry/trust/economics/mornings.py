"""What a shop could have known of the network's rates on each morning of the past."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from registry.reports.counts import KnownDay
from registry.trust.fit import fit
from registry.trust.network import Network
from registry.trust.policy import Policy
from registry.trust.tally import Ended, Tally

_OTHERS = 0


class Mornings:
    """Hands out one picture a day, going forward only.

    Base, payment, shop and segment rates are those of the orders known by then, dated by the day
    they became known. Clusters and how far shops are believed are taken from ``tonight``, since
    they are not kept for the past; there is no calibration, which would know how things ended.
    """

    def __init__(
        self,
        shop_id: int,
        network: Iterable[KnownDay],
        own: Sequence[KnownDay],
        *,
        tonight: Network,
        policy: Policy,
    ) -> None:
        self._shop_id = shop_id
        self._tonight = tonight
        self._tally = Tally(policy)
        self._waiting = sorted(
            [(day, _OTHERS) for day in _without(network, own)] + [(day, shop_id) for day in own],
            key=lambda each: (each[0].known_on, each[1], each[0].payment, each[0].segment or ""),
            reverse=True,
        )
        self._picture: tuple[date, Network] | None = None

    def network(self, day: date) -> Network:
        """The picture on the morning of ``day``, which must not lie before the last one's."""
        if self._picture is None or self._picture[0] != day:
            self._learn(day)
            found = fit(self._tally, today=day, shops=[self._shop_id])
            self._picture = (
                day,
                replace(
                    found,
                    m=self._tonight.m,
                    reporters=self._tonight.reporters,
                    cluster_of=self._tonight.cluster_of,
                ),
            )
        return self._picture[1]

    def _learn(self, day: date) -> None:
        while self._waiting and self._waiting[-1][0].known_on < day:
            known, shop_id = self._waiting.pop()
            for bad, orders in ((True, known.failed), (False, known.orders - known.failed)):
                if orders:
                    order = Ended(known.known_on, shop_id, known.payment, bad, known.segment)
                    self._tally.add(order, orders)


def _without(network: Iterable[KnownDay], own: Iterable[KnownDay]) -> list[KnownDay]:
    """Everybody else's orders: those of the network less the shop's own."""
    orders: Counter[tuple[date, str]] = Counter()
    failed: Counter[tuple[date, str]] = Counter()
    for day in own:
        orders[day.known_on, day.payment] += day.orders
        failed[day.known_on, day.payment] += day.failed
    left = []
    for day in network:
        key = (day.known_on, day.payment)
        others, bad = max(0, day.orders - orders[key]), max(0, day.failed - failed[key])
        left.append(KnownDay(*key, others, min(bad, others)))
    return left
