"""A trust answer as it is sent: the texts, the bands, the public id."""

from datetime import date
from functools import lru_cache
from typing import Any

import orjson

from registry.kernel.ids import public_id
from registry.kernel.web.language import Language
from registry.trust.advice import Because
from registry.trust.assessment import Evidence
from registry.trust.economics.discounts import Discount
from registry.trust.risk import Risk
from registry.trust.service import TrustAnswer
from registry.trust.texts import text_of

PREFIX = "lkp_"
_NO_DISCOUNT = {"eligible": False, "cap_percent": None, "basis": None}
_NOTICE = {
    Language.EN: (
        "This shop checked your order with the Bonafide registry. See what is kept about you, "
        "contest or erase it: {link}"
    ),
    Language.RU: (
        "Магазин сверил ваш заказ с реестром Bonafide. Посмотреть, оспорить или стереть записи "
        "о себе: {link}"
    ),
}


class Answers:
    """Writes the answers to one request of a shop.

    Of many people the same is told (``registry.trust.scene``): what stands around the ids is
    written once for all of whom assessment, advice and person are the very same objects.
    """

    def __init__(self, shop_id: int, language: Language, link: str) -> None:
        self._shop_id, self._language = shop_id, language
        self._notice = _NOTICE[language].format(link=link)
        self._written: dict[tuple[Any, ...], tuple[TrustAnswer, bytes, bytes]] = {}

    def write(self, answer: TrustAnswer, discount: Discount | None) -> orjson.Fragment:
        """The JSON object of one answer; ``discount`` is shown to whom it is meant for."""
        lookup_id, assessment, advice, person, since, until, own_only, refs, _ = answer
        same = (id(assessment), id(advice), id(person), since, until, own_only)
        written = self._written.get(same)
        if written is None:
            before = orjson.dumps(self._before_refs(answer, discount))[1:-1]
            after = orjson.dumps({"policy": assessment.policy, "model": assessment.model})[1:]
            self._written[same] = written = (answer, before, after)
        _, before, after = written
        name = public_id(PREFIX, self._shop_id, lookup_id).encode()
        return orjson.Fragment(
            b'{"id":"%b",%b,"refs":%b,%b' % (name, before, orjson.dumps(refs), after)
        )

    def _before_refs(self, answer: TrustAnswer, discount: Discount | None) -> dict[str, Any]:
        seen, person, advice = answer.assessment, answer.person, answer.advice
        language, fee = self._language, advice.cod_fee_percent
        return {
            "level": seen.level,
            "opted_out": person.opted_out,
            "risk": by_name(seen.risk),
            "evidence": by_name(seen.evidence),
            "own_history": seen.own_history,
            "white": _white(person.enrolled, answer.white_since, answer.white_until),
            "advice": {
                "code": advice.code,
                "prepay_percent": advice.prepay_percent,
                "cod_fee_percent": float(fee) if fee else 0.0,
                "because": [because_body(each, language) for each in advice.because],
            },
            "discount": discount_body(discount) if seen.discountable else _NO_DISCOUNT,
            "reasons": _reasons(seen.reasons, answer.own_only, language),
            "notice": self._notice,
        }


@lru_cache(maxsize=4096)
def by_name(part: Risk | Evidence) -> dict[str, Any]:
    """A risk or what is told of others: made once for all who are alike, never changed."""
    return part._asdict()


@lru_cache(maxsize=1024)
def _white(enrolled: bool, since: date | None, until: date | None) -> dict[str, Any]:
    """Made once each, never changed: of most people there is nothing to say."""
    return {"enrolled": enrolled, "since": _month(since), "valid_until": _month(until)}


@lru_cache(maxsize=1024)
def _reasons(moved: tuple[str, ...], own_only: bool, language: Language) -> list[dict[str, str]]:
    """The same few lists again and again: made once each, never changed."""
    codes = reason_codes(moved, own_only=own_only)
    return [{"code": code, "text": text_of(code, language)} for code in codes]


def discount_body(discount: Discount | None) -> dict[str, Any]:
    """A discount as it is sent; None for whom it is not meant."""
    if discount is None:
        return _NO_DISCOUNT
    cap = discount.cap_percent
    return {
        "eligible": True,
        "cap_percent": None if cap is None else float(cap),
        "basis": discount.basis,
    }


def reason_codes(moved: tuple[str, ...], *, own_only: bool) -> tuple[str, ...]:
    """What moved the answer, and what kept it short."""
    return (*moved, "budget_own_only") if own_only else moved


def because_body(each: Because, language: Language) -> dict[str, str]:
    """One reason of an advice with its text."""
    if not each.facts:
        return _plain_because(each.code, language)
    return {"code": each.code, "text": text_of(each.code, language, each.facts)}


@lru_cache(maxsize=256)
def _plain_because(code: str, language: Language) -> dict[str, str]:
    """One that names nothing: made once, never changed."""
    return {"code": code, "text": text_of(code, language)}


def _month(day: date | None) -> str | None:
    return f"{day:%Y-%m}" if day else None
