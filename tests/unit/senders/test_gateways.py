"""Text messages through gateways: asked as their pages say, answers read as they are meant."""

import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from bonafide.protocol.words import Kind
from registry.kernel.senders.gateway import GatewaySender
from registry.kernel.senders.message import Failure, Message, NotSent
from registry.kernel.senders.presets import PRESETS, Account

TO = "+79161234567"
TEXT = "Код Bonafide: 123456."
MESSAGE = Message(Kind.PHONE, TO, "", TEXT)
PATH = "/send"


@pytest.fixture
def gateway() -> Iterator[HTTPServer]:
    """A stub on this machine."""
    with HTTPServer(host="127.0.0.1") as server:
        yield server


def sender(gateway: HTTPServer, preset: str, **account: Any) -> GatewaySender:
    url = gateway.url_for(PATH)
    return GatewaySender(PRESETS[preset], Account(url=url, **account), timeout=60)


def answers(gateway: HTTPServer, status: int, document: Any) -> None:
    gateway.expect_request(PATH, method="POST").respond_with_json(document, status=status)


def form_of(gateway: HTTPServer) -> dict[str, str]:
    request: Request = gateway.log[0][0]
    return {name: value[0] for name, value in parse_qs(request.get_data(as_text=True)).items()}


def failure(sender: GatewaySender) -> Failure:
    with pytest.raises(NotSent) as caught:
        sender.send(MESSAGE)
    assert TO[1:] not in str(caught.value)
    return caught.value.failure


def smsru(code: int) -> dict[str, Any]:
    return {"status": "OK", "status_code": 100, "sms": {TO[1:]: {"status_code": code}}}


def test_sms_ru_is_asked_with_its_key_and_bare_digits(gateway: HTTPServer) -> None:
    answers(gateway, 200, smsru(100))
    sender(gateway, "smsru", secret="K", name="Shop").send(MESSAGE)
    assert form_of(gateway) == {
        "api_id": "K",
        "to": TO[1:],
        "msg": TEXT,
        "json": "1",
        "from": "Shop",
    }


@pytest.mark.parametrize(
    ("document", "meant"),
    [
        (smsru(207), Failure.BAD_ADDRESS),
        (smsru(230), Failure.TOO_MANY),
        ({"status": "ERROR", "status_code": 201}, Failure.NO_MONEY),
        ({"status": "ERROR", "status_code": 301}, Failure.REFUSED),
        ({"status": "ERROR", "status_code": 999}, Failure.ANSWER),
        ({"status": "OK", "status_code": 100}, Failure.ANSWER),
        ([], Failure.ANSWER),
        ({"status_code": None}, Failure.ANSWER),
    ],
)
def test_sms_ru_says_why_not(gateway: HTTPServer, document: Any, meant: Failure) -> None:
    answers(gateway, 200, document)
    assert failure(sender(gateway, "smsru", secret="K")) is meant


def test_smsaero_is_asked_in_json_under_basic_authorization(gateway: HTTPServer) -> None:
    answers(gateway, 200, {"success": True, "data": {"id": 1}, "message": None})
    sender(gateway, "smsaero", user="a@b.org", secret="K", name="SHOP").send(MESSAGE)
    request = gateway.log[0][0]
    assert request.get_json() == {"number": TO[1:], "text": TEXT, "sign": "SHOP"}
    assert request.authorization is not None
    assert request.authorization.parameters == {"username": "a@b.org", "password": "K"}


@pytest.mark.parametrize(
    ("status", "document", "meant"),
    [
        (401, {"success": False}, Failure.REFUSED),
        (402, {"success": False}, Failure.NO_MONEY),
        (400, {"success": False, "message": "Validation error."}, Failure.BAD_ADDRESS),
        (200, {"success": False}, Failure.BAD_ADDRESS),
        (429, {}, Failure.TOO_MANY),
        (503, {}, Failure.UNREACHABLE),
        (200, "hello", Failure.ANSWER),
    ],
)
def test_smsaero_says_why_not(
    gateway: HTTPServer, status: int, document: Any, meant: Failure
) -> None:
    answers(gateway, status, document)
    assert failure(sender(gateway, "smsaero", user="u", secret="K")) is meant


def test_smsc_is_asked_with_login_and_password_or_with_a_key(gateway: HTTPServer) -> None:
    answers(gateway, 200, {"id": 1, "cnt": 1})
    usual = {"phones": TO, "mes": TEXT, "fmt": "3", "charset": "utf-8"}
    sender(gateway, "smsc", user="u", secret="P").send(MESSAGE)
    assert form_of(gateway) == usual | {"login": "u", "psw": "P"}
    gateway.clear_log()
    sender(gateway, "smsc", secret="K", name="Shop").send(MESSAGE)
    assert form_of(gateway) == usual | {"apikey": "K", "sender": "Shop"}


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        (2, Failure.REFUSED),
        (3, Failure.NO_MONEY),
        (7, Failure.BAD_ADDRESS),
        ("8", Failure.BAD_ADDRESS),
        (9, Failure.TOO_MANY),
        (77, Failure.ANSWER),
    ],
)
def test_smsc_says_why_not(gateway: HTTPServer, code: Any, meant: Failure) -> None:
    answers(gateway, 200, {"error": "…", "error_code": code})
    assert failure(sender(gateway, "smsc", secret="K")) is meant


def test_twilio_is_asked_with_the_account_in_the_address(gateway: HTTPServer) -> None:
    path = "/2010-04-01/Accounts/AC1/Messages.json"
    gateway.expect_request(path, method="POST").respond_with_json({"sid": "SM1"}, status=201)
    url = gateway.url_for("/2010-04-01/Accounts/$user/Messages.json")
    account = Account(url=url, user="AC1", secret="T", name="+15005550006")
    GatewaySender(PRESETS["twilio"], account).send(MESSAGE)
    assert form_of(gateway) == {"To": TO, "From": "+15005550006", "Body": TEXT}
    gateway.clear_log()
    account = Account(url=url, user="AC1", secret="T", name="MG9")
    GatewaySender(PRESETS["twilio"], account).send(MESSAGE)
    assert form_of(gateway) == {"To": TO, "MessagingServiceSid": "MG9", "Body": TEXT}


@pytest.mark.parametrize(
    ("status", "document", "meant"),
    [
        (400, {"code": 21211}, Failure.BAD_ADDRESS),
        (400, {"code": 21606}, Failure.REFUSED),
        (401, {"code": 20003}, Failure.REFUSED),
        (429, {"code": 20429}, Failure.TOO_MANY),
        (400, {"code": 1}, Failure.ANSWER),
        (500, None, Failure.UNREACHABLE),
        (201, {}, Failure.ANSWER),
    ],
)
def test_twilio_says_why_not(
    gateway: HTTPServer, status: int, document: Any, meant: Failure
) -> None:
    answers(gateway, status, document)
    assert failure(sender(gateway, "twilio", user="AC1", secret="T", name="S")) is meant


def test_a_gateway_of_ones_own_gets_the_fields_that_the_operator_named(
    gateway: HTTPServer,
) -> None:
    answers(gateway, 202, {})
    fields = "phone=$digits&full=$to&text=$text&token=$secret&mark=%24"
    sender(gateway, "custom", secret="K&x=1", fields=fields).send(MESSAGE)
    assert form_of(gateway) == {
        "phone": TO[1:],
        "full": TO,
        "text": TEXT,
        "token": "K&x=1",
        "mark": "$",
    }


def test_a_gateway_that_does_not_answer_is_left_after_the_timeout(gateway: HTTPServer) -> None:
    left = threading.Event()

    def sleepy(_request: Request) -> Response:
        left.wait(60)
        return Response("{}")

    gateway.expect_request(PATH).respond_with_handler(sleepy)
    impatient = GatewaySender(
        PRESETS["smsru"], Account(url=gateway.url_for(PATH), secret="K"), timeout=0.2
    )
    assert failure(impatient) is Failure.TIMEOUT
    left.set()


def test_a_gateway_that_is_not_there_is_unreachable() -> None:
    there = Account(url="http://127.0.0.1:9/", secret="K")
    assert failure(GatewaySender(PRESETS["smsru"], there, timeout=60)) is Failure.UNREACHABLE


def test_a_redirect_is_not_followed_and_a_flood_is_not_read(gateway: HTTPServer) -> None:
    gateway.expect_request(PATH).respond_with_data(
        "", status=302, headers={"Location": gateway.url_for("/elsewhere")}
    )
    assert failure(sender(gateway, "smsru", secret="K")) is Failure.ANSWER
    assert len(gateway.log) == 1
    gateway.clear()
    gateway.expect_request(PATH).respond_with_data("[" * 1_000_000)
    assert failure(sender(gateway, "smsru", secret="K")) is Failure.ANSWER


def test_neither_key_nor_number_is_in_a_description_of_a_sender(gateway: HTTPServer) -> None:
    made = sender(gateway, "smsru", secret="topsecret")
    assert "topsecret" not in repr(made)
    assert TO[1:] not in repr(MESSAGE)
