"""Bins of predictions and the picture made of them."""

from datetime import date

from registry.trust.calibration import UNCALIBRATED, Known, ShopKnown
from registry.trust.economics.reliability import drawing_of, reliability_bins
from registry.trust.policy import Policy
from registry.trust.tally import Judged

DAY = date(2026, 11, 1)


def judged(risk: float, failed: int, orders: int) -> list[Judged]:
    return [
        Judged(DAY, risk, Known.NOTHING, ShopKnown.MANY, number < failed)
        for number in range(orders)
    ]


def test_orders_are_put_together_by_the_risk_that_was_shown(policy: Policy) -> None:
    found = reliability_bins(
        judged(0.029, 6, 200) + judged(0.031, 7, 200) + judged(0.2, 5, 49),
        calibration=UNCALIBRATED,
        policy=policy,
    )
    [one] = found
    assert one == {
        "shown": 3.0,
        "predicted": 3.0,
        "observed": 3.25,
        "low": 1.5,
        "high": 4.75,
        "orders": 400,
        "inside": True,
    }


def test_a_prediction_that_does_not_come_true_is_outside(policy: Policy) -> None:
    [one] = reliability_bins(judged(0.03, 30, 400), calibration=UNCALIBRATED, policy=policy)
    assert not one["inside"]
    assert one["observed"] > one["high"]


def test_the_picture_has_one_scale(policy: Policy) -> None:
    bins = reliability_bins(
        judged(0.03, 12, 400) + judged(0.08, 32, 400), calibration=UNCALIBRATED, policy=policy
    )
    drawn = drawing_of(bins)
    for point in drawn.points:
        assert point["low"] > point["high"]
        assert abs((point["x"] - 40) - (300 - point["y"])) < 0.2
    assert drawn.ticks[0]["value"] == 0
    assert drawing_of([]).points == ()
