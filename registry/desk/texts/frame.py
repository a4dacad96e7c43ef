"""The menu and the words that several pages of the desk share."""

from typing import Final

from bonafide.protocol.words import Advice, Payment, Purpose
from registry.kernel.web.language import Language

EN, RU = Language.EN, Language.RU

MENU: Final = {
    EN: {
        "/desk": "Overview",
        "/desk/checks": "Orders checked",
        "/desk/figures": "Losses",
        "/desk/disputes": "Disputes",
        "/desk/import": "Past orders",
        "/desk/terms": "Terms",
        "/desk/keys": "Keys",
        "/desk/webhooks": "Webhooks",
        "/desk/staff": "Staff",
        "/staff/account": "My account",
    },
    RU: {
        "/desk": "Обзор",
        "/desk/checks": "Проверки",
        "/desk/figures": "Потери",
        "/desk/disputes": "Споры",
        "/desk/import": "Прошлые заказы",
        "/desk/terms": "Условия",
        "/desk/keys": "Ключи",
        "/desk/webhooks": "Вебхуки",
        "/desk/staff": "Сотрудники",
        "/staff/account": "Моя запись",
    },
}
ADVICE_WORDS: Final = {
    EN: {
        Advice.SHIP: "ship",
        Advice.CONFIRM_CALL: "call first",
        Advice.PART_PREPAY: "part prepayment",
        Advice.PREPAY: "prepayment",
        Advice.REVIEW: "look at it yourself",
        Advice.COMPENSATE: "compensate now",
    },
    RU: {
        Advice.SHIP: "отправлять",
        Advice.CONFIRM_CALL: "сначала позвонить",
        Advice.PART_PREPAY: "часть вперёд",
        Advice.PREPAY: "предоплата",
        Advice.REVIEW: "посмотреть самим",
        Advice.COMPENSATE: "возместить сразу",
    },
}
PURPOSES: Final = {
    EN: {
        Purpose.DISPATCH: "before dispatch",
        Purpose.DISCOUNT: "for a discount",
        Purpose.COMPENSATION: "for a compensation",
    },
    RU: {
        Purpose.DISPATCH: "перед отправкой",
        Purpose.DISCOUNT: "для скидки",
        Purpose.COMPENSATION: "для возмещения",
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
SHARED: Final = {
    EN: {
        "suspended": "Your shop is suspended: its reports count for nobody and nothing can be "
        "changed here. Write to the registry: {contact}",
        "probation": "Your shop is on probation: the failures that it reports weigh more with "
        "every day, and at once where another shop confirms them.",
        "owner_only": "Only an owner of the shop can change this.",
    },
    RU: {
        "suspended": "Магазин приостановлен: его записи ни для кого не учитываются, изменить здесь "
        "ничего нельзя. Напишите в реестр: {contact}",
        "probation": "Магазин на испытательном сроке: срывы, о которых он сообщает, весят с каждым "
        "днём больше, а если их подтвердит другой магазин — сразу в полную силу.",
        "owner_only": "Изменить это может только владелец магазина.",
    },
}
