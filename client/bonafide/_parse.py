"""From JSON to the typed answers: strict about what is needed, silent about what is new."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from bonafide.answers import (
    Advised,
    Discount,
    EvidenceSeen,
    Params,
    Reason,
    ReportReceipt,
    Risk,
    TrustAnswer,
    White,
)
from bonafide.errors import UnreadableAnswer
from bonafide.protocol.suite import PROTOCOL, SUITE
from bonafide.protocol.words import Advice, Level

W = TypeVar("W", bound=StrEnum)
A = TypeVar("A")


def answer_from(body: Mapping[str, Any], *, request_id: str | None) -> TrustAnswer:
    """A trust answer. A word that this version does not know becomes the cautious known one."""
    return read(lambda: _answer(body, request_id), request_id)


def receipt_from(body: Mapping[str, Any], *, request_id: str | None) -> ReportReceipt:
    """The receipt of a report."""
    return read(lambda: _receipt(body, request_id), request_id)


def params_from(body: Mapping[str, Any]) -> Params:
    """The public parameters; another protocol or suite than ours is unreadable."""
    params = read(lambda: _params(body), None)
    if (params.protocol, params.suite) != (PROTOCOL, SUITE):
        raise UnreadableAnswer("this registry speaks another protocol; update the client")
    if not (params.max_points > 1 and params.epoch >= 0):
        raise UnreadableAnswer("the registry's parameters make no sense")
    return params


def read(build: Callable[[], A], request_id: str | None) -> A:
    """Whatever does not have the shape of an answer is one error, which repeats nothing of it."""
    try:
        return build()
    except (KeyError, TypeError, ValueError, AttributeError):
        pass
    raise UnreadableAnswer("the answer lacks what every registry says", request_id=request_id)


def _answer(body: Mapping[str, Any], request_id: str | None) -> TrustAnswer:
    return TrustAnswer(
        id=body["id"],
        level=word_or(Level, body["level"], Level.UNKNOWN),
        advice=_advised(body["advice"]),
        opted_out=bool(body.get("opted_out", False)),
        risk=_risk(body.get("risk")),
        evidence=EvidenceSeen(**_known(EvidenceSeen, body.get("evidence"))),
        own_history=dict(body.get("own_history") or {}),
        white=White(**_known(White, body.get("white"))),
        discount=discount_from(body.get("discount") or {}),
        reasons=_reasons(body.get("reasons")),
        notice=str(body.get("notice") or ""),
        policy=body.get("policy"),
        model=body.get("model"),
        request_id=request_id,
        raw=body,
    )


def discount_from(body: Mapping[str, Any]) -> Discount:
    """What a white buyer may be given."""
    cap = body.get("cap_percent")
    return Discount(
        eligible=bool(body.get("eligible")),
        cap_percent=None if cap is None else float(cap),
        basis=body.get("basis"),
    )


def _advised(body: Mapping[str, Any]) -> Advised:
    return Advised(
        code=word_or(Advice, body["code"], Advice.REVIEW),
        prepay_percent=float(body.get("prepay_percent") or 0),
        cod_fee_percent=float(body.get("cod_fee_percent") or 0),
        because=_reasons(body.get("because")),
    )


def _reasons(listed: Iterable[Mapping[str, Any]] | None) -> tuple[Reason, ...]:
    return tuple(Reason(**_known(Reason, each)) for each in listed or ())


def _risk(body: Mapping[str, Any] | None) -> Risk | None:
    if body is None:
        return None
    low, high, base = (float(body[name]) for name in ("low", "high", "base"))
    return Risk(float(body["estimate"]), low, high, base, str(body["confidence"]))


def _receipt(body: Mapping[str, Any], request_id: str | None) -> ReportReceipt:
    return ReportReceipt(
        id=body.get("id"),
        revision=int(body.get("revision") or 0),
        state=body.get("state"),
        counts_on=day_or_none(body.get("counts_on")),
        ignored=body.get("ignored"),
        notice=dict(body.get("notice") or {}),
        commitment=body.get("commitment"),
        request_id=request_id,
        raw=body,
    )


def _params(body: Mapping[str, Any]) -> Params:
    following = body.get("next") or {}
    return Params(
        protocol=str(body["protocol"]),
        suite=str(body["suite"]),
        epoch=int(body["epoch"]),
        public_key=str(body["public_key"]),
        canary_x=str(body["canary"]["x"]),
        canary_element=str(body["canary"]["element"]),
        proofs=bool(body.get("proofs", False)),
        max_points=min(int(body.get("max_points", 1000)), 1000),
        next_epoch=following.get("epoch"),
        next_public_key=following.get("public_key"),
    )


def _known(shape: type[Any], body: Mapping[str, Any] | None) -> dict[str, Any]:
    """The members of ``body`` that ``shape`` has a field for."""
    return {name: value for name, value in (body or {}).items() if name in shape.__slots__}


def day_or_none(value: object) -> date | None:
    """A day as the wire writes it. Raises ValueError."""
    return date.fromisoformat(str(value)) if value else None


def word_or(words: type[W], value: object, otherwise: W) -> W:
    """A word of ours, ``otherwise`` where it is a newer one."""
    try:
        return words(str(value))
    except ValueError:
        return otherwise
