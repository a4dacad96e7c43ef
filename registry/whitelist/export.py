"""Everything that is kept about a person as one JSON document, to be taken along (GDPR art. 20)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from registry.kernel.web.language import Language
from registry.trust.explanation.explain import Exact, Weight
from registry.trust.responding import Surroundings
from registry.whitelist.cabinet import Cabinet, LookedUp, PassSpent, Proven
from registry.whitelist.rights import rights
from registry.whitelist.rules import Eligibility
from registry.whitelist.statements import Statement

FORMAT = "bonafide-export-1"


def export_document(
    seen: Cabinet, *, around: Surroundings, language: Language, contact: str, now: datetime
) -> dict[str, Any]:
    """What the cabinet shows, complete and in plain JSON; days are ISO 8601.

    No phone, no e-mail and no number of a row: the registry does not know the first two, and the
    third would tie the file to the database.
    """
    sections = rights(language, policy=around.policy, contact=contact)
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "policy": around.policy.version,
        "model": around.policy.model,
        "identifiers": [_identifier(each) for each in seen.proven],
        "linked_and_not_proven_now": seen.others,
        "white_list": _white_list(seen),
        "level": _level(seen, seen.why),
        "paused": seen.silent,
        "level_if_lifted": seen.lifted and _level(seen, seen.lifted),
        "reports": [_report(each) for each in seen.statements],
        "asked": [_asked(each) for each in seen.lookups],
        "passes_spent": [_pass(each) for each in seen.passes],
        "notice_address_kept": seen.has_address,
        "before_an_admin": [{"what": what, "since": str(on)} for what, on in seen.under_review],
        "about": {
            each.code: {"heading": each.heading, "text": list(each.paragraphs)} for each in sections
        },
    }


def _identifier(each: Proven) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "linked_on": _day(each.linked_on),
        "takes_part": each.enrolled,
        "frozen": each.frozen,
        "opted_out": each.opted_out,
        "shared": each.shared,
        "shared_by": each.shared_by,
        "erased_on": _day(each.erased_on),
    }


def _white_list(seen: Cabinet) -> dict[str, Any]:
    agreed, place = seen.agreed, seen.place
    return {
        "joined_on": _day(seen.enrolled_on),
        "consent": agreed
        and {
            "version": agreed.version,
            "language": agreed.language,
            "agreed_at": agreed.agreed_at.isoformat(),
        },
        "white_since": _day(place and place.since),
        "white_until": _day(place and place.until),
        "record": _record(seen.eligibility),
    }


def _record(found: Eligibility) -> dict[str, Any]:
    return {
        "earned": found.earned,
        "paid_orders": found.paid,
        "shops": found.shops,
        "possible_on": _day(found.on),
        "missing": [
            {"what": each.what, "have": each.have, "need": each.need, "on": _day(each.on)}
            for each in found.gaps
        ],
    }


def _level(seen: Cabinet, why: Exact) -> dict[str, Any]:
    """Not exact while a report's day is hidden: a sum of one weight would say it."""
    exact = all(each.occurred_on for each in seen.statements)
    risk, tenths = (None, None) if exact else (3, 1)
    months = seen.hidden_ends
    return {
        "level": why.level,
        "risk": _rounded(why.risk, risk),
        "usual_risk": why.base,
        "weight_of_good": _rounded(why.good, tenths),
        "weight_of_bad": _rounded(why.bad, tenths),
        "weight_of_the_usual": why.m,
        "changes_by_itself": [
            {"on": f"{each.on:%Y-%m}" if each.on in months else str(each.on), "level": each.level}
            for each in why.waiting
        ],
        "more_paid_orders": [
            {"orders": each.paid_orders, "shops": each.shops, "level": each.level}
            for each in why.would_be
        ],
    }


def _report(each: Statement) -> dict[str, Any]:
    plain = ("outcome", "fault", "evidence", "payment", "state", "paused", "weight", "redeemed")
    days = ("counts_on", "expires_on", "redeemed_on", "occurred_on")
    return (
        {name: getattr(each, name) for name in plain}
        | {name: _day(getattr(each, name)) for name in days}
        | {
            "expires_in": f"{each.expires_in:%Y-%m}",
            "counts_elsewhere": each.elsewhere,
            "paid_orders_to_redeem": each.paid_to_redeem,
            "shop": each.shop,
            "weight_made_of": _parts(each.parts),
        }
    )


def _parts(weight: Weight | None) -> dict[str, float] | None:
    if weight is None:
        return None
    names: Iterable[str] = ("attest", "decay", "reporter", "cap")
    return {name: getattr(weight, name) for name in names}


def _rounded(value: float, digits: int | None) -> float:
    return value if digits is None else round(value, digits)


def _asked(each: LookedUp) -> dict[str, Any]:
    return {"shop": each.shop, "on": str(each.on), "purpose": each.purpose}


def _pass(each: PassSpent) -> dict[str, Any]:
    return {"shop": each.shop, "on": str(each.on)}


def _day(day: object) -> str | None:
    return None if day is None else str(day)
