"""A NUL in an address is nobody's name; without the check PostgreSQL refuses it as a bare 500."""

import pytest

from tests.rooms.keeper import Keeper


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("DELETE", "/v1/shop/keys/%00", 404),
        ("DELETE", "/v1/shop/keys/a%00b", 404),
        ("GET", "/v1/reports/%00", 404),
        ("DELETE", "/v1/reports/rep_%00", 404),
        ("GET", "/v1/lookups/%00", 404),
        ("PUT", "/v1/shop/overrides/%00", 404),
        ("DELETE", "/v1/shop/overrides/%00", 404),
        ("GET", "/v1/reports?cursor=%00", 400),
        ("GET", "/v1/reports?limit=1%00", 400),
        ("GET", "/v1/shop/economics?quarter=%00", 400),
        ("GET", "/v1/shop/backtest?limit=%00", 400),
        ("GET", "/docs/%00", 404),
    ],
)
def test_a_nul_in_an_address_is_refused_as_such(
    shop: Keeper, method: str, path: str, status: int
) -> None:
    body = {"advice": "ship"} if method == "PUT" else None
    assert shop.send(method, path, body).status_code == status
