"""No phone and no address leaves the process: not on the wire, in a log, a repr or an exception."""

import logging
import traceback
from collections.abc import Mapping

import pytest

from bonafide import BadIdentifier, BonafideError, Question, Registry, Report, Unavailable
from bonafide.testing import FakeRegistry
from bonafide.testing.fake import API_KEY
from tests.client.cast import ANNA, ANNA_AS_TYPED, MAIL

# Beginnings and ends too: "916123" in a message would be found although "+7916…" is not.
TRACES = ("9161234567", "916123", "123-45-67", "petrova", "example.org")


def traces(text: str) -> list[str]:
    return [trace for trace in TRACES if trace in text.lower()]


def told_in(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers but those of random digits, which write "916123" once in a while."""
    random = ("x-request-id", "idempotency-key")
    assert "x-request-id" in headers
    return {name: text for name, text in headers.items() if name not in random}


def everything(registry: Registry) -> None:
    registry.look_up(ANNA_AS_TYPED, MAIL, order_ref="A-1", amount="3490")
    registry.look_up_many([Question(phone=ANNA, email=MAIL, order_ref="A-2")])
    registry.report(ANNA, MAIL, order_ref="A-1", outcome="paid", amount=3490)
    registry.report_many([Report(phone=ANNA, order_ref="A-2", outcome="refused", amount=1)])
    registry.find_report("A-1")
    registry.retract("A-2")


def test_no_request_carries_an_identifier(fake: FakeRegistry, registry: Registry) -> None:
    everything(registry)
    sent = [f"{r.method} {r.path} {told_in(r.headers)} {r.content!r}" for r in fake.requests]
    assert len(sent) == 9
    assert [line for line in sent if traces(line)] == []


def test_the_search_finds_an_identifier_that_is_sent(
    fake: FakeRegistry, registry: Registry
) -> None:
    """The broken variant: an order reference made of the phone number is caught."""
    registry.look_up(ANNA, order_ref=f"order of {ANNA}")
    assert any(traces(f"{r.content!r}") for r in fake.requests)


def test_no_log_line_carries_one(fake: FakeRegistry, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), fake.client(budget=0.3) as client:
        everything(client)
        fake.go_down()
        client.look_up(ANNA, MAIL, order_ref="A-3")
    lines = [record.getMessage() + repr(record.args) for record in caplog.records]
    assert any("answered without the registry" in line for line in lines)
    assert [line for line in lines if traces(line) or API_KEY in line] == []


@pytest.mark.parametrize(
    "thing",
    [
        Question(phone=ANNA, email=MAIL, order_ref="A-1"),
        Report(phone=ANNA, email=[MAIL], order_ref="A-1", outcome="paid"),
    ],
)
def test_no_repr_carries_one(thing: Question | Report) -> None:
    assert traces(repr(thing)) == []


def test_neither_do_clients_show_their_key(registry: Registry) -> None:
    shown = repr(registry) + repr(registry._options) + repr(vars(registry))
    assert API_KEY not in shown


@pytest.mark.parametrize(
    ("phone", "email"),
    [("+7 916 123-45-67 ext 5", None), (None, "anna petrova@example.org"), ("916123", None)],
)
def test_no_exception_carries_one(registry: Registry, phone: str | None, email: str | None) -> None:
    with pytest.raises(BadIdentifier) as caught:
        registry.look_up(phone, email, order_ref="A-1")
    assert told(caught.value) == []


def test_not_even_the_exceptions_behind_a_lost_connection(fake: FakeRegistry) -> None:
    fake.go_down()
    with fake.client(on_failure="raise", budget=0.2) as client, pytest.raises(Unavailable) as seen:
        client.look_up(ANNA, MAIL, order_ref="A-1")
    assert told(seen.value) == []


def told(error: BonafideError) -> list[str]:
    """Whatever of it a log, a tracker or a debugger's summary would show."""
    chain = "".join(traceback.format_exception_only(error))
    behind = repr(error.__cause__) + repr(error.__context__) + repr(vars(error))
    return traces(chain + behind)
