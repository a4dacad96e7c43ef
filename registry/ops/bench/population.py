"""Who orders where, and how it ends: a made-up network, the same for the same seed.

Customers and shops follow Zipf's law with an offset (Mandelbrot, 1953), without which the busiest
customer would order several times a day. With these constants customers have 3.1 orders each and
an order meets 13 earlier ones of the same customer on average, as in the order history that the
policy was measured on.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Final, Generic, TypeVar

from bonafide.protocol.words import AmountBand, Evidence, Fault, Outcome, Payment

ORDERS_PER_CUSTOMER: Final = 3.1
ORDERS_PER_SHOP: Final = 500
LEAST_SHOPS: Final = 20
WITH_EMAIL: Final = 0.3
DAYS: Final = 700
"""How far back orders reach: inside what retention keeps."""
_CHUNK: Final = 20_000
_FILED_WITHIN: Final = 10
_TOLD: Final = 0.9
_Word = TypeVar("_Word")


class _Shares(Generic[_Word]):
    """Words and how often each comes."""

    def __init__(self, shares: dict[_Word, float]) -> None:
        self._words = list(shares)
        self._sums = list(accumulate(shares.values()))

    def pick(self, dice: random.Random, count: int) -> list[_Word]:
        """So many words drawn by their shares."""
        return dice.choices(self._words, cum_weights=self._sums, k=count)


_PAYMENT: Final = _Shares({Payment.COD: 0.62, Payment.PREPAID: 0.33, Payment.ON_SITE: 0.05})
_ENDINGS: Final = {
    Payment.COD: _Shares(
        {
            Outcome.PAID: 0.90,
            Outcome.NOT_COLLECTED: 0.022,
            Outcome.REFUSED: 0.016,
            Outcome.NO_SHOW: 0.007,
            Outcome.RETURNED: 0.025,
            Outcome.CANCELLED: 0.03,
        }
    ),
    Payment.PREPAID: _Shares(
        {
            Outcome.PAID: 0.93,
            Outcome.CHARGED_BACK: 0.004,
            Outcome.ABUSIVE_CLAIM: 0.001,
            Outcome.RETURNED: 0.035,
            Outcome.CANCELLED: 0.03,
        }
    ),
    Payment.ON_SITE: _Shares({Outcome.PAID: 0.92, Outcome.NO_SHOW: 0.04, Outcome.CANCELLED: 0.04}),
}
_FAULT: Final = _Shares(
    {
        Fault.CUSTOMER: 0.74,
        Fault.COURIER: 0.12,
        Fault.SHOP: 0.06,
        Fault.FORCE_MAJEURE: 0.03,
        Fault.UNKNOWN: 0.05,
    }
)
_EVIDENCE: Final = _Shares(
    {
        Evidence.COURIER_EVENT: 0.6,
        Evidence.CALL_RECORD: 0.15,
        Evidence.PHOTO: 0.05,
        Evidence.STATEMENT: 0.2,
    }
)
_BAND: Final = _Shares(
    dict(zip(AmountBand, (0.1, 0.3, 0.25, 0.15, 0.12, 0.05, 0.02, 0.01), strict=True))
)
_SEGMENTS: Final = ("msk", "spb", "regions", None)


@dataclass(frozen=True, slots=True)
class Order:
    """One order as its shop will report it. ``customer`` and ``shop`` count from 0."""

    number: int
    customer: int
    shop: int
    outcome: Outcome
    fault: Fault
    evidence: Evidence
    payment: Payment
    amount_band: AmountBand
    segment: str | None
    occurred_on: date
    filed_on: date
    told: bool


def customers_of(reports: int) -> int:
    """How many customers a network of so many reports has."""
    return max(1, round(reports / ORDERS_PER_CUSTOMER))


def shops_of(reports: int) -> int:
    """How many shops it has."""
    return max(LEAST_SHOPS, reports // ORDERS_PER_SHOP)


def orders(*, reports: int, seed: int, today: date) -> Iterator[list[Order]]:
    """``reports`` orders of the last ``DAYS`` days, in lists of some thousands."""
    dice = random.Random(seed)  # noqa: S311 - made-up people need no secrecy
    customers = _zipf(customers_of(reports), exponent=0.7, offset=customers_of(reports) / 1_000)
    shops = _zipf(shops_of(reports), exponent=0.9, offset=2)
    for first in range(0, reports, _CHUNK):
        count = min(_CHUNK, reports - first)
        who = dice.choices(range(len(customers)), cum_weights=customers, k=count)
        where = dice.choices(range(len(shops)), cum_weights=shops, k=count)
        how = _PAYMENT.pick(dice, count)
        band = _BAND.pick(dice, count)
        yield [
            _order(dice, first + each, who[each], where[each], how[each], band[each], today)
            for each in range(count)
        ]


def _order(
    dice: random.Random,
    number: int,
    customer: int,
    shop: int,
    payment: Payment,
    band: AmountBand,
    today: date,
) -> Order:
    [outcome] = _ENDINGS[payment].pick(dice, 1)
    fault, evidence = Fault.UNKNOWN, Evidence.STATEMENT
    if outcome not in (Outcome.PAID, Outcome.RETURNED, Outcome.CANCELLED):
        [fault], [evidence] = _FAULT.pick(dice, 1), _EVIDENCE.pick(dice, 1)
    filed = int(dice.random() * DAYS)
    late = int(dice.random() * _FILED_WITHIN)
    return Order(
        number=number,
        customer=customer,
        shop=shop,
        outcome=outcome,
        fault=fault,
        evidence=evidence,
        payment=payment,
        amount_band=band,
        segment=_SEGMENTS[number & 3],
        occurred_on=today - timedelta(days=filed + late),
        filed_on=today - timedelta(days=filed),
        told=dice.random() < _TOLD,
    )


def _zipf(count: int, *, exponent: float, offset: float) -> list[float]:
    """Running sums of the weights of ranks 1, 2, …, ``count``."""
    return list(accumulate((rank + offset) ** -exponent for rank in range(1, count + 1)))
