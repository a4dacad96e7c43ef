"""Who plays: three shops, four buyers to be asked about, and a crowd of others.

Nobody is real. The numbers begin with +7 000, which is given to no one, and the same seed makes the
same orders each time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from bonafide import Evidence, Fault, Outcome, Payment, Report

SHOPS: Final = ("Самовар и чай", "Книги на Покровке", "Рукодельница")
"""The first one asks in the end; it has never met three of the four."""

FILED_DAYS_AGO: Final = 10
"""A failure counts for others on the ninth day, so the story begins before that."""

_SEED: Final = 20287
_CROWD: Final = 140
_SPAN_DAYS: Final = 50
_CITIES: Final = ("msk", "spb", "region")
_COURIERS: Final = ("cdek", "boxberry", "pochta", "yandex")


@dataclass(frozen=True, slots=True)
class Buyer:
    """Somebody to ask about. The number is printed: it belongs to nobody."""

    code: str
    phone: str


GOOD: Final = Buyer("good", "+70002000001")
BAD: Final = Buyer("bad", "+70002000002")
UNKNOWN: Final = Buyer("unknown", "+70002000003")
OPTED_OUT: Final = Buyer("opted_out", "+70002000004")
CONTESTING: Final = Buyer("contesting", "+70002000005")
"""Nobody asks about him: he refused a parcel of the first shop, which he may contest there."""
ASKED: Final = (GOOD, BAD, UNKNOWN, OPTED_OUT)

_HISTORIES: Final = {
    GOOD: ((1, Outcome.PAID),) * 4 + ((2, Outcome.PAID),) * 3,
    BAD: (
        (1, Outcome.REFUSED),
        (1, Outcome.NOT_COLLECTED),
        (2, Outcome.NO_SHOW),
        (2, Outcome.PAID),
    ),
    OPTED_OUT: ((0, Outcome.PAID), (1, Outcome.PAID), (2, Outcome.REFUSED)),
}


def orders(filed_on: date) -> list[list[Report]]:
    """For each shop the orders that it reports on ``filed_on``."""
    rng = Random(_SEED)  # noqa: S311 (a story, not a secret)
    ended = [*_told(), *_crowd(rng)]
    rng.shuffle(ended)
    filed: list[list[Report]] = [[] for _ in SHOPS]
    ended.append((0, CONTESTING.phone, Outcome.REFUSED, Fault.CUSTOMER))
    for shop, phone, outcome, fault in ended:
        number = f"{shop + 1}-{1001 + len(filed[shop])}"
        filed[shop].append(_report(rng, filed_on, phone, number, outcome, fault))
    return filed


def contestable(filed: list[list[Report]]) -> str:
    """The number of the order that ``CONTESTING`` may name and contest."""
    return next(each.order_ref for each in filed[0] if each.phone == CONTESTING.phone)


def _told() -> Iterator[tuple[int, str, Outcome, Fault]]:
    for buyer, history in _HISTORIES.items():
        for shop, outcome in history:
            yield shop, buyer.phone, outcome, Fault.CUSTOMER


def _crowd(rng: Random) -> Iterator[tuple[int, str, Outcome, Fault]]:
    """One buyer in sixteen lets every third parcel go back; of the others one order in fifty."""
    for number in range(_CROWD):
        phone = f"+7000{3_000_000 + number}"
        fails = 0.35 if number % 16 == 0 else 0.02
        for _ in range(rng.choice((1, 1, 2, 2, 3, 4))):
            yield rng.randrange(len(SHOPS)), phone, *_end(rng, fails)


def _end(rng: Random, fails: float) -> tuple[Outcome, Fault]:
    if rng.random() < fails:
        bad = (Outcome.REFUSED, Outcome.NO_SHOW, Outcome.NOT_COLLECTED)
        return rng.choice(bad), Fault.CUSTOMER
    odd = rng.random()
    if odd < 0.03:
        return Outcome.NOT_COLLECTED, Fault.COURIER
    if odd < 0.06:
        return Outcome.RETURNED, Fault.UNKNOWN
    return Outcome.PAID, Fault.UNKNOWN


def _report(
    rng: Random, filed_on: date, phone: str, order_ref: str, outcome: Outcome, fault: Fault
) -> Report:
    paid = outcome is Outcome.PAID
    prepaid = paid and rng.random() < 0.25
    return Report(
        phone=phone,
        order_ref=order_ref,
        outcome=outcome,
        fault=fault,
        evidence=Evidence.PAYMENT_RECORD if paid else Evidence.COURIER_EVENT,
        payment=Payment.PREPAID if prepaid else Payment.COD,
        occurred_on=filed_on - timedelta(days=rng.randrange(1, _SPAN_DAYS)),
        amount=rng.randrange(6, 120) * 100 - 10,
        courier=rng.choice(_COURIERS),
        segment=rng.choice(_CITIES),
        told_on=None if paid or fault is not Fault.CUSTOMER else filed_on,
    )
