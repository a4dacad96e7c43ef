"""Questions read without a schema: the usual shape only; see registry.kernel.web.each.Each."""

import re
from decimal import Decimal
from functools import partial
from typing import Any, Final

from bonafide.protocol.words import Payment, Purpose
from registry.identifiers.quick import quick_names
from registry.shops.terms import CURRENCIES
from registry.trust.responding import Question

MOST_MONEY: Final = 10_000_000
_MOST_MONEY: Final = Decimal(MOST_MONEY)
_ORDER: Final = re.compile(r"[^\x00-\x1f\x7f]{1,100}")
_SEGMENT: Final = re.compile(r"[A-Za-z0-9_.:-]{1,40}")
_MONEY: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?", re.ASCII)
_PURPOSES: Final = {purpose.value: purpose for purpose in Purpose}
_PAYMENTS: Final = frozenset(payment.value for payment in Payment)
_made: Final = partial(tuple.__new__, Question)
"""A question of its fields in their order: a batch has a thousand."""


def quick_question(value: Any) -> Question | None:
    """The question in one item, or None where the schema is to decide."""
    try:
        return _question(**value)
    except TypeError:  # no object, a field too many or too few, or of another kind
        return None


def _question(
    identifiers: Any,
    order_ref: Any,
    purpose: Any,
    payment: Any,
    amount: Any = None,
    currency: Any = "RUB",
    segment: Any = None,
) -> Question | None:
    """By its fields; raises TypeError where one is of a kind that no table or pattern takes."""
    names, meant = quick_names(identifiers), _PURPOSES.get(purpose)
    if names is None or meant is None or payment not in _PAYMENTS or currency not in CURRENCIES:
        return None
    if not _ORDER.fullmatch(order_ref) or not (segment is None or _SEGMENT.fullmatch(segment)):
        return None
    if amount is not None:
        if not _MONEY.fullmatch(amount):
            return None
        amount = Decimal(amount)
        if amount > _MOST_MONEY:
            return None
    return _made((tuple(names), order_ref, meant, payment, amount, currency, segment))
