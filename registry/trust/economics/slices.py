"""Orders of a shop, or of the network, split by what loss rates are shown for."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from bonafide.protocol.words import Fault, Outcome
from registry.reports.counts import Ending
from registry.trust.economics.costs import Orders, Sort, sort_of


@dataclass(slots=True)
class Carried:
    """Orders that one courier carried to their end, and those that failed by its doing."""

    orders: int = 0
    failed: int = 0


@dataclass(slots=True)
class Slices:
    """One shop's orders of a quarter. ``excused``: failures by whose doing they were."""

    everything: Orders = field(default_factory=Orders)
    by_payment: dict[str, Orders] = field(default_factory=lambda: defaultdict(Orders))
    by_courier: dict[str, Orders] = field(default_factory=lambda: defaultdict(Orders))
    by_segment: dict[str, Orders] = field(default_factory=lambda: defaultdict(Orders))
    carried: dict[str, Carried] = field(default_factory=lambda: defaultdict(Carried))
    excused: Counter[str] = field(default_factory=Counter)

    def add(self, ending: Ending) -> None:
        """Count some orders that ended alike."""
        sort = sort_of(ending.outcome, ending.fault, ending.state)
        if sort is None:
            return
        if sort is Sort.EXCUSED:
            self.excused[ending.fault] += ending.orders
        if ending.courier is not None:
            self._carry(ending.courier, ending)
        for part in self._parts(ending) if sort is not Sort.EXCUSED else ():
            part.add(sort, ending.amount_band, ending.orders)

    def _carry(self, courier: str, ending: Ending) -> None:
        carried = self.carried[courier]
        carried.orders += ending.orders
        if ending.fault == Fault.COURIER and ending.outcome != Outcome.PAID:
            carried.failed += ending.orders

    def _parts(self, ending: Ending) -> Iterable[Orders]:
        yield self.everything
        yield self.by_payment[ending.payment]
        if ending.courier is not None:
            yield self.by_courier[ending.courier]
        if ending.segment is not None:
            yield self.by_segment[ending.segment]


def sliced(endings: Iterable[Ending]) -> Slices:
    """One shop's endings, split."""
    slices = Slices()
    for ending in endings:
        slices.add(ending)
    return slices
