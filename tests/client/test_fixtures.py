"""What a shop's own tests are given."""

import asyncio
import time

import pytest

from bonafide import Registry, ServerFailed
from bonafide.testing import FakeRegistry
from bonafide.testing.pytest_plugin import bonafide_client, bonafide_registry
from tests.client.cast import ANNA

__all__ = ["bonafide_client", "bonafide_registry"]


def test_a_shop_tests_its_checkout(
    bonafide_registry: FakeRegistry,
    bonafide_client: Registry,
) -> None:
    bonafide_registry.know(phone=ANNA, advice="prepay")
    assert bonafide_client.look_up(ANNA, order_ref="A-1").advice.code == "prepay"
    bonafide_registry.go_down()
    assert bonafide_client.look_up(ANNA, order_ref="A-2").degraded


def test_a_machine_however_slow_and_an_outage_however_long_cost_a_shops_test_nothing(
    bonafide_registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("somebody waits"))
    with bonafide_registry.client(timeout=1e-9, budget=1e-9, on_failure="raise") as hurried:
        assert hurried.look_up(ANNA, order_ref="A-1").source == "registry"
    with bonafide_registry.client(on_failure="raise") as client:
        bonafide_registry.fail_next(503, times=2, headers={"Retry-After": "1"})
        assert client.look_up(ANNA, order_ref="A-2").source == "registry"
        bonafide_registry.fail_next(503, headers={"Retry-After": "60"})
        with pytest.raises(ServerFailed):
            client.look_up(ANNA, order_ref="A-3")


def test_who_gave_up_on_a_registry_that_was_down_asks_again_when_it_is_back(
    bonafide_registry: FakeRegistry,
) -> None:
    with bonafide_registry.client(budget=60.0) as client:
        bonafide_registry.go_down()
        assert [client.look_up(ANNA, order_ref="A-1").degraded for _ in range(3)] == [True] * 3
        bonafide_registry.come_back()
        assert not client.look_up(ANNA, order_ref="A-1").degraded


def test_an_asyncio_shops_test_waits_for_nothing_either(bonafide_registry: FakeRegistry) -> None:
    async def shop() -> str:
        options = {"timeout": 1e-9, "budget": 2.0, "on_failure": "raise"}
        async with bonafide_registry.async_client(**options) as client:
            bonafide_registry.fail_next(503, headers={"Retry-After": "1"})
            return (await client.look_up(ANNA, order_ref="A-1")).source

    assert asyncio.run(shop()) == "registry"
