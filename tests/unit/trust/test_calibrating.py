"""The calibration curve: found from how orders ended, true for today, and never falling."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product

import pytest

from registry.trust.calibrating import Cell, fit_calibration
from registry.trust.calibration import (
    UNCALIBRATED,
    Calibration,
    Known,
    ShopKnown,
    calibrated,
)
from registry.trust.fit import fit
from registry.trust.odds import from_logit, logit
from registry.trust.policy import Policy
from registry.trust.tally import Judged, Tally

TODAY = date(2026, 11, 2)


def test_without_data_the_calibration_changes_nothing(policy: Policy) -> None:
    curve = fit_calibration([], policy.calibration)
    assert curve == UNCALIBRATED
    zero = Calibration()
    for p in (0.001, 0.03, 0.5, 0.9):
        assert calibrated(p, Known.PAID, ShopKnown.FEW, zero) == pytest.approx(p)


def test_the_calibration_finds_a_distortion_and_undoes_it(policy: Policy) -> None:
    """Where every order fails twice as often (in odds) as foretold, it is told so afterwards."""
    steps = [0.005 * 1.3**i for i in range(18)]
    truth = {p: from_logit(logit(p) + 0.7) for p in steps}
    cells = [Cell(logit(p), Known.PAID, ShopKnown.MANY, 5000.0, 5000.0 * truth[p]) for p in steps]
    curve = fit_calibration(cells, policy.calibration)
    for p in steps:
        found = calibrated(p, Known.PAID, ShopKnown.MANY, curve)
        assert found == pytest.approx(truth[p], rel=0.03)


def test_a_handful_of_failures_hardly_bends_the_calibration(policy: Policy) -> None:
    cells = [Cell(logit(0.03), Known.NOTHING, ShopKnown.NEW, 20.0, 3.0)]
    curve = fit_calibration(cells, policy.calibration)
    assert calibrated(0.03, Known.NOTHING, ShopKnown.NEW, curve) < 0.06


def test_one_curve_serves_every_kind_of_order(policy: Policy) -> None:
    """Middling risks foretold too high and high ones too low, whoever asks about whom."""
    known, shops = (-0.3, 0.1, 0.4), (-0.3, 0.0, 0.1, 0.2)

    def truth(z: float, k: Known, s: ShopKnown) -> float:
        y = z + known[k] + shops[s]
        return from_logit(y + max(0.0, 0.4 * (y + 2.2)) - max(0.0, 0.5 - 0.5 * abs(y + 2.7)))

    cells = [
        Cell(z, k, s, 4000.0, 4000.0 * truth(z, k, s))
        for z, k, s in product([-4.5 + 0.3 * i for i in range(14)], Known, ShopKnown)
    ]
    curve = fit_calibration(cells, policy.calibration)
    off = [_off(cell, curve) for cell in cells]
    assert max(off) < 0.35
    assert sum(off) / len(off) < 0.1
    assert max(_off(cell, UNCALIBRATED) for cell in cells) > 0.5


def _off(cell: Cell, curve: Calibration) -> float:
    """How far a published risk is from what happened, as a share of it."""
    said = calibrated(from_logit(cell.z), cell.known, cell.shop, curve)
    return abs(said / (cell.bad / cell.n) - 1.0)


def test_a_higher_raw_risk_is_never_published_as_a_lower_one(policy: Policy) -> None:
    wild = [(0.01, 0.4), (0.02, 0.3), (0.04, 0.001), (0.08, 0.5), (0.16, 0.001), (0.3, 0.3)]
    cells = [Cell(logit(p), Known.PAID, ShopKnown.FEW, 9e5, 9e5 * bad) for p, bad in wild]
    curve = fit_calibration(cells, replace(policy.calibration, smooth=1e-3))
    published = [calibrated(0.001 * i, Known.PAID, ShopKnown.FEW, curve) for i in range(1, 999)]
    falls = [a - b for a, b in pairwise(published) if a > b]
    assert max(falls, default=0.0) < 1e-12


def falling(days: int, lag: int) -> Iterator[Judged]:
    """Two hundred orders a day, all foretold 3 %, of which 4 % failed at first and 2 % by now."""
    owed = 0.0
    for ago in range(days, lag, -1):
        rate = 0.02 + 0.02 * ago / days
        for _ in range(200):
            owed += rate
            bad = owed >= 1.0
            owed -= bad
            yield Judged(TODAY - timedelta(days=ago), 0.03, Known.PAID, ShopKnown.FEW, bad)


@pytest.mark.parametrize("lag", [1, 14])
def test_where_failures_get_rarer_today_is_predicted_and_not_the_past(
    policy: Policy, lag: int
) -> None:
    stiff = replace(policy, calibration=replace(policy.calibration, pull_trend=1e9))
    said = {}
    for kind, rules in (("moving", policy), ("stiff", stiff)):
        tally = Tally(rules)
        for order in falling(300, lag):
            tally.judge(order)
        line = fit(tally, today=TODAY).calibration
        said[kind] = calibrated(0.03, Known.PAID, ShopKnown.FEW, line)
    assert said["moving"] == pytest.approx(0.02, rel=0.08)
    assert said["stiff"] > 0.023, "the broken variant: without the motion it is told too high"
