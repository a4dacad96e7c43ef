"""Questions read without a schema: the usual shape only; see registry.kernel.web.each.Each."""

import re
from decimal import Decimal
from typing import Any, Final

from bonafide.protocol.words import Payment, Purpose
from registry.identifiers.quick import quick_names
from registry.shops.terms import CURRENCIES
from registry.trust.responding import Question

MOST_MONEY: Final = 10_000_000
_NAMES: Final = frozenset(
    {"identifiers", "order_ref", "purpose", "payment", "amount", "currency", "segment"}
)
_ORDER: Final = re.compile(r"[^\x00-\x1f\x7f]{1,100}")
_SEGMENT: Final = re.compile(r"[A-Za-z0-9_.:-]{1,40}")
_MONEY: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?", re.ASCII)
_PURPOSES: Final = {purpose.value: purpose for purpose in Purpose}
_PAYMENTS: Final = frozenset(payment.value for payment in Payment)


def quick_question(value: Any) -> Question | None:
    """The question in one item, or None where the schema is to decide."""
    if type(value) is not dict or not value.keys() <= _NAMES:
        return None
    names = quick_names(value.get("identifiers"))
    order_ref, purpose = value.get("order_ref"), value.get("purpose")
    payment, currency = value.get("payment"), value.get("currency", "RUB")
    segment = value.get("segment")
    if not type(order_ref) is type(purpose) is type(payment) is type(currency) is str:
        return None
    if names is None or purpose not in _PURPOSES or payment not in _PAYMENTS:
        return None
    if not _ORDER.fullmatch(order_ref) or currency not in CURRENCIES:
        return None
    if segment is not None and not (type(segment) is str and _SEGMENT.fullmatch(segment)):
        return None
    amount = value.get("amount")
    if amount is not None:
        if type(amount) is not str or not _MONEY.fullmatch(amount):
            return None
        amount = Decimal(amount)
        if amount > MOST_MONEY:
            return None
    return Question(tuple(names), order_ref, _PURPOSES[purpose], payment, amount, currency, segment)
