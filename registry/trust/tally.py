"""Orders added up as they ended: what one night's picture of the network is made from.

Sums are faded: an order of age a weighs 2^(−a / t½). They are kept as whole numbers on a scale
that grows with the calendar, so adding an order is one addition, nothing is ever rescaled, and the
sums do not depend on the order in which rows arrived.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from registry.trust.calibrating import Recent
from registry.trust.calibration import (
    Known,
    ShopKnown,
    cell_of,
)
from registry.trust.policy import Policy, Prior

EPOCH = date(2000, 1, 1)
"""The day on which an order weighs one unit."""
_UNIT = 2**32
_Alike = tuple[int, str, bool, str | None]
"""Shop, payment, whether it failed, segment."""


class Ended(NamedTuple):
    """One order whose outcome is known and somebody's doing: paid, or failed."""

    occurred_on: date
    shop_id: int
    payment: str
    bad: bool
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What ``assess`` said of an order beforehand, uncalibrated, and whether it then failed."""

    occurred_on: date
    raw: float
    known: Known
    shop: ShopKnown
    bad: bool


class Sums:
    """A faded count of orders and of failures among them."""

    __slots__ = ("bad", "n")

    def __init__(self, n: int = 0, bad: int = 0) -> None:
        self.n = n
        self.bad = bad

    def add(self, weight: int, bad: bool) -> None:
        """Count one order."""
        self.n += weight
        if bad:
            self.bad += weight


class CellSums(Sums):
    """One cell of the calibration: how predictions turned out, and lately, with when that was.

    ``n``, ``bad`` are on the curve's scale; the rest on the level's: counts of orders and failures,
    times their day, and (orders only) times the day's square.
    """

    __slots__ = ("late", "late_bad", "late_bad_day", "late_day", "late_day2")

    def __init__(self) -> None:
        super().__init__()
        self.late = self.late_day = self.late_day2 = self.late_bad = self.late_bad_day = 0

    def add_late(self, weight: int, day: int, bad: bool) -> None:
        """Count one order on the level's scale; ``day`` is counted from the epoch."""
        self.late += weight
        self.late_day += weight * day
        self.late_day2 += weight * day * day
        if bad:
            self.late_bad += weight
            self.late_bad_day += weight * day

    def recent(self, today: int, scale: int, half_life: float) -> Recent:
        """The same as times before today, in half-lives: exact until it is divided."""
        at = self.late_day - self.late * today
        at2 = self.late_day2 - 2 * today * self.late_day + self.late * today * today
        bad_at = self.late_bad_day - self.late_bad * today
        return Recent(
            n=self.late / scale,
            n_at=at / scale / half_life,
            n_at2=at2 / scale / half_life**2,
            bad=self.late_bad / scale,
            bad_at=bad_at / scale / half_life,
        )


@dataclass(slots=True)
class ShopSums:
    """One shop's counts: all orders on the base's scale, by payment on the context's."""

    total: Sums = field(default_factory=Sums)
    payments: dict[str, Sums] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """The faded sums behind a network; grows by ``add``, is read by ``fit``."""

    policy: Policy
    total: Sums = field(default_factory=Sums)
    payments: dict[str, Sums] = field(default_factory=dict)
    shops: dict[int, ShopSums] = field(default_factory=dict)
    segments: dict[tuple[int, str], dict[str, Sums]] = field(default_factory=dict)
    cells: dict[tuple[int, Known, ShopKnown], CellSums] = field(default_factory=dict)

    def add(self, order: Ended, times: int = 1) -> None:
        """Count one order whose outcome became known, or several that are alike."""
        base, context = scales_of(order.occurred_on, self.policy.prior)
        key = (order.shop_id, order.payment, order.bad, order.segment)
        self._add(*key, times * base, times * context)

    def add_all(self, orders: Iterable[Ended]) -> int:
        """Count many and say how many: first added up by all but their day, which is thrice as
        quick. The sums are whole numbers, so they do not depend on how they were made.
        """
        sums: dict[_Alike, list[int]] = {}
        scales: dict[date, tuple[int, int]] = {}
        count = 0
        for count, (day, *alike) in enumerate(orders, 1):  # noqa: B007 - how many they were
            scale = scales.get(day)
            if scale is None:
                scale = scales[day] = scales_of(day, self.policy.prior)
            key: _Alike = tuple(alike)  # type: ignore[assignment]  # an order without its day
            mine = sums.setdefault(key, [0, 0])
            mine[0] += scale[0]
            mine[1] += scale[1]
        for key, (base, context) in sums.items():
            self._add(*key, base, context)
        return count

    def _add(
        self, shop_id: int, payment: str, bad: bool, segment: str | None, base: int, context: int
    ) -> None:
        shop = self.shops.get(shop_id)
        if shop is None:
            shop = self.shops[shop_id] = ShopSums()
        self.total.add(base, bad)
        shop.total.add(base, bad)
        _of(self.payments, payment).add(context, bad)
        _of(shop.payments, payment).add(context, bad)
        if segment is not None:
            by_payment = self.segments.setdefault((shop_id, segment), {})
            _of(by_payment, payment).add(context, bad)

    def judge(self, order: Judged) -> None:
        """Count how one prediction turned out."""
        limits, day = self.policy.calibration, order.occurred_on
        cell = (cell_of(order.raw), order.known, order.shop)
        sums = self.cells.get(cell)
        if sums is None:
            sums = self.cells[cell] = CellSums()
        sums.add(scale_of(day, limits.half_life_days), order.bad)
        sums.add_late(scale_of(day, limits.half_life_level_days), (day - EPOCH).days, order.bad)


def _of(sums: dict[str, Sums], key: str) -> Sums:
    found = sums.get(key)
    if found is None:
        found = sums[key] = Sums()
    return found


@lru_cache(maxsize=4096)
def scale_of(day: date, half_life: float) -> int:
    """What an order of ``day`` weighs where weights halve in ``half_life`` days."""
    return int(_UNIT * float(2.0 ** ((day - EPOCH).days / half_life)))


def scales_of(day: date, prior: Prior) -> tuple[int, int]:
    """What an order of a day weighs on the base's scale and on the context's."""
    return scale_of(day, prior.half_life_base_days), scale_of(day, prior.half_life_context_days)
