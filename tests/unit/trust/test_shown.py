"""Bands, steps, quarters and quantiles."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.trust.bands import band, quarter, rounded_risk
from registry.trust.beta import beta_quantile

STEPS = (0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 30.0)


def test_counts_are_shown_in_bands() -> None:
    assert [band(n, (1, 3, 10)) for n in (0, 1, 2, 3, 9, 10, 99)] == [
        "0",
        "1-2",
        "1-2",
        "3-9",
        "3-9",
        "10+",
        "10+",
    ]
    assert [band(n, (1, 2, 3)) for n in range(5)] == ["0", "1", "2", "3+", "3+"]


@pytest.mark.parametrize(
    ("risk", "shown"), [(0.0001, 0.005), (0.021, 0.02), (0.038, 0.03), (0.04, 0.05), (0.9, 0.3)]
)
def test_a_risk_is_shown_as_the_nearest_published_step(risk: float, shown: float) -> None:
    assert rounded_risk(risk, STEPS) == shown


def test_days_are_shown_as_quarters() -> None:
    today = date(2026, 11, 2)
    assert quarter(date(2026, 10, 1), today) == "this quarter"
    assert quarter(date(2026, 9, 30), today) == "2026-Q3"


@given(st.floats(0.3, 30), st.floats(10, 60))
def test_the_approximate_quantile_leaves_a_twentieth_on_either_side(a: float, b: float) -> None:
    b = max(b, 4 * a)
    for z, share in ((-1.645, 0.05), (1.645, 0.95)):
        assert below(a, b, beta_quantile(a, b, z)) == pytest.approx(share, abs=0.06)


def below(a: float, b: float, x: float) -> float:
    """P(Beta(a, b) < x) by the midpoint rule in u = t^r; r < 1 tames the pole at 0."""
    steps, r = 2000, min(1.0, a)
    width = math.pow(x, r) / steps
    points = (math.pow((i + 0.5) * width, 1.0 / r) for i in range(steps))
    area = sum(math.pow(t, a - r) * math.pow(1.0 - t, b - 1.0) for t in points) * width / r
    return area / math.exp(math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b))
