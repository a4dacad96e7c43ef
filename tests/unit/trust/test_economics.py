"""What failed orders cost. The numbers are those of docs/economics.md, worked out by hand."""

from collections import Counter
from decimal import Decimal

import pytest

from bonafide.protocol.words import AmountBand
from registry.shops.terms import Terms
from registry.trust.economics.costs import (
    MIDPOINTS,
    Cap,
    Orders,
    Sort,
    Totals,
    fair_fee,
    loss_rate,
    money_of,
    plain,
    shop_cap,
    sort_of,
)
from registry.trust.policy import Policy

EVERYBODY = Orders(
    Counter({"1500-2999": 150, "3000-4999": 40}), Counter({"1500-2999": 8, "3000-4999": 2})
)
WHITE = Orders(Counter({"1500-2999": 48, "3000-4999": 11}), Counter({"1500-2999": 1}))


def test_every_band_has_its_midpoint() -> None:
    assert set(MIDPOINTS) == set(AmountBand)


def test_loss_share_of_revenue_as_the_docs_work_it_out() -> None:
    money = money_of(EVERYBODY, Terms())
    assert money.revenue == Decimal(497_500)
    assert money.losses == Decimal("10500.00")
    assert money.loss_percent == Decimal("2.11")
    assert money.estimate


def test_the_discount_cap_is_the_difference_and_shows_its_inputs() -> None:
    cap = shop_cap(EVERYBODY, WHITE, Terms(), None)
    assert cap is not None
    assert (cap.all_percent, cap.white_percent) == (Decimal("2.11"), Decimal("0.63"))
    assert cap.cap_percent == Decimal("1.48")
    assert cap.basis("2026-Q3") == "2026-Q3: all 2.11 %, white 0.63 %"
    assert cap.is_enough


def test_a_small_honest_cap_stays_small_and_is_never_negative() -> None:
    worse = Orders(Counter({"1500-2999": 10}), Counter({"1500-2999": 5}))
    cap = shop_cap(EVERYBODY, worse, Terms(), None)
    assert cap is not None
    assert cap.cap_percent == 0
    tiny = Cap(Decimal("0.30"), Decimal("0.65"), Decimal("0.35"), 4000, 700, estimate=True)
    assert tiny.basis("2026-Q3") == "2026-Q3: all 0.65 %, white 0.35 %"


def test_without_white_orders_there_is_no_cap() -> None:
    assert shop_cap(EVERYBODY, Orders(), Terms(), None) is None


def test_exact_totals_replace_the_estimate_and_scale_the_whites() -> None:
    exact = Totals(("2026-07", "2026-08", "2026-09"), Decimal("500000.00"), Decimal("21000.00"))
    assert money_of(EVERYBODY, Terms(), exact).loss_percent == Decimal("4.20")
    cap = shop_cap(EVERYBODY, WHITE, Terms(), exact)
    assert cap is not None
    assert (cap.all_percent, cap.white_percent) == (Decimal("4.20"), Decimal("1.26"))
    assert cap.cap_percent == Decimal("2.94")
    assert not cap.estimate


def test_the_fair_fee_covers_what_cash_costs() -> None:
    cash = Orders(Counter({"1500-2999": 95}), Counter({"1500-2999": 5}))
    fee = fair_fee(cash, Terms(), most_percent=30)
    assert fee is not None
    assert (fee.amount, fee.cost, fee.risk) == (
        Decimal("2250.00"),
        Decimal("962.50"),
        Decimal("0.0500"),
    )
    assert (fee.exact_percent, fee.percent) == (Decimal("2.25"), Decimal("2.5"))
    paid = Decimal(95 * 2250) * fee.exact_percent / 100
    assert abs(paid - 5 * fee.cost) < Decimal(10)


def test_nobody_paid_means_no_fee_could_cover_it() -> None:
    assert fair_fee(Orders(failed=Counter({"0-499": 3})), Terms(), most_percent=30) is None


def test_a_rate_has_an_interval_that_narrows(policy: Policy) -> None:
    few = loss_rate(1, 20, base=0.03, policy=policy)
    many = loss_rate(50, 1_000, base=0.03, policy=policy)
    assert few.rate == many.rate == 0.05
    assert few.low < many.low < 0.05 < many.high < few.high
    nobody = loss_rate(0, 0, base=0.03, policy=policy)
    assert nobody.rate is None
    assert nobody.low < 0.03 < nobody.high
    most = loss_rate(90, 100, base=0.03, policy=policy)
    assert 0.6 < most.low < most.high < 0.9


@pytest.mark.parametrize(
    ("outcome", "fault", "state", "sort"),
    [
        ("paid", "customer", "pending", Sort.PAID),
        ("refused", "customer", "pending", Sort.FAILED),
        ("refused", "unknown", "expired", Sort.FAILED),
        ("no_show", "courier", "pending", Sort.EXCUSED),
        ("returned", "customer", "pending", None),
        ("cancelled", "customer", "pending", None),
        ("settled", "customer", "settled", None),
        ("abusive_claim", "customer", "pending", None),
        ("abusive_claim", "customer", "upheld", Sort.FAILED),
    ],
)
def test_what_counts_as_a_loss(outcome: str, fault: str, state: str, sort: Sort | None) -> None:
    assert sort_of(outcome, fault, state) is sort


def test_percentages_are_written_as_short_as_they_are() -> None:
    assert [plain(Decimal(each)) for each in ("4.00", "0.35", "0.3", "12")] == [
        "4.0",
        "0.35",
        "0.3",
        "12.0",
    ]
