"""How the words of a report are said inside a case."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from bonafide.protocol.words import Evidence, Fault, Outcome, Payment, ReportState
from registry.kernel.web.language import Language

Words = Mapping[Language, Mapping[StrEnum, str]]

OUTCOMES: Final[Words] = {
    Language.EN: {
        Outcome.PAID: "paid",
        Outcome.REFUSED: "refused at the door",
        Outcome.NO_SHOW: "nobody there",
        Outcome.NOT_COLLECTED: "not collected",
        Outcome.RETURNED: "returned",
        Outcome.CANCELLED: "cancelled",
        Outcome.CHARGED_BACK: "charged back",
        Outcome.ABUSIVE_CLAIM: "abusive claim",
        Outcome.SETTLED: "settled",
    },
    Language.RU: {
        Outcome.PAID: "оплачен",
        Outcome.REFUSED: "отказ при вручении",
        Outcome.NO_SHOW: "никого не было",
        Outcome.NOT_COLLECTED: "не забран",
        Outcome.RETURNED: "возвращён",
        Outcome.CANCELLED: "отменён",
        Outcome.CHARGED_BACK: "платёж отозван",
        Outcome.ABUSIVE_CLAIM: "злоупотребление претензией",
        Outcome.SETTLED: "расходы возмещены",
    },
}
FAULTS: Final[Words] = {
    Language.EN: {
        Fault.CUSTOMER: "the customer",
        Fault.SHOP: "the shop",
        Fault.COURIER: "the courier",
        Fault.FORCE_MAJEURE: "force majeure",
        Fault.UNKNOWN: "not known",
    },
    Language.RU: {
        Fault.CUSTOMER: "покупатель",
        Fault.SHOP: "магазин",
        Fault.COURIER: "курьер",
        Fault.FORCE_MAJEURE: "непреодолимая сила",
        Fault.UNKNOWN: "неизвестно",
    },
}
EVIDENCE: Final[Words] = {
    Language.EN: {
        Evidence.COURIER_EVENT: "courier's event",
        Evidence.PAYMENT_RECORD: "payment record",
        Evidence.CALL_RECORD: "call record",
        Evidence.PHOTO: "photo",
        Evidence.STATEMENT: "statement",
    },
    Language.RU: {
        Evidence.COURIER_EVENT: "событие курьера",
        Evidence.PAYMENT_RECORD: "запись о платеже",
        Evidence.CALL_RECORD: "запись звонка",
        Evidence.PHOTO: "фотография",
        Evidence.STATEMENT: "объяснение",
    },
}
PAYMENTS: Final[Words] = {
    Language.EN: {
        Payment.COD: "cash on delivery",
        Payment.PREPAID: "prepaid",
        Payment.ON_SITE: "on site",
    },
    Language.RU: {
        Payment.COD: "при получении",
        Payment.PREPAID: "предоплата",
        Payment.ON_SITE: "на месте",
    },
}
STATES: Final[Words] = {
    Language.EN: {
        ReportState.PENDING: "waits",
        ReportState.COUNTING: "counts",
        ReportState.DISPUTED: "disputed, counts nothing",
        ReportState.UPHELD: "upheld",
        ReportState.REMOVED: "removed",
        ReportState.RETRACTED: "taken back",
        ReportState.SETTLED: "settled",
        ReportState.EXPIRED: "expired",
    },
    Language.RU: {
        ReportState.PENDING: "ждёт",
        ReportState.COUNTING: "учитывается",
        ReportState.DISPUTED: "оспорен, не учитывается",
        ReportState.UPHELD: "подтверждён",
        ReportState.REMOVED: "удалён",
        ReportState.RETRACTED: "отозван",
        ReportState.SETTLED: "возмещён",
        ReportState.EXPIRED: "истёк",
    },
}
