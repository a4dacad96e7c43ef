"""The words of the wire as a customer reads them."""

from typing import Final

from bonafide.protocol.words import (
    Evidence,
    Fault,
    Kind,
    Level,
    Outcome,
    Payment,
    Purpose,
    ReportState,
)
from registry.kernel.web.language import Language

EN, RU = Language.EN, Language.RU

KINDS: Final = {
    EN: {Kind.PHONE: "Phone", Kind.EMAIL: "E-mail"},
    RU: {Kind.PHONE: "Телефон", Kind.EMAIL: "Почта"},
}
LEVELS: Final = {
    EN: {
        Level.WHITE: "on the white list",
        Level.GOOD: "good",
        Level.UNKNOWN: "unknown",
        Level.WATCH: "take care",
    },
    RU: {
        Level.WHITE: "в белом списке",
        Level.GOOD: "хороший",
        Level.UNKNOWN: "неизвестно",
        Level.WATCH: "осторожно",
    },
}
OUTCOMES: Final = {
    EN: {
        Outcome.PAID: "Paid",
        Outcome.REFUSED: "Refused at the door",
        Outcome.NO_SHOW: "Nobody was there",
        Outcome.NOT_COLLECTED: "Not collected",
        Outcome.RETURNED: "Returned as the law allows",
        Outcome.CANCELLED: "Cancelled before dispatch",
        Outcome.CHARGED_BACK: "Payment taken back through the bank",
        Outcome.ABUSIVE_CLAIM: "Claim that the shop calls unfounded",
        Outcome.SETTLED: "Costs paid later",
    },
    RU: {
        Outcome.PAID: "Оплачен",
        Outcome.REFUSED: "Отказ при вручении",
        Outcome.NO_SHOW: "Никого не было на месте",
        Outcome.NOT_COLLECTED: "Не забран",
        Outcome.RETURNED: "Возврат по закону",
        Outcome.CANCELLED: "Отменён до отправки",
        Outcome.CHARGED_BACK: "Платёж отозван через банк",
        Outcome.ABUSIVE_CLAIM: "Претензия, которую магазин считает необоснованной",
        Outcome.SETTLED: "Расходы оплачены позже",
    },
}
FAULTS: Final = {
    EN: {
        Fault.CUSTOMER: "by your doing, says the shop",
        Fault.SHOP: "the shop's own doing",
        Fault.COURIER: "the courier's doing",
        Fault.FORCE_MAJEURE: "nobody's doing",
        Fault.UNKNOWN: "the shop does not know why",
    },
    RU: {
        Fault.CUSTOMER: "по вашей вине, считает магазин",
        Fault.SHOP: "по вине магазина",
        Fault.COURIER: "по вине курьера",
        Fault.FORCE_MAJEURE: "ничьей вины нет",
        Fault.UNKNOWN: "магазин не знает почему",
    },
}
EVIDENCE: Final = {
    EN: {
        Evidence.COURIER_EVENT: "a record of the courier",
        Evidence.PAYMENT_RECORD: "a record of payment",
        Evidence.CALL_RECORD: "a record of a call",
        Evidence.PHOTO: "a photo",
        Evidence.STATEMENT: "the shop's word",
    },
    RU: {
        Evidence.COURIER_EVENT: "запись курьера",
        Evidence.PAYMENT_RECORD: "запись об оплате",
        Evidence.CALL_RECORD: "запись звонка",
        Evidence.PHOTO: "фотография",
        Evidence.STATEMENT: "слова магазина",
    },
}
PAYMENTS: Final = {
    EN: {
        Payment.COD: "payment on delivery",
        Payment.PREPAID: "paid in advance",
        Payment.ON_SITE: "payment on the spot",
    },
    RU: {
        Payment.COD: "оплата при получении",
        Payment.PREPAID: "предоплата",
        Payment.ON_SITE: "оплата на месте",
    },
}
STATES: Final = {
    EN: {
        ReportState.PENDING: "does not count yet",
        ReportState.COUNTING: "counts",
        ReportState.DISPUTED: "contested: counts nothing meanwhile",
        ReportState.UPHELD: "confirmed after you contested it",
        ReportState.REMOVED: "removed",
        ReportState.RETRACTED: "taken back by the shop",
        ReportState.SETTLED: "settled: counts nothing",
        ReportState.EXPIRED: "too old to count",
    },
    RU: {
        ReportState.PENDING: "пока не учитывается",
        ReportState.COUNTING: "учитывается",
        ReportState.DISPUTED: "оспорена: пока не учитывается",
        ReportState.UPHELD: "подтверждена после вашего возражения",
        ReportState.REMOVED: "удалена",
        ReportState.RETRACTED: "отозвана магазином",
        ReportState.SETTLED: "улажена: не учитывается",
        ReportState.EXPIRED: "слишком старая, не учитывается",
    },
}
PURPOSES: Final = {
    EN: {
        Purpose.DISPATCH: "before sending an order",
        Purpose.DISCOUNT: "to see whether a discount is due",
        Purpose.COMPENSATION: "before settling a complaint",
    },
    RU: {
        Purpose.DISPATCH: "перед отправкой заказа",
        Purpose.DISCOUNT: "положена ли скидка",
        Purpose.COMPENSATION: "перед решением по жалобе",
    },
}
