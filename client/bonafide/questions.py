"""What goes in: one question, one report. Their reprs are silent about the person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bonafide.protocol.words import AmountBand, Evidence, Fault, Outcome, Payment, Purpose

Contacts = str | Sequence[str] | None
Amount = Decimal | int | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One person about one order or cart. Give phone, e-mail or both; at most four in all.

    ``order_ref`` is your own number of the order; the registry keeps only a keyed digest of it.
    ``amount`` in ``currency`` is used for the advice and not stored.
    """

    phone: Contacts = field(default=None, repr=False)
    email: Contacts = field(default=None, repr=False)
    order_ref: str
    purpose: Purpose | str = Purpose.DISPATCH
    payment: Payment | str = Payment.COD
    amount: Amount = None
    currency: str = "RUB"
    segment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How one order ended.

    ``amount`` stays here: only its band is sent. ``occurred_on`` defaults to today (UTC).
    ``told_on`` is the day on which the customer was told of a negative report; without it, it never
    counts for others. ``lookup`` is the ``id`` of the answer that preceded the dispatch.
    A correction carries the next ``revision``.
    """

    phone: Contacts = field(default=None, repr=False)
    email: Contacts = field(default=None, repr=False)
    order_ref: str
    outcome: Outcome | str
    fault: Fault | str | None = None
    evidence: Evidence | str = Evidence.STATEMENT
    payment: Payment | str = Payment.COD
    occurred_on: date | None = None
    amount: Amount = None
    amount_band: AmountBand | str | None = None
    courier: str | None = None
    segment: str | None = None
    lookup: str | None = None
    told_on: date | None = None
    revision: int = 1
    imported: bool = False
