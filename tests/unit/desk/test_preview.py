"""What terms would make of orders, before they are saved."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bonafide.protocol.words import Advice
from registry.desk.preview import AMOUNTS, RISKS, preview
from registry.shops.terms import Terms
from registry.trust.network import Network
from registry.trust.policy import POLICY_FILE, load_policy

POLICY = load_policy(POLICY_FILE)
NETWORK = Network(base=0.03)
TODAY = date(2026, 11, 21)


def codes(terms: Terms) -> list[list[Advice]]:
    rows = preview(terms, network=NETWORK, policy=POLICY, today=TODAY)
    return [[given.code for given in row.advice] for row in rows]


def test_the_default_terms_climb_from_shipping_to_prepayment() -> None:
    found = codes(Terms())
    assert set(found[0]) == {Advice.SHIP}
    assert set(found[-1]) == {Advice.PREPAY}


def test_there_is_a_row_for_each_risk_and_a_cell_for_each_amount() -> None:
    found = codes(Terms())
    assert (len(found), {len(row) for row in found}) == (len(RISKS), {len(AMOUNTS)})


def test_an_amount_limit_shows_in_the_columns_above_it() -> None:
    found = codes(replace(Terms(), prepay_above=Decimal(5_000)))
    assert found[0] == [Advice.SHIP, Advice.SHIP, Advice.PREPAY, Advice.PREPAY]


@pytest.mark.parametrize("fee", [Decimal(0), Decimal(6)])
def test_a_fixed_fee_for_cash_shows_as_it_was_set(fee: Decimal) -> None:
    rows = preview(
        replace(Terms(), cod_fee_percent=fee), network=NETWORK, policy=POLICY, today=TODAY
    )
    assert {given.cod_fee_percent for row in rows for given in row.advice} == {fee}
