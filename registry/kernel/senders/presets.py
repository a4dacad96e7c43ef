"""How the gateways that we know want to be asked, and what their answers mean.

Sources are the vendors' public pages: sms.ru/api/send, smsaero.ru (API v2), smsc.ru/api/http,
twilio.com/docs/messaging. Pure: values in, a request out; an answer in, a failure or None out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from string import Template
from typing import Any, Final
from urllib.parse import parse_qsl, quote

from registry.kernel.senders.message import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the gateway knows us by. ``name`` is the sender that a phone shows."""

    user: str = ""
    secret: str = field(default="", repr=False)
    name: str = ""
    url: str = ""
    fields: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One POST. Exactly one of ``form`` and ``json`` is used."""

    url: str = field(repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    json: Mapping[str, str] | None = field(default=None, repr=False)
    auth: tuple[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Preset:
    """One gateway: its usual address, its request, and how its answer reads."""

    url: str
    ask: Callable[[Account, str, str, str], Request]
    read: Callable[[int, Any], Failure | None]
    needs: tuple[str, ...]


def _smsru(account: Account, url: str, to: str, text: str) -> Request:
    form = {"api_id": account.secret, "to": to.lstrip("+"), "msg": text, "json": "1"}
    return Request(url=url, form=form | ({"from": account.name} if account.name else {}))


_SMSRU_FAILURES: Final = {
    200: Failure.REFUSED,
    201: Failure.NO_MONEY,
    202: Failure.BAD_ADDRESS,
    204: Failure.REFUSED,
    207: Failure.BAD_ADDRESS,
    209: Failure.BAD_ADDRESS,
    220: Failure.UNREACHABLE,
    230: Failure.TOO_MANY,
    231: Failure.TOO_MANY,
    232: Failure.TOO_MANY,
    233: Failure.TOO_MANY,
    300: Failure.REFUSED,
    301: Failure.REFUSED,
    302: Failure.REFUSED,
}


def _read_smsru(status: int, answer: Any) -> Failure | None:
    """The whole has a status, and so has the one message inside it."""
    if status >= 500:
        return Failure.UNREACHABLE
    if not isinstance(answer, Mapping):
        return Failure.ANSWER
    messages = answer.get("sms")
    inner = list(messages.values()) if isinstance(messages, Mapping) else []
    for part in (answer, *inner):
        if not isinstance(part, Mapping):
            return Failure.ANSWER
        if part.get("status_code") != 100:
            return _SMSRU_FAILURES.get(_number(part.get("status_code")), Failure.ANSWER)
    return None if inner else Failure.ANSWER


def _smsaero(account: Account, url: str, to: str, text: str) -> Request:
    body = {"number": to.lstrip("+"), "text": text, "sign": account.name or "SMS Aero"}
    return Request(url=url, json=body, auth=(account.user, account.secret))


def _read_smsaero(status: int, answer: Any) -> Failure | None:
    by_status = {
        401: Failure.REFUSED,
        402: Failure.NO_MONEY,
        403: Failure.REFUSED,
        429: Failure.TOO_MANY,
    }
    if status in by_status:
        return by_status[status]
    if status >= 500:
        return Failure.UNREACHABLE
    if status in (400, 422):
        return Failure.BAD_ADDRESS
    if not isinstance(answer, Mapping):
        return Failure.ANSWER
    return None if answer.get("success") is True else Failure.BAD_ADDRESS


def _smsc(account: Account, url: str, to: str, text: str) -> Request:
    """Without a user the secret is a key of their newer kind."""
    who = {"login": account.user, "psw": account.secret}
    form = who if account.user else {"apikey": account.secret}
    form = form | {"phones": to, "mes": text, "fmt": "3", "charset": "utf-8"}
    return Request(url=url, form=form | ({"sender": account.name} if account.name else {}))


_SMSC_FAILURES: Final = {
    2: Failure.REFUSED,
    3: Failure.NO_MONEY,
    4: Failure.REFUSED,
    6: Failure.REFUSED,
    7: Failure.BAD_ADDRESS,
    8: Failure.BAD_ADDRESS,
    9: Failure.TOO_MANY,
}


def _read_smsc(status: int, answer: Any) -> Failure | None:
    if status >= 500:
        return Failure.UNREACHABLE
    if not isinstance(answer, Mapping):
        return Failure.ANSWER
    if "error_code" in answer:
        return _SMSC_FAILURES.get(_number(answer["error_code"]), Failure.ANSWER)
    return None if "id" in answer else Failure.ANSWER


def _twilio(account: Account, url: str, to: str, text: str) -> Request:
    """The account's id stands in the address; a messaging service's id begins with MG."""
    who = "MessagingServiceSid" if account.name.startswith("MG") else "From"
    form = {"To": to, who: account.name, "Body": text}
    there = Template(url).safe_substitute(user=quote(account.user, safe=""))
    return Request(url=there, form=form, auth=(account.user, account.secret))


_TWILIO_FAILURES: Final = {
    20003: Failure.REFUSED,
    20429: Failure.TOO_MANY,
    21211: Failure.BAD_ADDRESS,
    21212: Failure.REFUSED,
    21408: Failure.BAD_ADDRESS,
    21606: Failure.REFUSED,
    21610: Failure.BAD_ADDRESS,
    21612: Failure.BAD_ADDRESS,
    21614: Failure.BAD_ADDRESS,
}


def _read_twilio(status: int, answer: Any) -> Failure | None:
    if status in (200, 201):
        return None if isinstance(answer, Mapping) and answer.get("sid") else Failure.ANSWER
    code = _number(answer.get("code")) if isinstance(answer, Mapping) else 0
    if code in _TWILIO_FAILURES:
        return _TWILIO_FAILURES[code]
    return _by_status(status)


def _custom(account: Account, url: str, to: str, text: str) -> Request:
    """The operator's own fields, such as ``phone=$to&message=$text&key=$secret``."""
    said = {"to": to, "digits": to.lstrip("+"), "text": text}
    said |= {"secret": account.secret, "user": account.user, "name": account.name}
    pairs = parse_qsl(account.fields, keep_blank_values=True)
    form = {name: Template(value).safe_substitute(said) for name, value in pairs}
    auth = (account.user, account.secret) if account.user else None
    return Request(url=url, form=form, auth=auth)


def _read_custom(status: int, _answer: Any) -> Failure | None:
    return None if 200 <= status < 300 else _by_status(status)


def _by_status(status: int) -> Failure:
    if status in (401, 403):
        return Failure.REFUSED
    if status == 402:
        return Failure.NO_MONEY
    if status == 429:
        return Failure.TOO_MANY
    return Failure.UNREACHABLE if status >= 500 else Failure.ANSWER


def _number(value: Any) -> int:
    return value if isinstance(value, int) else int(value) if str(value).isdecimal() else 0


PRESETS: Final[Mapping[str, Preset]] = {
    "smsru": Preset("https://sms.ru/sms/send", _smsru, _read_smsru, ("secret",)),
    "smsaero": Preset(
        "https://gate.smsaero.ru/v2/sms/send", _smsaero, _read_smsaero, ("user", "secret")
    ),
    "smsc": Preset("https://smsc.ru/sys/send.php", _smsc, _read_smsc, ("secret",)),
    "twilio": Preset(
        "https://api.twilio.com/2010-04-01/Accounts/$user/Messages.json",
        _twilio,
        _read_twilio,
        ("user", "secret", "name"),
    ),
    "custom": Preset("", _custom, _read_custom, ("url", "fields")),
}
