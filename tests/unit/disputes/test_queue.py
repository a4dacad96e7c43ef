"""Nobody waits for somebody else's flood; a queue by deadline alone would make everybody wait."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random

import pytest

from registry.disputes.queue import Place, in_turn

START = date(2026, 11, 1)
A_DAY = 8
"""Cases that the admins rule on in a day."""
Order = Callable[[Iterable[Place]], list[Place]]


def by_deadline(waiting: Iterable[Place]) -> list[Place]:
    """The broken variant: first come, first served."""
    return sorted(waiting, key=lambda each: (each.rule_by, each.dispute_id))


def arrivals(seed: int, days: int = 60) -> list[Place]:
    """Honest people, one case each, nearly as many as the admins can do."""
    dice = Random(seed)
    return [
        Place(0, START + timedelta(days=day + 14), dice.getrandbits(40))
        for day in range(days)
        for _ in range(dice.choice((5, 6, 7, 8, 9)))
    ]


def flood(size: int, on_day: int) -> list[Place]:
    """One person's cases, all on one day."""
    rule_by = START + timedelta(days=on_day + 14)
    return [Place(turn, rule_by, -1 - turn) for turn in range(size)]


def waited(cases: list[Place], order: Order) -> dict[int, float]:
    """Case → days from opening to its ruling, in eighths."""
    waiting: list[Place] = []
    done: dict[int, float] = {}
    for day in range(400):
        opened = START + timedelta(days=day + 14)
        waiting += [each for each in cases if each.rule_by == opened]
        for number in range(A_DAY):
            if not waiting:
                break
            first = order(waiting)[0]
            waiting.remove(first)
            done[first.dispute_id] = (opened - first.rule_by).days + (number + 1) / A_DAY
    return done


def growth(order: Order, seed: int) -> float:
    """How many times longer the others wait when one person floods the queue."""
    others = arrivals(seed)
    quiet = sum(waited(others, order).values())
    flooded = waited(others + flood(200, on_day=10), order)
    return sum(flooded[each.dispute_id] for each in others) / quiet


@pytest.mark.parametrize("seed", range(5))
def test_a_flood_lets_others_wait_at_most_a_tenth_longer(seed: int) -> None:
    assert growth(in_turn, seed) <= 1.1


@pytest.mark.parametrize("seed", range(5))
def test_the_simulation_sees_that_a_queue_by_deadline_lets_everybody_wait(seed: int) -> None:
    assert growth(by_deadline, seed) > 1.5


def test_the_flood_is_heard_as_well_once_nobody_else_waits() -> None:
    cases = arrivals(1) + flood(20, on_day=10)
    assert set(waited(cases, in_turn)) == {each.dispute_id for each in cases}


def test_within_a_turn_the_nearest_deadline_goes_first() -> None:
    late, soon = Place(0, START + timedelta(days=9), 1), Place(0, START, 2)
    second = Place(1, START - timedelta(days=3), 3)
    assert in_turn([second, late, soon]) == [soon, late, second]
