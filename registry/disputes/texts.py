"""The words of a case for those who work on it, in both languages; customers read others."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from registry.disputes.report_words import (
    EVIDENCE,
    FAULTS,
    OUTCOMES,
    PAYMENTS,
    STATES,
    Words,
)
from registry.disputes.words import Ending, Ground, Kind, Phase, Reason, Side, Verdict
from registry.kernel.web.language import Language, requested_language

KINDS: Final[Words] = {
    Language.EN: {
        Kind.CONTEST: "a customer contests a report",
        Kind.CLAIM: "a shop asks to confirm an abusive claim",
        Kind.REFILING: "a shop brings new evidence for a removed report",
    },
    Language.RU: {
        Kind.CONTEST: "покупатель оспаривает отчёт",
        Kind.CLAIM: "магазин просит подтвердить злоупотребление",
        Kind.REFILING: "магазин принёс новые доказательства по удалённому отчёту",
    },
}
REASONS: Final[Words] = {
    Language.EN: {
        Reason.PAID: "paid",
        Reason.COURIERS_FAULT: "the courier's fault",
        Reason.SHOPS_FAULT: "the shop's fault",
        Reason.ILLNESS_OR_TRAVEL: "illness or travel",
        Reason.NOT_MY_ORDER: "not my order",
        Reason.SHARED_CONTACT: "others use this contact too",
        Reason.WRONG_PERSON: "it was somebody else",
        Reason.ALREADY_SETTLED: "already settled",
    },
    Language.RU: {
        Reason.PAID: "оплачено",
        Reason.COURIERS_FAULT: "вина курьера",
        Reason.SHOPS_FAULT: "вина магазина",
        Reason.ILLNESS_OR_TRAVEL: "болезнь или отъезд",
        Reason.NOT_MY_ORDER: "не мой заказ",
        Reason.SHARED_CONTACT: "контактом пользуются и другие",
        Reason.WRONG_PERSON: "это был другой человек",
        Reason.ALREADY_SETTLED: "уже возмещено",
    },
}
PHASES: Final[Words] = {
    Language.EN: {
        Phase.OPEN: "the shop is to answer",
        Phase.ANSWERED: "an admin is to rule",
        Phase.RULED: "ruled, may be appealed",
        Phase.APPEALED: "another admin is to rule",
        Phase.CLOSED: "closed",
    },
    Language.RU: {
        Phase.OPEN: "ждём ответа магазина",
        Phase.ANSWERED: "ждёт решения администратора",
        Phase.RULED: "решено, можно обжаловать",
        Phase.APPEALED: "ждёт решения другого администратора",
        Phase.CLOSED: "закрыто",
    },
}
VERDICTS: Final[Words] = {
    Language.EN: {
        Verdict.UPHELD: "upheld: the report counts",
        Verdict.REMOVED: "removed: the report is gone",
    },
    Language.RU: {
        Verdict.UPHELD: "подтверждён: отчёт учитывается",
        Verdict.REMOVED: "удалён: отчёта больше нет",
    },
}
ENDINGS: Final[Words] = {
    Language.EN: {
        Ending.RULING: "by ruling",
        Ending.SILENCE: "the shop did not answer",
        Ending.HARD_STOP: "nobody ruled in time",
        Ending.CONCESSION: "the shop conceded",
        Ending.CORRECTION: "the shop changed the report",
        Ending.OTHER_CASE: "by another case about the same report",
        Ending.WITHDRAWAL: "the customer took it back",
        Ending.ERASURE: "the customer had the data erased",
    },
    Language.RU: {
        Ending.RULING: "по решению",
        Ending.SILENCE: "магазин не ответил",
        Ending.HARD_STOP: "решения не было вовремя",
        Ending.CONCESSION: "магазин согласился",
        Ending.CORRECTION: "магазин изменил отчёт",
        Ending.OTHER_CASE: "по другому делу о том же отчёте",
        Ending.WITHDRAWAL: "покупатель отозвал спор",
        Ending.ERASURE: "покупатель стёр данные",
    },
}
GROUNDS: Final[Words] = {
    Language.EN: {
        Ground.EVIDENCE_HOLDS: "the evidence holds",
        Ground.CONTACT_PROVEN: "contact with the customer is proven",
        Ground.CLAIM_PROVEN: "the claim is proven",
        Ground.EVIDENCE_TOO_WEAK: "the evidence is too weak",
        Ground.CONTACT_NOT_PROVEN: "contact is not proven",
        Ground.ORDER_WAS_PAID: "the order was paid",
        Ground.COURIER_FAILED: "the courier failed",
        Ground.SHOP_FAILED: "the shop failed",
        Ground.GOOD_REASON: "the customer had a good reason",
        Ground.OTHER_PERSON: "it was somebody else",
        Ground.SHARED_CONTACT: "several people use the contact",
        Ground.COSTS_SETTLED: "the costs were paid",
    },
    Language.RU: {
        Ground.EVIDENCE_HOLDS: "доказательства убедительны",
        Ground.CONTACT_PROVEN: "разговор с покупателем доказан",
        Ground.CLAIM_PROVEN: "злоупотребление доказано",
        Ground.EVIDENCE_TOO_WEAK: "доказательства слабы",
        Ground.CONTACT_NOT_PROVEN: "разговор не доказан",
        Ground.ORDER_WAS_PAID: "заказ оплачен",
        Ground.COURIER_FAILED: "подвёл курьер",
        Ground.SHOP_FAILED: "подвёл магазин",
        Ground.GOOD_REASON: "у покупателя веская причина",
        Ground.OTHER_PERSON: "это был другой человек",
        Ground.SHARED_CONTACT: "контактом пользуются несколько человек",
        Ground.COSTS_SETTLED: "расходы возмещены",
    },
}
SIDES: Final[Words] = {
    Language.EN: {Side.CUSTOMER: "Customer", Side.SHOP: "Shop", Side.ADMIN: "Admin"},
    Language.RU: {
        Side.CUSTOMER: "Покупатель",
        Side.SHOP: "Магазин",
        Side.ADMIN: "Администратор",
    },
}
DAYS_LEFT: Final = {
    Language.EN: {"one": "{n} day left", "other": "{n} days left"},
    Language.RU: {
        "one": "остался {n} день",
        "few": "осталось {n} дня",
        "many": "осталось {n} дней",
        "other": "осталось {n} дня",
    },
}
CASE: Final[Mapping[Language, Mapping[str, str]]] = {
    Language.EN: {
        "report": "The report",
        "report_id": "Id",
        "outcome": "Outcome",
        "fault": "Whose doing",
        "evidence": "Evidence",
        "payment": "Payment",
        "amount": "Amount",
        "ordered": "Day of the order",
        "filed": "Reported",
        "state": "Stands",
        "reason": "Reason",
        "opened": "Opened",
        "due": "Next deadline",
        "stop": "Ends by itself on",
        "verdict": "Verdict",
        "upheld_appealed": "upheld, and appealed against: until another admin has ruled the report "
        "counts for nobody",
        "removed_appealed": "removed, and appealed against: until another admin has ruled the "
        "report stays away",
        "upheld_and_erased": "it was upheld; then the customer erased their data, and the report "
        "is about nobody any more",
        "upheld_and_gone": "it was upheld; the report no longer exists, for its time ran out or "
        "the customer erased their data",
        "ground": "Ground",
        "gone": "The report is gone.",
        "nothing_said": "Nothing was said.",
        "destroyed": "The case is closed. What both sides brought has been destroyed.",
        "file": "Download: {kind}, {media}, {size} KB",
        "contact": "proof of contact",
        "file_jpg": "photo",
        "file_png": "picture",
        "file_pdf": "document",
        "file_txt": "text",
        "by_ticket": "Customer (by ticket, person not proven)",
        "by_ticket_and_heard": "Customer (by ticket, person not proven; a proven customer "
        "added to it)",
        "today": "today",
        "overdue": "overdue",
        "proof": "In the log",
        "entry": "entry {number}, leaf {leaf}",
        "entry_waits": "within a minute; leaf {leaf}",
    },
    Language.RU: {
        "report": "Отчёт",
        "report_id": "Номер",
        "outcome": "Исход",
        "fault": "Чья вина",
        "evidence": "Чем доказано",
        "payment": "Оплата",
        "amount": "Сумма",
        "ordered": "День заказа",
        "filed": "Сообщено",
        "state": "Положение",
        "reason": "Причина",
        "opened": "Открыто",
        "due": "Ближайший срок",
        "stop": "Закончится само",
        "verdict": "Решение",
        "upheld_appealed": "подтверждён и обжалован: пока не решит другой администратор, отчёт ни "
        "у "
        "кого не учитывается",
        "removed_appealed": "удалён и обжалован: пока не решит другой администратор, отчёта нет",
        "upheld_and_erased": "был подтверждён; потом покупатель стёр свои данные, и отчёт больше "
        "ни о ком",
        "upheld_and_gone": "был подтверждён; отчёта больше нет: его срок вышел или покупатель стёр "
        "свои данные",
        "ground": "Основание",
        "gone": "Отчёта больше нет.",
        "nothing_said": "Ничего не сказано.",
        "destroyed": "Дело закрыто. Всё, что принесли стороны, уничтожено.",
        "file": "Скачать: {kind}, {media}, {size} КБ",
        "contact": "доказательство разговора",
        "file_jpg": "фотография",
        "file_png": "картинка",
        "file_pdf": "документ",
        "file_txt": "текст",
        "by_ticket": "Покупатель (по коду магазина, личность не доказана)",
        "by_ticket_and_heard": "Покупатель (по коду магазина, личность не доказана; подтвердивший "
        "контакт покупатель дополнил)",
        "today": "сегодня",
        "overdue": "просрочено",
        "proof": "В журнале",
        "entry": "запись {number}, лист {leaf}",
        "entry_waits": "в течение минуты; лист {leaf}",
    },
}
_ALL: Final[tuple[Words, ...]] = (
    KINDS,
    REASONS,
    PHASES,
    VERDICTS,
    ENDINGS,
    GROUNDS,
    SIDES,
    OUTCOMES,
    FAULTS,
    EVIDENCE,
    PAYMENTS,
    STATES,
)


def case_texts() -> Mapping[str, str]:
    """The sentences of a case in the language of this request."""
    return CASE[requested_language()]


def word(value: StrEnum | None) -> str:
    """A word of a case for people; the empty text for none."""
    if value is None:
        return ""
    language = requested_language()
    return next(words[language][value] for words in _ALL if _knows(words, value))


def _knows(words: Words, value: StrEnum) -> bool:
    """By type as well: two enums share a text, and texts of enums are equal to each other."""
    return any(each is value for each in words[Language.EN])
