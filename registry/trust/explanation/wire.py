"""An explanation as it is sent to the shop: bands, shares and the shop's own terms."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bonafide.protocol.words import Advice, Payment, Purpose
from registry.kernel.ids import public_id
from registry.kernel.web.language import Language
from registry.reports.service import PREFIX as REPORT_PREFIX
from registry.shops.terms import Terms
from registry.trust.explanation.explaining import PREFIX, Explained
from registry.trust.explanation.texts import NOTES, PARTS, WOULD_CHANGE, sentence
from registry.trust.facts import Fact, counts_for, is_failure, is_paid
from registry.trust.texts import text_of
from registry.trust.wire import because_body, by_name, reason_codes

_CENT = Decimal("0.01")


def explanation_body(found: Explained, shop_id: int, *, language: Language) -> dict[str, Any]:
    """The JSON object of one explanation."""
    asked, answer = found.asked, found.answer
    seen = answer.assessment
    return {
        "id": public_id(PREFIX, shop_id, asked.lookup_id),
        "asked_on": asked.asked_on.isoformat(),
        "purpose": Purpose(asked.purpose),
        "payment": Payment(asked.payment),
        "segment": asked.segment,
        "level": seen.level,
        "risk": by_name(seen.risk),
        "evidence": by_name(seen.evidence),
        "own_reports": [_own(row, found, shop_id) for row in found.own_reports],
        "expected_of_a_stranger": {
            "percent": _percent(seen.p0),
            "parts": [
                {
                    "name": part.name,
                    "times": round(part.times, 2),
                    "percent": _percent(part.p),
                    "text": sentence(PARTS, part.name, language),
                }
                for part in found.prior
            ],
        },
        "reasons": [
            {"code": code, "text": text_of(code, language)}
            for code in reason_codes(seen.reasons, own_only=answer.own_only)
        ],
        "advice": _advice(found, language),
        "would_change": sentence(WOULD_CHANGE, seen.level, language),
        "notes": [{"code": code, "text": sentence(NOTES, code, language)} for code in NOTES],
        "rates_of": found.fitted_on.isoformat() if found.fitted_on else None,
        "policy": seen.policy,
        "model": seen.model,
    }


def _own(fact: Fact, found: Explained, shop_id: int) -> dict[str, Any]:
    counts = counts_for(fact, shop_id, found.asked.asked_on)
    return {
        "id": public_id(REPORT_PREFIX, shop_id, fact.report_id),
        "outcome": fact.outcome,
        "fault": fact.fault,
        "evidence": fact.evidence,
        "occurred_on": fact.occurred_on.isoformat(),
        "counts": counts and (is_paid(fact) or is_failure(fact)),
    }


def _advice(found: Explained, language: Language) -> dict[str, Any]:
    given, terms, risk = found.answer.advice, found.terms, found.answer.assessment.risk
    cost = terms.failure_cost_no_amount
    loss = Decimal(str(risk.estimate)) * cost
    return {
        "code": given.code,
        "because": [because_body(each, language) for each in given.because],
        "times_usual": round(risk.estimate / risk.base, 1) if risk.base else None,
        "ladder": _ladder(terms),
        "prepay_above": None if terms.prepay_above is None else f"{terms.prepay_above:f}",
        "cost_of_a_failure": f"{cost:f}",
        "expected_loss": f"{loss.quantize(_CENT, ROUND_HALF_UP):f}",
        "currency": terms.currency,
    }


def _ladder(terms: Terms) -> list[dict[str, str]]:
    steps = (
        (Advice.CONFIRM_CALL, terms.confirm_call_times),
        (Advice.PART_PREPAY, terms.part_prepay_times),
        (Advice.PREPAY, terms.prepay_times),
    )
    return [{"code": code.value, "from_times": f"{times:f}"} for code, times in steps]


def _percent(share: float) -> float:
    return round(share * 100, 1)
