"""What a report is worth on a day, whoever filed it: worked out once for all who say the same.

What reports say repeats (``registry.reports.said``), and from a policy and a day it follows at once
whether it counts, and what it weighs before it is asked how far its shop is believed:

    worth = attest · 2^(−a / t½)

with t½ the half-life and ``a`` the age in days. The words are those of ``registry.trust.facts``.
"""

from datetime import date, timedelta
from functools import lru_cache
from math import inf
from typing import Final

from bonafide.protocol.words import Evidence, Fault
from registry.reports.said import Said
from registry.trust.facts import is_failure, is_paid
from registry.trust.fading import fading_of
from registry.trust.policy import Negatives, Policy, Weights

_MOST: Final = 65_536


class Worth(dict[Said, float]):
    """What is said → what a paid order is worth; 0 where it says nothing, infinite for a failure.

    In the view of its own shop (``own``) or of the others. So a sum over somebody's reports tells
    at once whether there is a failure to be looked at. What a policy gives no weight says nothing.
    """

    def __init__(self, policy: Policy, today: date, *, own: bool) -> None:
        super().__init__()
        self._weights = policy.weights
        self._today = today
        self._own = own
        self._off = policy.negatives is Negatives.OFF and not own
        self._expired = (today - timedelta(days=policy.weights.expiry_days)).toordinal()

    def __missing__(self, says: Said) -> float:
        if len(self) >= _MOST:
            self.clear()
        self[says] = found = self._worth(says)
        return found

    def _worth(self, says: Said) -> float:
        if says.day <= self._expired or not self._heard(says):
            return 0.0
        if is_paid(says):
            return worth_of(says, self._weights, self._today)
        return inf if is_failure(says) and not self._off else 0.0

    def _heard(self, says: Said) -> bool:
        """For its own shop a report counts at once, for others from ``counts_on``."""
        if self._own:
            return says.filed_on <= self._today
        return says.elsewhere and says.counts_on is not None and says.counts_on <= self._today


@lru_cache(maxsize=8)
def worths(policy: Policy, today: date) -> tuple[Worth, Worth]:
    """To others and to the shop itself: the same two for everybody who asks on that day."""
    return Worth(policy, today, own=False), Worth(policy, today, own=True)


def worth_of(says: Said, weights: Weights, today: date) -> float:
    """attest · decay."""
    return attested(says, weights) * left(says, weights, today)


def left(says: Said, weights: Weights, today: date) -> float:
    """How much of it is left: failures fade sooner."""
    half_life = weights.half_life_good_days if is_paid(says) else weights.half_life_bad_days
    return fading_of(half_life, today)[says.occurred_on]


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
