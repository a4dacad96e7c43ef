"""The schedule of tries, and what an answer means."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.notices.rules import JITTER, PAUSES, DeliveryState, Outcome, after, outcome_of

chances = st.floats(0, 1, exclude_max=True)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "delivered"),
        (204, "delivered"),
        (299, "delivered"),
        (301, "redirect"),
        (307, "redirect"),
        (400, "http_400"),
        (404, "http_404"),
        (410, "gone"),
        (429, "http_429"),
        (500, "http_500"),
    ],
)
def test_only_two_hundreds_are_success_and_a_redirect_is_none(status: int, outcome: str) -> None:
    assert outcome_of(status) == outcome


@given(st.integers(1, 20), chances)
def test_success_and_410_end_it_at_any_try(tries: int, chance: float) -> None:
    assert after(Outcome.DELIVERED, tries=tries, chance=chance).state is DeliveryState.DELIVERED
    gone = after(Outcome.GONE, tries=tries, chance=chance)
    assert (gone.state, gone.disable, gone.pause) == (DeliveryState.FAILED, True, None)


@given(st.integers(1, len(PAUSES)), chances)
def test_a_failure_is_tried_again_around_its_pause(tries: int, chance: float) -> None:
    follows = after("http_500", tries=tries, chance=chance)
    pause = PAUSES[tries - 1]
    assert follows.state is DeliveryState.WAITING
    assert follows.pause is not None
    assert pause * (1 - JITTER) <= follows.pause <= pause * (1 + JITTER)


def test_the_pauses_grow_from_seconds_to_a_day_and_then_it_has_failed() -> None:
    assert list(PAUSES) == sorted(PAUSES)
    assert (PAUSES[0], PAUSES[-1]) == (timedelta(seconds=5), timedelta(hours=24))
    assert after(Outcome.TIMEOUT, tries=len(PAUSES) + 1, chance=0).state is DeliveryState.FAILED
