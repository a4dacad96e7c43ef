"""The words that travel on the wire. Server, client, tables and pages use these and no others."""

from decimal import Decimal
from enum import StrEnum


class World(StrEnum):
    """Two registries in one: nothing of one can be named in the other."""

    LIVE = "live"
    TEST = "test"


class Kind(StrEnum):
    """What an identifier was before it was blinded."""

    PHONE = "phone"
    EMAIL = "email"


class Outcome(StrEnum):
    """How one order ended."""

    PAID = "paid"
    REFUSED = "refused"
    NO_SHOW = "no_show"
    NOT_COLLECTED = "not_collected"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    CHARGED_BACK = "charged_back"
    ABUSIVE_CLAIM = "abusive_claim"
    SETTLED = "settled"


class Fault(StrEnum):
    """Whose doing it was. Only ``customer`` counts against anyone; ``unknown`` counts half."""

    CUSTOMER = "customer"
    SHOP = "shop"
    COURIER = "courier"
    FORCE_MAJEURE = "force_majeure"
    UNKNOWN = "unknown"


class Evidence(StrEnum):
    """What kind of proof the shop holds. The proof itself is never sent with a report."""

    COURIER_EVENT = "courier_event"
    PAYMENT_RECORD = "payment_record"
    CALL_RECORD = "call_record"
    PHOTO = "photo"
    STATEMENT = "statement"


class Payment(StrEnum):
    """How the order was to be paid."""

    COD = "cod"
    PREPAID = "prepaid"
    ON_SITE = "on_site"


class Purpose(StrEnum):
    """Why a shop asks."""

    DISPATCH = "dispatch"
    DISCOUNT = "discount"
    COMPENSATION = "compensation"


class Level(StrEnum):
    """A person's standing, the same in every shop."""

    WHITE = "white"
    GOOD = "good"
    UNKNOWN = "unknown"
    WATCH = "watch"


class Advice(StrEnum):
    """What the registry advises. There is no word for refusing a sale."""

    SHIP = "ship"
    CONFIRM_CALL = "confirm_call"
    PART_PREPAY = "part_prepay"
    PREPAY = "prepay"
    REVIEW = "review"
    COMPENSATE = "compensate"


class ReportState(StrEnum):
    """Where a report stands in its life."""

    PENDING = "pending"
    COUNTING = "counting"
    DISPUTED = "disputed"
    UPHELD = "upheld"
    REMOVED = "removed"
    RETRACTED = "retracted"
    SETTLED = "settled"
    EXPIRED = "expired"


class AmountBand(StrEnum):
    """An order's amount in the shop's own currency, to the band and never closer."""

    UNDER_500 = "0-499"
    UNDER_1500 = "500-1499"
    UNDER_3000 = "1500-2999"
    UNDER_5000 = "3000-4999"
    UNDER_10000 = "5000-9999"
    UNDER_20000 = "10000-19999"
    UNDER_50000 = "20000-49999"
    FROM_50000 = "50000+"

    @classmethod
    def of(cls, money: Decimal) -> "AmountBand":
        """The band that an amount of 0 or more lies in."""
        return next((band for limit, band in _BAND_LIMITS if money < limit), cls.FROM_50000)


_BAND_LIMITS = (
    (500, AmountBand.UNDER_500),
    (1_500, AmountBand.UNDER_1500),
    (3_000, AmountBand.UNDER_3000),
    (5_000, AmountBand.UNDER_5000),
    (10_000, AmountBand.UNDER_10000),
    (20_000, AmountBand.UNDER_20000),
    (50_000, AmountBand.UNDER_50000),
)


class PassResult(StrEnum):
    """What became of a white pass that was shown at a checkout."""

    WHITE = "white"
    NOT_WHITE = "not_white"
    SPENT = "spent"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    UNKNOWN_CODE = "unknown_code"


class Stance(StrEnum):
    """What a shop says to a dispute of its report."""

    UPHOLD = "uphold"
    CONCEDE = "concede"


class ChangeKind(StrEnum):
    """What a shop is told of afterwards."""

    ANSWER_CHANGED = "answer.changed"
    REPORT_DISPUTED = "report.disputed"
    DISPUTE_OPENED = "dispute.opened"
    DISPUTE_RULED = "dispute.ruled"
    REPORT_REMOVED = "report.removed"


NEUTRAL_OUTCOMES = frozenset({Outcome.RETURNED, Outcome.CANCELLED, Outcome.SETTLED})
BAD_OUTCOMES = frozenset(
    {
        Outcome.REFUSED,
        Outcome.NO_SHOW,
        Outcome.NOT_COLLECTED,
        Outcome.CHARGED_BACK,
        Outcome.ABUSIVE_CLAIM,
    }
)
