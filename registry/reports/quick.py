"""Reports read without a schema: the usual shape only; see registry.kernel.web.each.Each."""

import re
from datetime import date
from typing import Any, Final

from bonafide.protocol.words import BAD_OUTCOMES, AmountBand, Evidence, Fault, Outcome, Payment
from registry.identifiers.quick import quick_names
from registry.reports.couriers import COURIERS

MOST_REVISIONS: Final = 1_000_000
_NEEDED: Final = {"outcome", "payment", "occurred_on", "amount_band", "order_ref", "identifiers"}
_WORDS: Final[dict[str, dict[str, Any]]] = {
    "outcome": {each.value: each for each in Outcome},
    "fault": {each.value: each for each in Fault},
    "evidence": {each.value: each for each in Evidence},
    "payment": {each.value: each for each in Payment},
    "amount_band": {each.value: each for each in AmountBand},
}
_FORMS: Final = {
    "segment": re.compile(r"[A-Za-z0-9_.:-]{1,40}"),
    "lookup": re.compile(r"lkp_[a-z2-7]{26}"),
    "courier": re.compile("|".join(map(re.escape, sorted(COURIERS)))),
}
_ORDER: Final = re.compile(r"[^\x00-\x1f\x7f]{1,100}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNSAID: Final = dict.fromkeys((*_FORMS, "customer_told_on")) | {
    "fault": Fault.UNKNOWN,
    "evidence": Evidence.STATEMENT,
    "imported": False,
    "revision": 1,
}


def quick_report(value: Any) -> dict[str, Any] | None:
    """What the schema makes of one report, or None where it is to decide."""
    if type(value) is not dict or not value.keys() >= _NEEDED:
        return None
    made: dict[str, Any] = dict(_UNSAID)
    for name, said in value.items():
        read = _READERS.get(name)
        found = None if read is None else read(name, said)
        if found is None and not (said is None and name in _MAY_BE_NULL):
            return None
        made[name] = found
    if made["outcome"] in BAD_OUTCOMES and not value.keys() >= {"fault", "evidence"}:
        return None
    return made


def _word(name: str, said: Any) -> Any:
    return _WORDS[name].get(said) if type(said) is str else None


def _form(name: str, said: Any) -> str | None:
    return said if type(said) is str and _FORMS[name].fullmatch(said) else None


def _day(_name: str, said: Any) -> date | None:
    if type(said) is not str or not _DAY.fullmatch(said):
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _order(_name: str, said: Any) -> str | None:
    return said if type(said) is str and _ORDER.fullmatch(said) else None


def _truth(_name: str, said: Any) -> bool | None:
    return said if type(said) is bool else None


def _revision(_name: str, said: Any) -> int | None:
    return said if type(said) is int and 1 <= said <= MOST_REVISIONS else None


def _names(_name: str, said: Any) -> Any:
    return quick_names(said)


_MAY_BE_NULL: Final = {*_FORMS, "customer_told_on"}
_READERS: Final = {
    **dict.fromkeys(_WORDS, _word),
    **dict.fromkeys(_FORMS, _form),
    **dict.fromkeys(("occurred_on", "customer_told_on"), _day),
    "order_ref": _order,
    "imported": _truth,
    "revision": _revision,
    "identifiers": _names,
}
