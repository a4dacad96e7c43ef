"""Quarters of the public page."""

from datetime import date

from registry.admin.public import name_of, quarters


def test_the_present_quarter_is_counted_up_to_today_and_earlier_ones_whole() -> None:
    found = quarters(date(2026, 2, 10), 3)
    assert found == [
        (date(2026, 1, 1), date(2026, 2, 10)),
        (date(2025, 10, 1), date(2025, 12, 31)),
        (date(2025, 7, 1), date(2025, 9, 30)),
    ]
    assert [name_of(first) for first, _ in found] == ["2026-Q1", "2025-Q4", "2025-Q3"]
