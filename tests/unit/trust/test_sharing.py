"""Shared by the company it keeps: how many others a phone stands beside, and who says so."""

from dataclasses import replace

import pytest

from registry.trust.network import Network
from registry.trust.policy import load_policy
from registry.trust.sharing import is_shared, partners

LIMITS = load_policy().levels
NORTH, SOUTH, EAST = 1, 2, 3
NETWORK = Network(base=0.03)
Named = list[tuple[int, frozenset[int]]]


def told(shop: int, *others: int) -> Named:
    """One order at a shop with each of some others."""
    return [(shop, frozenset({each})) for each in others]


def test_ten_others_at_two_shops_make_it_shared_and_nine_do_not() -> None:
    assert LIMITS.shared_partners == 10
    at_both = told(NORTH, *range(100, 105)) + told(SOUTH, *range(105, 109))
    assert partners(at_both, network=NETWORK, limits=LIMITS) == 9
    assert not is_shared(at_both, network=NETWORK, limits=LIMITS)
    assert is_shared(at_both + told(SOUTH, 109), network=NETWORK, limits=LIMITS)


def test_the_same_others_again_are_no_others() -> None:
    named = told(NORTH, 100, 101, 100, 100) + told(SOUTH, 101)
    assert partners(named, network=NETWORK, limits=LIMITS) == 2


@pytest.mark.parametrize("cluster_of", [{}, {NORTH: 7, SOUTH: 7}])
def test_one_voice_alone_makes_nothing_shared_however_many_it_names(
    cluster_of: dict[int, int],
) -> None:
    network = replace(NETWORK, cluster_of=cluster_of)
    invented = told(NORTH, *range(100, 200))
    if cluster_of:
        invented += told(SOUTH, *range(200, 300))
    assert partners(invented, network=network, limits=LIMITS) == LIMITS.shared_of_shop
    assert not is_shared(invented, network=network, limits=LIMITS)


def test_others_whom_two_shops_name_count_in_full() -> None:
    named = told(NORTH, *range(100, 110)) + told(EAST, *range(100, 110))
    assert partners(named, network=NETWORK, limits=LIMITS) == 10
