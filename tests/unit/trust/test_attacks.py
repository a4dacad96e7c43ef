"""The simulation of attacks, at small size, and that it finds rules that can be fooled."""

import csv
import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from registry.trust.measurement.attacks import run, tell
from registry.trust.measurement.history import COLUMNS, BadHistory
from registry.trust.measurement.lies import ATTACKS, Lie, Targets
from registry.trust.measurement.replay import Settings, blank, morning
from registry.trust.policy import Policy

TARGETS = Targets(
    cut_on=date(2026, 6, 1),
    customers=[f"c{i:03}" for i in range(300)],
    failing=["c001", "c002"],
    largest_shop="big",
)


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """Half a year of 800 orders of 100 customers at 12 shops; one customer in ten fails often."""
    chance = random.Random(7)
    start = datetime(2026, 1, 1, 8, tzinfo=UTC)
    path = tmp_path / "orders.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for i in range(800):
            customer = chance.randrange(100)
            bad = chance.random() < (0.3 if customer < 10 else 0.02)
            moment = start + timedelta(hours=5 * i)
            shop = f"s{chance.randrange(12)}"
            outcome = "refused" if bad else "paid"
            writer.writerow((f"o{i}", f"c{customer}", shop, moment.isoformat(), "x", "", outcome))
    return path


def test_every_attack_tells_the_lies_it_is_named_for() -> None:
    told = {name: attack(TARGETS, random.Random(1)) for name, attack in ATTACKS.items()}
    assert [name[0] for name in told] == list("abcdefghijk")
    victims = {name[0]: len(attack.victims) for name, attack in told.items()}
    assert victims["a"] == victims["b"] == victims["c"] == victims["d"] == 60
    assert 60 < victims["e"] <= 300
    assert victims["h"] >= 140
    assert victims["i"] == 0
    assert victims["j"] == 120
    assert told["i_ten_sybils"].boosted == {"c001", "c002"}
    for name in "bdf":
        (attack,) = (each for key, each in told.items() if key[0] == name)
        bad = sum(lie.bad for lie in attack.lies)
        assert len(attack.lies) == 5 * bad
    for attack in told.values():
        assert all(lie.day < TARGETS.cut_on for lie in attack.lies)
    assert {lie.shop for lie in told["k_turned_hostile"].lies} == {"big"}


def test_the_same_seed_tells_the_same_lies() -> None:
    for attack in ATTACKS.values():
        assert attack(TARGETS, random.Random(3)) == attack(TARGETS, random.Random(3))
        assert attack(TARGETS, random.Random(3)) != attack(TARGETS, random.Random(4))


def test_the_rules_withstand_what_rules_without_doubt_do_not(orders: Path, policy: Policy) -> None:
    """The broken variant believes everybody: caps wide, no lone half, nobody muted."""
    names = ["c_five_together", "e_five_apart"]
    said = run(orders, seed=2, attacks=names)
    naive = replace(
        policy,
        reporters=replace(
            policy.reporters,
            lone=1.0,
            kappa_orders=1e9,
            rate_times=1e9,
            cluster_common=10**6,
            mute_from=1e9,
        ),
        caps=replace(policy.caps, bad_alone=50.0, bad_confirmed=50.0),
        calibration=replace(policy.calibration, pull_risk=1e9, pull_known=1e9),
        prior=replace(policy.prior, half_life_base_days=1e6),
    )
    fooled = run(orders, seed=2, attacks=names, policy=naive)
    for name in names:
        row, naive_row = said["attacks"][name], fooled["attacks"][name]
        assert row["victims_good_orders"] > 20
        assert row["worse"] <= 0.15
        assert row["liars_believed"] < 0.2
        assert naive_row["liars_believed"] > 0.99
        assert naive_row["worse"] > row["worse"] or naive_row["caught"] < 0.2
    assert json.loads(json.dumps(said)) == said


def test_the_same_seed_gives_the_same_figures(orders: Path) -> None:
    names = ["j_slow_slander"]
    first, second = (run(orders, seed=5, seeds=2, attacks=names) for _ in range(2))
    assert first == second
    assert first["seeds"] == [5, 6]
    honest = first["honest"]
    assert honest["auc_everybody_on_probation"] != honest["auc"]
    assert honest["auc_everybody_on_probation"] == pytest.approx(honest["auc"], abs=0.05)
    assert set(first["attacks"]) == set(names)


def test_unknown_liars_are_on_probation_and_members_that_turn_are_not(policy: Policy) -> None:
    memory = blank(Settings(policy))
    member = memory.shop_id("big")
    first, second = date(2026, 4, 1), date(2026, 5, 1)
    for shop, day in (("rogue", second), ("rogue", first), ("big", first)):
        tell(memory, Lie(shop, "c001", True, day), "cod")
    rogue = memory.shop_id("rogue")
    assert memory.admitted == {rogue: first}
    early, late = (morning(memory, first + timedelta(days=days), set()) for days in (45, 90))
    assert early.reporters[rogue].probation == pytest.approx(0.6)
    assert member not in early.reporters
    assert rogue not in late.reporters


def test_a_cut_that_leaves_nothing_is_refused(orders: Path) -> None:
    with pytest.raises(BadHistory, match="one side of the cut"):
        run(orders, cut=0.0)


def test_lists_overlap_as_much_as_they_are_told_to() -> None:
    five = ATTACKS["h_five_overlapping"]
    for overlap, victims in ((1.0, 60), (0.5, 180), (0.0, 300)):
        targets = replace(TARGETS, customers=[f"c{i:03}" for i in range(300)], overlap=overlap)
        told = five(targets, random.Random(1))
        lists = {f"rogue-{i}": set[str]() for i in range(1, 6)}
        for lie in told.lies:
            lists[lie.shop].add(lie.customer)
        common = set.intersection(*lists.values())
        assert {len(each) for each in lists.values()} == {60}
        assert len(common) == pytest.approx(60 * overlap, abs=3)
        assert len(told.victims) <= victims


def test_an_attack_on_a_network_of_nobody_or_one_person_is_none_or_small() -> None:
    for customers in ([], ["c000"], ["c000", "c001"]):
        targets = replace(TARGETS, customers=customers, failing=[])
        for attack in ATTACKS.values():
            assert attack(targets, random.Random(1)).victims <= set(customers)


def test_sybils_without_anybody_to_praise_change_nothing(orders: Path) -> None:
    """Before an early cut nobody has failed twice."""
    said = run(orders, cut=0.01, attacks=["i_ten_sybils"])
    assert said["attacks"]["i_ten_sybils"]["auc"] == said["honest"]["auc_after_cut"]
