"""What a report is worth on a day, whoever filed it: worked out once for all who say the same.

What reports say repeats (``registry.reports.said``), and from a policy and a day it follows at once
whether it counts, and what it weighs before it is asked how far its shop is believed:

    worth = attest · 2^(−a / t½)

with t½ the half-life and ``a`` the age in days. The words are those of ``registry.trust.facts``.
"""

from datetime import date
from functools import lru_cache
from math import inf
from typing import Final

from bonafide.protocol.words import Evidence, Fault
from registry.reports.numbers import counted, counts_in, day_of, filed_in, words_in
from registry.reports.said import SAID, Said
from registry.trust.facts import is_failure, is_paid
from registry.trust.fading import fading_of
from registry.trust.policy import Negatives, Policy, Weights

_MOST: Final = 131_072
"""Who is beyond it begins anew; a million reports say some 75,000 different things."""


class _Attest(dict[int, float]):
    """Words → what stands behind a paid order; 0 for nothing, infinite for a failure.

    By the words in a number (``words_in``); there are a few dozens of them.
    """

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, words: int) -> float:
        says = SAID[words]
        found = inf if is_failure(says) else 0.0
        self[words] = found = attested(says, self._weights) if is_paid(says) else found
        return found


@lru_cache(maxsize=8)
def _attests(policy: Policy) -> _Attest:
    return _Attest(policy.weights)


class Worth(dict[int, float]):
    """A report's number → what a paid order is worth; 0 if it says nothing, infinite for a failure.

    In the view of its own shop (``own``) or of the others. So a sum over somebody's reports tells
    at once whether there is a failure to be looked at. What a policy gives no weight says nothing.
    A shop's own reports count for itself at once, for others from ``counts_on``.
    """

    def __init__(self, policy: Policy, today: date, *, own: bool) -> None:
        super().__init__()
        self._attests = _attests(policy)
        self._fading = fading_of(policy.weights.half_life_good_days, today)
        self._today = counted(today)
        self._own = own
        self._off = policy.negatives is Negatives.OFF and not own
        self._expired = today.toordinal() - policy.weights.expiry_days

    def __missing__(self, number: int) -> float:
        if len(self) >= _MOST:
            self.clear()
        worth, day = 0.0, day_of(number)
        begins = filed_in(number) if self._own else counts_in(number)
        if day > self._expired and 0 < begins <= self._today:
            worth = self._attests[words_in(number)] * self._fading[day]
            if worth == inf and self._off:
                worth = 0.0
        self[number] = worth
        return worth


@lru_cache(maxsize=16)
def worths(policy: Policy, today: date, own: bool) -> Worth:
    """The same one for everybody who asks on that day."""
    return Worth(policy, today, own=own)


def worth_of(says: Said, weights: Weights, today: date) -> float:
    """attest · decay."""
    return attested(says, weights) * left(says, weights, today)


def left(says: Said, weights: Weights, today: date) -> float:
    """How much of it is left: failures fade sooner."""
    half_life = weights.half_life_good_days if is_paid(says) else weights.half_life_bad_days
    return fading_of(half_life, today)[says.day]


def attested(says: Said, weights: Weights) -> float:
    """What stands behind it: of a failure its evidence, halved where the fault is unknown."""
    if is_paid(says):
        return weights.attest_imported if says.imported else weights.attest_paid
    evidence, attest = says.evidence, weights.attest_statement
    if evidence is Evidence.COURIER_EVENT:
        attest = weights.attest_courier_event
    elif evidence is Evidence.PAYMENT_RECORD:
        attest = weights.attest_payment_record
    elif evidence is Evidence.CALL_RECORD:
        attest = weights.attest_call_record
    elif evidence is Evidence.PHOTO:
        attest = weights.attest_photo
    return attest * (weights.fault_unknown if says.fault is Fault.UNKNOWN else 1.0)
