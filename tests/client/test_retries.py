"""Asking again: what, when, how often. Time and chance are given, nothing sleeps."""

from collections.abc import Sequence

import pytest

from bonafide._breaker import Breaker
from bonafide._flow import Again, Attempt, Call, Reply
from bonafide._retry import Courier
from bonafide._window import Window
from bonafide.errors import (
    BonafideError,
    CircuitOpen,
    Conflict,
    ConnectionLost,
    Invalid,
    NotConnected,
    RateLimited,
    ServerFailed,
    TimedOut,
    UnreadableAnswer,
)

GET = Call("GET", "/v1/params")
LOOKUP = Call("POST", "/v1/lookups", again=Again.UNLESS_SLOW)
OK = Reply(200, {}, b"{}")


class Clock:
    """Stands still until told otherwise."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def courier(clock: Clock, jitter: float = 1.0) -> Courier:
    return Courier(clock=clock, breaker=Breaker(clock, failures=100), jitter=lambda: jitter)


def play(
    replies: Sequence[Reply | Exception], call: Call = GET, *, budget: float = 3.0
) -> tuple[list[Attempt], Reply | BonafideError]:
    """What was attempted and how it ended, where waits and exchanges take the time they may."""
    clock = Clock()
    flow = courier(clock).deliver(call, Window(budget, 2.0))
    attempts: list[Attempt] = []
    coming = iter(replies)
    reply: Reply | Exception | None = None
    try:
        while True:
            if reply is None:
                attempts.append(next(flow))
            elif isinstance(reply, Exception):
                attempts.append(flow.throw(reply))
            else:
                attempts.append(flow.send(reply))
            clock.now += attempts[-1].after
            reply = next(coming)
    except StopIteration as done:
        return attempts, done.value
    except BonafideError as error:
        return attempts, error


@pytest.mark.parametrize(
    "failure",
    [
        NotConnected("x"),
        ConnectionLost("x"),
        TimedOut("x"),
        Reply(503, {}, b""),
        Reply(500, {}, b""),
    ],
)
def test_what_changes_nothing_is_asked_again(failure: Reply | Exception) -> None:
    attempts, end = play([failure, OK])
    assert (len(attempts), end) == (2, OK)


def test_a_slow_registry_is_not_asked_twice_about_the_same_person() -> None:
    attempts, end = play([TimedOut("x")], LOOKUP)
    assert (len(attempts), type(end)) == (1, TimedOut)
    attempts, end = play([NotConnected("x"), OK], LOOKUP)
    assert (len(attempts), end) == (2, OK)


@pytest.mark.parametrize(
    ("status", "kind"), [(400, Invalid), (422, Invalid), (409, Conflict), (429, RateLimited)]
)
def test_a_no_is_a_no(status: int, kind: type[BonafideError]) -> None:
    attempts, end = play([Reply(status, {}, b"{}")])
    assert (len(attempts), type(end)) == (1, kind)


def test_a_batch_that_is_still_being_worked_on_is_asked_for_again() -> None:
    in_flight = Reply(409, {}, b'{"code": "idempotency_in_flight"}')
    attempts, end = play([in_flight, OK], Call("POST", "/v1/reports", idempotency_key="k"))
    assert end == OK
    assert {attempt.call.idempotency_key for attempt in attempts} == {"k"}


def test_waits_double_and_end_with_the_budget() -> None:
    attempts, end = play([NotConnected("x")] * 20)
    assert [attempt.after for attempt in attempts] == [0.0, 0.2, 0.4, 0.8]
    assert isinstance(end, NotConnected)


def test_no_wait_is_longer_than_jitter_allows() -> None:
    """Full jitter: any wait between nothing and the whole, or a crowd returns in step."""
    waits = [
        courier(Clock(), jitter).pause_before_next(GET, NotConnected("x"), 3)
        for jitter in (0.0, 0.5, 1.0)
    ]
    assert waits == [0.0, 0.4, 0.8]


def test_a_retry_after_is_the_least_wait() -> None:
    attempts, _ = play([Reply(429, {"retry-after": "2"}, b""), OK])
    assert attempts[1].after == 2.0
    attempts, end = play([Reply(429, {"retry-after": "9"}, b""), OK])
    assert (len(attempts), type(end)) == (1, RateLimited)


def test_an_exchange_never_gets_more_time_than_is_left() -> None:
    attempts, _ = play([Reply(429, {"retry-after": "2"}, b""), OK], budget=3.0)
    assert [attempt.within for attempt in attempts] == [2.0, 1.0]


@pytest.mark.parametrize("header", ["soon", "Sat, 99 Foo", ""])
def test_a_retry_after_that_is_none_is_passed_over(header: str) -> None:
    attempts, end = play([Reply(503, {"retry-after": header}, b""), OK])
    assert (len(attempts), end) == (2, OK)


def failing(clock: Clock, breaker: Breaker, failure: Exception) -> None:
    breaker.check()
    breaker.saw(failure)


def test_the_circuit_opens_after_failures_in_a_row_and_lets_one_try() -> None:
    clock = Clock()
    breaker = Breaker(clock, failures=3, open_for=10)
    for _ in range(3):
        failing(clock, breaker, ServerFailed("x", status=500))
    with pytest.raises(CircuitOpen):
        breaker.check()
    clock.now = 10.0
    breaker.check()
    with pytest.raises(CircuitOpen):
        breaker.check()
    breaker.saw(None)
    breaker.check()


def test_a_call_that_opens_the_circuit_says_what_it_met() -> None:
    clock = Clock()
    flow = Courier(clock=clock, breaker=Breaker(clock, failures=1)).deliver(GET, Window(3.0, 2.0))
    next(flow)
    with pytest.raises(NotConnected):
        flow.throw(NotConnected("x"))


def test_an_answer_in_between_and_a_rate_limit_keep_it_closed() -> None:
    clock = Clock()
    breaker = Breaker(clock, failures=2)
    failing(clock, breaker, TimedOut("x"))
    failing(clock, breaker, RateLimited("x", status=429))
    failing(clock, breaker, UnreadableAnswer("x"))
    breaker.check()
