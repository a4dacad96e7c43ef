"""Signing in does not tell known from unknown, and the drill would notice if it did."""

from dataclasses import replace

from tests.faults.signin_oracle import (
    Answer,
    area,
    at_the_door,
    known_number,
    measure,
    registry,
    served,
)

PAIRS = 30


def is_known(typed: str) -> bool:
    return typed.startswith("+7916")


def test_known_and_unknown_get_the_same_answer() -> None:
    with registry(PAIRS) as app, served(app) as ask:
        seen = measure(ask, pairs=PAIRS, known=known_number)
    assert seen.shapes[True] == seen.shapes[False]
    [shape] = seen.shapes[True]
    assert "303" in shape
    assert len(seen.known) == len(seen.unknown) == PAIRS


def test_a_form_that_works_longer_for_the_known_is_caught() -> None:
    with registry(PAIRS) as app:
        honest = at_the_door(app)

        def leaky(typed: str, address: str) -> tuple[Answer, float]:
            answered, took = honest(typed, address)
            return answered, took + (1.0 if is_known(typed) else 0.0)

        assert measure(leaky, pairs=PAIRS, known=known_number).auc > 0.53


def test_a_form_that_answers_the_known_otherwise_is_caught() -> None:
    with registry(PAIRS) as app:
        honest = at_the_door(app)

        def talkative(typed: str, address: str) -> tuple[Answer, float]:
            answered, took = honest(typed, address)
            if is_known(typed):
                answered = replace(answered, headers=[*answered.headers, ("X-Hint", "hello")])
            return answered, took

        seen = measure(talkative, pairs=PAIRS, known=known_number)
    assert seen.shapes[True] != seen.shapes[False]


def test_the_area_is_counted_with_ties() -> None:
    assert area([1, 1], [1, 1]) == 0.5
    assert area([2, 3], [0, 1]) == 1.0
    assert area([0, 1], [2, 3]) == 0.0
