"""What the nightly job does: from how orders ended to one night's picture of the network."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from registry.trust.calibrating import Cell, fit_calibration
from registry.trust.calibration import (
    CELL_WIDTH,
    UNCALIBRATED,
    Calibration,
)
from registry.trust.network import Network, Rate
from registry.trust.odds import odds_of
from registry.trust.reporters import EVERYBODY_BELIEVED, Reporters
from registry.trust.tally import EPOCH, ShopSums, Sums, Tally, scale_of


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


def _faded(sums: Sums, scale: int) -> tuple[float, float]:
    return sums.bad / scale, sums.n / scale


def _without(sums: Sums, muted: Iterable[Sums | None]) -> Sums:
    parts = [each for each in muted if each is not None]
    return Sums(sums.n - sum(p.n for p in parts), sums.bad - sum(p.bad for p in parts))


def _base(tally: Tally, muted: Sequence[ShopSums], today: date) -> float:
    """(bad + s · default) / (n + s), never below the floor."""
    prior = tally.policy.prior
    believed = _without(tally.total, [shop.total for shop in muted])
    bad, n = _faded(believed, scale_of(today, prior.half_life_base_days))
    strength = prior.strength_base
    rate = (bad + strength * prior.base_default) / (n + strength)
    return max(prior.base_floor, rate)


def _payment_rates(tally: Tally, muted: Sequence[ShopSums], today: date) -> dict[str, Rate]:
    scale = scale_of(today, tally.policy.prior.half_life_context_days)
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
    scale = scale_of(today, tally.policy.prior.half_life_context_days)
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
    scale = scale_of(today, limits.half_life_days)
    level_scale, day = scale_of(today, limits.half_life_level_days), (today - EPOCH).days
    cells = []
    for (number, known, shop), sums in sorted(tally.cells.items()):
        bad, n = _faded(sums, scale)
        if n > 1e-6:
            recent = sums.recent(day, level_scale, limits.half_life_level_days)
            cells.append(Cell(number * CELL_WIDTH, known, shop, n, bad, recent))
    return fit_calibration(cells, limits, before)
