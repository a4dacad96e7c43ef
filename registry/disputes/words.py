"""The words of the room: what a case is, why it was opened, where it stands, how it ended."""

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Who asks for a ruling, and of what."""

    CONTEST = "contest"
    """A customer contests a report."""
    CLAIM = "claim"
    """A shop asks that an abusive claim be confirmed: without that it never counts."""
    REFILING = "refiling"
    """A shop brings new evidence for a report that was removed."""


class Reason(StrEnum):
    """Why a customer contests."""

    PAID = "paid"
    COURIERS_FAULT = "couriers_fault"
    SHOPS_FAULT = "shops_fault"
    ILLNESS_OR_TRAVEL = "illness_or_travel"
    NOT_MY_ORDER = "not_my_order"
    SHARED_CONTACT = "shared_contact"
    WRONG_PERSON = "wrong_person"
    ALREADY_SETTLED = "already_settled"


class Via(StrEnum):
    """How the one who opened the case came in."""

    CODE = "code"
    TICKET = "ticket"
    SHOP = "shop"


class Phase(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    ANSWERED = "answered"
    RULED = "ruled"
    APPEALED = "appealed"
    CLOSED = "closed"


class Side(StrEnum):
    """Who speaks inside a case."""

    CUSTOMER = "customer"
    SHOP = "shop"
    ADMIN = "admin"


class Verdict(StrEnum):
    """What became of the report."""

    UPHELD = "upheld"
    REMOVED = "removed"


class Ending(StrEnum):
    """What brought the verdict, or closed the case without one."""

    RULING = "ruling"
    SILENCE = "silence"
    HARD_STOP = "hard_stop"
    CONCESSION = "concession"
    CORRECTION = "correction"
    OTHER_CASE = "other_case"
    WITHDRAWAL = "withdrawal"
    ERASURE = "erasure"


class Ground(StrEnum):
    """Why an admin ruled as he did."""

    EVIDENCE_HOLDS = "evidence_holds"
    CONTACT_PROVEN = "contact_proven"
    CLAIM_PROVEN = "claim_proven"
    EVIDENCE_TOO_WEAK = "evidence_too_weak"
    CONTACT_NOT_PROVEN = "contact_not_proven"
    ORDER_WAS_PAID = "order_was_paid"
    COURIER_FAILED = "courier_failed"
    SHOP_FAILED = "shop_failed"
    GOOD_REASON = "good_reason"
    OTHER_PERSON = "other_person"
    SHARED_CONTACT = "shared_contact"
    COSTS_SETTLED = "costs_settled"


class Event(StrEnum):
    """What happened to a case, for those who are to be told."""

    OPENED = "opened"
    ANSWERED = "answered"
    RULED = "ruled"
    APPEALED = "appealed"
    CLOSED = "closed"


LIVE: Final = frozenset({Phase.OPEN, Phase.ANSWERED, Phase.APPEALED})
"""While a case is in one of these, its report counts nothing."""

GROUNDS: Final = {
    Verdict.UPHELD: (Ground.EVIDENCE_HOLDS, Ground.CONTACT_PROVEN, Ground.CLAIM_PROVEN),
    Verdict.REMOVED: (
        Ground.EVIDENCE_TOO_WEAK,
        Ground.CONTACT_NOT_PROVEN,
        Ground.ORDER_WAS_PAID,
        Ground.COURIER_FAILED,
        Ground.SHOP_FAILED,
        Ground.GOOD_REASON,
        Ground.OTHER_PERSON,
        Ground.SHARED_CONTACT,
        Ground.COSTS_SETTLED,
    ),
}
