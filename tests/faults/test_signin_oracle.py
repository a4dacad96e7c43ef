"""Signing in does not tell known from unknown, and the drill would notice if it did."""

import time

from tests.faults.signin_oracle import area, at_the_door, known_number, measure, registry

PAIRS = 30


def test_known_and_unknown_get_the_same_answer() -> None:
    with registry(PAIRS):
        seen = measure(at_the_door, pairs=PAIRS, known=known_number)
    assert seen.shapes[True] == seen.shapes[False]
    assert len(seen.shapes[True]) == 1
    assert len(seen.known) == len(seen.unknown) == PAIRS


def leaky(typed: str, address: str) -> object:
    """What must be caught: someone looks first whether the number is known, and then works."""
    answered = at_the_door(typed, address)
    if typed.startswith("+7916"):
        time.sleep(0.02)
    return answered


def talkative(typed: str, address: str) -> object:
    """What must be caught: another answer for those who are known."""
    answered = at_the_door(typed, address)
    return None if typed.startswith("+7916") else answered


def test_a_form_that_works_longer_for_the_known_is_caught() -> None:
    with registry(PAIRS):
        assert measure(leaky, pairs=PAIRS, known=known_number).auc > 0.53


def test_a_form_that_answers_the_known_otherwise_is_caught() -> None:
    with registry(PAIRS):
        seen = measure(talkative, pairs=PAIRS, known=known_number)
    assert seen.shapes[True] != seen.shapes[False]


def test_the_area_is_counted_with_ties() -> None:
    assert area([1, 1], [1, 1]) == 0.5
    assert area([2, 3], [0, 1]) == 1.0
    assert area([0, 1], [2, 3]) == 0.0
