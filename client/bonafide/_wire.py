"""Bodies of requests. The only identifiers that can get into one are refs and elements."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from bonafide.errors import Misuse
from bonafide.protocol.words import AmountBand, Evidence, Fault, Outcome, Payment, Purpose
from bonafide.questions import Amount, Question, Report

W = TypeVar("W", bound=StrEnum)
WireName = Mapping[str, object]


def question_body(question: Question) -> dict[str, Any]:
    """One item of a look-up, still without its identifiers."""
    body: dict[str, Any] = {
        "order_ref": filled("order_ref", question.order_ref),
        "purpose": word(Purpose, question.purpose),
        "payment": word(Payment, question.payment),
    }
    if question.amount is not None:
        body |= {"amount": f"{_money(question.amount):.2f}", "currency": question.currency}
    return body | _given(segment=question.segment)


def report_body(report: Report, today: date) -> dict[str, Any]:
    """One report, still without its identifiers."""
    return {
        "order_ref": filled("order_ref", report.order_ref),
        "outcome": word(Outcome, report.outcome),
        "fault": word(Fault, report.fault or Fault.UNKNOWN),
        "evidence": word(Evidence, report.evidence),
        "payment": word(Payment, report.payment),
        "occurred_on": (report.occurred_on or today).isoformat(),
        "amount_band": _band_of(report),
        "revision": report.revision,
    } | _given(
        courier=report.courier,
        segment=report.segment,
        lookup=report.lookup,
        customer_told_on=report.told_on.isoformat() if report.told_on else None,
        imported=True if report.imported else None,
    )


def encoded(body: Mapping[str, object]) -> bytes:
    """The body as it travels. Raises Misuse."""
    try:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        pass
    raise Misuse("a text holds characters that no encoding has")


def band(amount: Amount) -> AmountBand:
    """The band of an exact amount, which itself is never sent with a report."""
    return AmountBand.of(_money(amount))


def _band_of(report: Report) -> AmountBand:
    if report.amount_band is not None:
        return word(AmountBand, report.amount_band)
    if report.amount is None:
        raise Misuse("a report needs an amount or an amount_band")
    return band(report.amount)


def _given(**optional: object) -> dict[str, object]:
    return {name: value for name, value in optional.items() if value is not None}


def filled(name: str, value: str) -> str:
    """A text that must not be empty. Raises Misuse."""
    if not value.strip():
        raise Misuse(f"{name} must not be empty")
    return value


def _money(amount: Amount) -> Decimal:
    """A float is refused: money is never counted in floats."""
    if not isinstance(amount, Decimal | int | str):
        raise Misuse("an amount is a Decimal, an int or a text such as 3490.00")
    try:
        money = Decimal(amount)
    except InvalidOperation:
        money = Decimal(-1)
    if not (money.is_finite() and money >= 0):
        raise Misuse("an amount is a number that is not negative")
    return money


def word(words: type[W], value: str) -> W:
    """One of our words. Raises Misuse with all of them."""
    try:
        return words(value)
    except ValueError:
        pass
    raise Misuse(f"{words.__name__.lower()} must be one of {', '.join(words)}")
