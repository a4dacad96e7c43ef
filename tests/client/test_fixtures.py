"""What a shop's own tests are given."""

from bonafide import Registry
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
