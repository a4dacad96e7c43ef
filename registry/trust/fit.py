"""What the nightly job does: from how orders ended to one night's picture of the network.

Sums are faded: an order of age a weighs 2^(−a / t½). They are kept as whole numbers on a scale
that grows with the calendar, so adding an order is one addition, nothing is ever rescaled, and the
picture does not depend on the order in which rows arrived.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from registry.trust.calibrating import Cell, Recent, fit_calibration
from registry.trust.calibration import (
    CELL_WIDTH,
    UNCALIBRATED,
    Calibration,
    Known,
    ShopKnown,
    cell_of,
)
from registry.trust.network import Network, Rate
from registry.trust.odds import odds_of
from registry.trust.policy import Policy, Prior
from registry.trust.reporters import EVERYBODY_BELIEVED, Reporters

_EPOCH = date(2000, 1, 1)
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
        base, context = _scales(order.occurred_on, self.policy.prior)
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
                scale = scales[day] = _scales(day, self.policy.prior)
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
        sums.add(_scale(day, limits.half_life_days), order.bad)
        sums.add_late(_scale(day, limits.half_life_level_days), (day - _EPOCH).days, order.bad)


def fit(
    tally: Tally,
    *,
    today: date,
    shops: Iterable[int] | None = None,
    before: Calibration = UNCALIBRATED,
    reporters: Reporters = EVERYBODY_BELIEVED,
) -> Network:
    """The network as it is known this morning.

    ``shops``: whose rates are wanted (all, unless told). ``before``: last night's calibration,
    from where the search starts. What ``reporters`` leaves out enters nobody's rates.
    """
    policy = tally.policy
    muted = [tally.shops[shop] for shop in sorted(reporters.left_out & tally.shops.keys())]
    payments = _payment_rates(tally, muted, today)
    wanted = tally.shops.keys() if shops is None else set(shops) & tally.shops.keys()
    strength = policy.prior.strength_payment
    own = {key: _shrunk(rate, strength) for key, rate in payments.items() if rate.n > 0.0}
    rates = {
        shop: _against(tally.shops[shop].payments, own, tally, today) for shop in sorted(wanted)
    }
    return Network(
        base=_base(tally, muted, today),
        payments=payments,
        shops=rates,
        segments=_segment_rates(tally, own, rates, today),
        calibration=_calibration(tally, today, before),
        reporters=reporters.weights,
        cluster_of=reporters.cluster_of,
        fitted_on=today,
    )


def _of(sums: dict[str, Sums], key: str) -> Sums:
    found = sums.get(key)
    if found is None:
        found = sums[key] = Sums()
    return found


@lru_cache(maxsize=4096)
def _scale(day: date, half_life: float) -> int:
    return int(_UNIT * float(2.0 ** ((day - _EPOCH).days / half_life)))


def _scales(day: date, prior: Prior) -> tuple[int, int]:
    """What an order of a day weighs on the base's scale and on the context's."""
    return _scale(day, prior.half_life_base_days), _scale(day, prior.half_life_context_days)


def _faded(sums: Sums, scale: int) -> tuple[float, float]:
    return sums.bad / scale, sums.n / scale


def _without(sums: Sums, muted: Iterable[Sums | None]) -> Sums:
    parts = [each for each in muted if each is not None]
    return Sums(sums.n - sum(p.n for p in parts), sums.bad - sum(p.bad for p in parts))


def _base(tally: Tally, muted: Sequence[ShopSums], today: date) -> float:
    """(bad + s · default) / (n + s), never below the floor."""
    prior = tally.policy.prior
    believed = _without(tally.total, [shop.total for shop in muted])
    bad, n = _faded(believed, _scale(today, prior.half_life_base_days))
    strength = prior.strength_base
    rate = (bad + strength * prior.base_default) / (n + strength)
    return max(prior.base_floor, rate)


def _payment_rates(tally: Tally, muted: Sequence[ShopSums], today: date) -> dict[str, Rate]:
    scale = _scale(today, tally.policy.prior.half_life_context_days)
    counts = {
        key: _faded(_without(sums, [shop.payments.get(key) for shop in muted]), scale)
        for key, sums in sorted(tally.payments.items())
    }
    n = sum(n for _, n in counts.values())
    mean = sum(bad for bad, _ in counts.values()) / n if n else tally.policy.prior.base_default
    mean = max(mean, tally.policy.prior.base_floor)
    return {key: Rate(bad, n, n * mean) for key, (bad, n) in counts.items()}


def _shrunk(rate: Rate, strength: float) -> float:
    return (rate.bad + strength * rate.expected / rate.n) / (rate.n + strength)


def _against(
    by_payment: Mapping[str, Sums], expected: Mapping[str, float], tally: Tally, today: date
) -> Rate:
    """Counts of one shop (or segment) beside what its payments' rates let one expect."""
    scale = _scale(today, tally.policy.prior.half_life_context_days)
    fallback = tally.policy.prior.base_default
    counts = [(key, *_faded(sums, scale)) for key, sums in sorted(by_payment.items())]
    return Rate(
        bad=sum(bad for _, bad, _ in counts),
        n=sum(n for _, _, n in counts),
        expected=sum(n * expected.get(key, fallback) for key, _, n in counts),
    )


def _segment_rates(
    tally: Tally, payments: Mapping[str, float], shops: Mapping[int, Rate], today: date
) -> dict[tuple[int, str], Rate]:
    strength = tally.policy.prior.strength_shop
    rates: dict[tuple[int, str], Rate] = {}
    for key, by_payment in sorted(tally.segments.items()):
        shop = shops.get(key[0])
        if shop is None:
            continue
        ratio = odds_of(_shrunk(shop, strength)) / odds_of(shop.expected / shop.n)
        expected = {name: _times_odds(p, ratio) for name, p in payments.items()}
        rates[key] = _against(by_payment, expected, tally, today)
    return rates


def _times_odds(p: float, ratio: float) -> float:
    odds = odds_of(p) * ratio
    return odds / (1.0 + odds)


def _calibration(tally: Tally, today: date, before: Calibration) -> Calibration:
    limits = tally.policy.calibration
    scale = _scale(today, limits.half_life_days)
    level_scale, day = _scale(today, limits.half_life_level_days), (today - _EPOCH).days
    cells = []
    for (number, known, shop), sums in sorted(tally.cells.items()):
        bad, n = _faded(sums, scale)
        if n > 1e-6:
            recent = sums.recent(day, level_scale, limits.half_life_level_days)
            cells.append(Cell(number * CELL_WIDTH, known, shop, n, bad, recent))
    return fit_calibration(cells, limits, before)
