"""The terms of a shop: defaults, contradictions, their document."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.shops.terms import CodFee, Terms, from_document, mistakes, to_document

MONEY = st.decimals(0, 10_000_000, places=2)


def test_the_defaults_make_sense() -> None:
    assert mistakes(Terms()) == {}


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Terms(confirm_call_times=Decimal(4)), "prepay_times"),
        (Terms(prepay_times=Decimal(3)), "prepay_times"),
        (Terms(confirm_call_times=Decimal(1)), "prepay_times"),
        (Terms(prepay_above=Decimal(0)), "prepay_above"),
        (Terms(failure_cost_percent=Decimal(101)), "failure_cost_percent"),
        (Terms(cod_fee=CodFee.FIXED), "cod_fee_percent"),
        (Terms(cod_fee_percent=Decimal(6)), "cod_fee_percent"),
        (Terms(cod_fee=CodFee.FIXED, cod_fee_percent=Decimal(31)), "cod_fee_percent"),
        (Terms(currency="BTC"), "currency"),
        (Terms(part_prepay_percent=100), "part_prepay_percent"),
    ],
)
def test_a_contradiction_is_named_by_its_field(terms: Terms, field: str) -> None:
    assert list(mistakes(terms)) == [field]


@given(MONEY, st.none() | MONEY, st.sampled_from(CodFee), st.integers(0, 10))
def test_terms_survive_their_document_to_the_last_cent(
    cost: Decimal, above: Decimal | None, fee: CodFee, calls: int
) -> None:
    terms = Terms(failure_cost_fixed=cost, prepay_above=above, cod_fee=fee, call_attempts=calls)
    assert from_document(json.loads(json.dumps(to_document(terms)))) == terms


def test_a_document_of_an_older_version_gets_the_new_defaults() -> None:
    older = to_document(Terms(call_attempts=3))
    del older["compensate_up_to"]
    older["gone_since"] = 1
    assert from_document(older) == replace(Terms(), call_attempts=3)
