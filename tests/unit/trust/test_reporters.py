"""Whom the registry believes: small worlds with one liar or several."""

import random
from datetime import date, timedelta

import pytest

from registry.trust.network import ReporterWeight
from registry.trust.policy import Policy
from registry.trust.reporters import Claim, Reporters, find_clusters, fit_reporters

TODAY = date(2026, 11, 2)
HONEST = range(1, 11)
ROGUE = 90
Person = list[Claim]


def said(shop: int, good: int, bad: int, days_ago: int = 20) -> Claim:
    return Claim(shop, good, bad, TODAY - timedelta(days=days_ago))


@pytest.fixture
def town() -> list[Person]:
    """Four hundred people who buy at two shops of ten; every thirtieth fails at both."""
    chance = random.Random(5)
    people = []
    for i in range(400):
        shops = chance.sample(HONEST, 2)
        people.append([said(shop, 2, int(i % 30 == 0)) for shop in shops])
    return people


def believed(people: list[Person], policy: Policy, exposed: tuple[int, ...] = ()) -> Reporters:
    return fit_reporters(people, base=0.03, m=20.0, policy=policy, today=TODAY, exposed=exposed)


def bad_of(picture: Reporters, shop: int) -> float:
    return picture.weights.get(shop, ReporterWeight()).bad


def test_honest_shops_are_believed(town: list[Person], policy: Policy) -> None:
    picture = believed(town, policy)
    assert picture.muted == frozenset()
    assert min(bad_of(picture, shop) for shop in HONEST) > 0.45


def test_a_slanderer_is_muted_and_honest_shops_are_not(town: list[Person], policy: Policy) -> None:
    for person in town[::5]:
        person.append(said(ROGUE, 0, 10))
    picture = believed(town, policy)
    assert picture.muted == {ROGUE}
    assert picture.weights[ROGUE] == ReporterWeight(0.0, 0.0)


def test_false_praise_of_others_does_not_hide_a_slander(town: list[Person], policy: Policy) -> None:
    for i, person in enumerate(town):
        person.append(said(ROGUE, 0, 10) if i % 20 == 0 else said(ROGUE, 2, 0))
    assert bad_of(believed(town, policy), ROGUE) < 0.3


def test_invented_customers_do_not_hide_a_slander(town: list[Person], policy: Policy) -> None:
    for person in town[::5]:
        person.append(said(ROGUE, 0, 1))
    invented = [[said(ROGUE, 5, 0)] for _ in range(5000)]
    assert ROGUE in believed([*town, *invented], policy).muted


def test_a_shop_that_files_only_negatives_is_muted_even_if_they_are_few(
    town: list[Person], policy: Policy
) -> None:
    for person in town[:210:30]:
        person.append(said(ROGUE, 0, 1))
    assert ROGUE in believed(town, policy).muted


def test_one_failure_mutes_nobody(town: list[Person], policy: Policy) -> None:
    town[1].append(said(ROGUE, 0, 1))
    picture = believed(town, policy)
    assert picture.muted == frozenset()
    assert bad_of(picture, ROGUE) < 1.0


def test_shops_that_name_the_same_people_are_one_and_do_not_vouch_for_each_other(
    town: list[Person], policy: Policy
) -> None:
    rogues = range(ROGUE, ROGUE + 5)
    for person in town[::10]:
        person.extend(said(rogue, 0, 1) for rogue in rogues)
    for person in town[5::10]:
        person.extend(said(rogue, 1, 0) for rogue in rogues)
    picture = believed(town, policy)
    assert {picture.cluster_of[rogue] for rogue in rogues} == {ROGUE}
    assert max(bad_of(picture, rogue) for rogue in rogues) < 0.3
    assert not set(HONEST) & picture.cluster_of.keys()


def test_four_common_names_or_little_overlap_make_no_cluster(policy: Policy) -> None:
    four = [[said(1, 0, 1), said(2, 0, 1)] for _ in range(4)]
    assert find_clusters(four, policy) == {}
    assert find_clusters([*four, *four], policy) == {1: 1, 2: 1}
    apart = [[said(shop, 0, 1)] for shop in (1, 2) for _ in range(10)]
    assert find_clusters([*four, *four, *apart], policy) == {}


def test_a_shop_that_praises_whom_all_others_fault_is_not_believed_in_that(
    town: list[Person], policy: Policy
) -> None:
    chance = random.Random(6)
    for _ in range(40):
        first, second = chance.sample(HONEST, 2)
        town.append([said(first, 0, 1), said(second, 0, 2), said(ROGUE, 3, 0)])
    picture = believed(town, policy)
    assert picture.weights[ROGUE].good < 0.8
    assert picture.muted == frozenset()
    assert min(picture.weights.get(s, ReporterWeight()).good for s in HONEST) == 1.0


def test_a_shop_that_reported_a_person_who_does_not_exist_is_muted(
    town: list[Person], policy: Policy
) -> None:
    assert believed(town, policy, exposed=(3,)).muted == {3}


def test_the_picture_does_not_depend_on_the_order_of_people(
    town: list[Person], policy: Policy
) -> None:
    for person in town[::7]:
        person.append(said(ROGUE, 0, 2))
    first = believed(town, policy)
    second = believed([list(reversed(person)) for person in reversed(town)], policy)
    assert second.muted == first.muted
    assert second.cluster_of == first.cluster_of
    for shop, weight in first.weights.items():
        assert second.weights[shop].bad == pytest.approx(weight.bad, abs=1e-9)


def test_overturned_disputes_lower_how_far_a_shop_is_believed(
    town: list[Person], policy: Policy
) -> None:
    """Three lost disputes weigh on the shop that lost them, old ones less, and on nobody else."""
    honest = believed(town, policy)

    def after(days_ago: int, shop: int = 3) -> Reporters:
        lost = [(shop, TODAY - timedelta(days=days_ago), 3)]
        return fit_reporters(town, base=0.03, m=20.0, policy=policy, today=TODAY, overturned=lost)

    assert bad_of(after(10), 3) < bad_of(after(300), 3) < bad_of(honest, 3)
    assert [bad_of(after(10), s) for s in HONEST if s != 3] == pytest.approx(
        [bad_of(honest, s) for s in HONEST if s != 3], abs=0.02
    )
    assert bad_of(after(10, shop=77), 77) < 0.5, "also where nobody else knows its people"
