"""Standing, names and public ids of shops."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.shops.rules import Standing, clean_name, find_shop_id, is_silenced, public_shop_id

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("standing", "left_days_ago", "silenced"),
    [
        (Standing.PROBATION, None, False),
        (Standing.ACTIVE, None, False),
        (Standing.SUSPENDED, None, True),
        (Standing.LEFT, 90, False),
        (Standing.LEFT, 91, True),
    ],
)
def test_the_suspended_and_the_long_gone_are_silent(
    standing: Standing, left_days_ago: int | None, silenced: bool
) -> None:
    left_on = None if left_days_ago is None else TODAY - timedelta(days=left_days_ago)
    assert is_silenced(standing, left_on, TODAY) is silenced


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "x" * 81, "a\u202eb"])
def test_a_name_that_cannot_be_shown_in_one_line_is_refused(name: str) -> None:
    assert clean_name(name) is None


def test_white_space_in_a_name_is_put_in_order() -> None:
    assert clean_name("  Чайная \n лавка ") == "Чайная лавка"


@given(st.integers(0, 2**63 - 1))
def test_a_public_shop_id_is_read_back(shop_id: int) -> None:
    assert find_shop_id(public_shop_id(shop_id)) == shop_id


@given(st.text())
def test_any_other_text_names_no_shop(text: str) -> None:
    found = find_shop_id(text)
    assert found is None or public_shop_id(found) == text
