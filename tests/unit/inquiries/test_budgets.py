"""How much a shop may ask: the arithmetic."""

from datetime import UTC, datetime

import pytest

from registry.inquiries.budgets import (
    DEFAULT_BUDGETS,
    Counted,
    Share,
    block_size,
    limit_today,
    next_day_at,
    seconds_left,
)


@pytest.mark.parametrize(
    ("used_yesterday", "limit"), [(0, 1_000), (200, 800), (500, 500), (1_000, 500)]
)
def test_what_was_left_yesterday_is_added_up_to_the_burst(used_yesterday: int, limit: int) -> None:
    assert limit_today(Share(500, 1_000), used_yesterday) == limit


def test_a_whole_week_at_the_limit_never_brings_more_than_a_day_and_a_burst() -> None:
    used, total = 0, 0
    for _ in range(7):
        used = limit_today(Share(500, 1_000), used)
        total += used
    assert total == 1_000 + 6 * 500


@pytest.mark.parametrize(
    ("orders", "contacts"),
    [(0, Share(500, 1_000)), (166, Share(500, 1_000)), (400, Share(1_200, 2_400))],
)
def test_first_contacts_grow_with_reported_orders(orders: int, contacts: Share) -> None:
    assert DEFAULT_BUDGETS.share(Counted.CONTACTS, orders) == contacts


def test_the_other_budgets_grow_in_proportion() -> None:
    assert DEFAULT_BUDGETS.share(Counted.POINTS, 400) == Share(4_800, 9_600)
    assert DEFAULT_BUDGETS.share(Counted.LOOKUPS, 400) == Share(48_000, 96_000)


def test_a_block_is_never_empty() -> None:
    assert block_size(Share(1, 2)) == 1


def test_budgets_come_back_at_midnight_utc() -> None:
    now = datetime(2026, 12, 31, 23, 59, 58, tzinfo=UTC)
    assert seconds_left(now) == 2
    assert next_day_at(now) == datetime(2027, 1, 1, tzinfo=UTC)
