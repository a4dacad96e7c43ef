"""Contesting a report: the form, the case, its papers."""

from typing import Final

from registry.disputes.words import Ending, Ground, Phase, Reason, Side, Verdict
from registry.kernel.web.language import Language

EN, RU = Language.EN, Language.RU

CONTEST: Final = {
    EN: {
        "title": "Contest a report",
        "what": "It is about",
        "happens": "What happens then",
        "reason": "Why is it wrong?",
        "reason_needed": "Choose what fits best.",
        "text": "Tell what happened",
        "text_hint": "The shop and an admin read this. Do not write names or numbers of others.",
        "files": "Photos or papers",
        "files_hint": "JPEG, PNG, PDF or text, at most 4 MB each. Place and time in a photo are "
        "removed.",
        "send": "Contest it",
        "sent": "Your objection is open. The report counts nothing meanwhile.",
        "already": "You have contested this report before. You find the case under your "
        "objections.",
        "nothing": "This report counts against nobody, so there is nothing to contest.",
        "file_refused": "One of the files is neither a whole JPEG, PNG or PDF nor a text. Send it "
        "in another form, for example as a photo.",
        "file_too_large": "The files are too large or too many: at most 4 MB each, and six in all.",
        "text_refused": "The text is too long: at most 3,000 characters.",
    },
    RU: {
        "title": "Оспорить запись",
        "what": "О чём речь",
        "happens": "Что будет дальше",
        "reason": "Почему это неверно?",
        "reason_needed": "Выберите, что ближе всего.",
        "text": "Расскажите, как было",
        "text_hint": "Это прочтут магазин и администратор. Не пишите чужих имён и номеров.",
        "files": "Фотографии или документы",
        "files_hint": "JPEG, PNG, PDF или текст, не больше 4 МБ каждый. Место и время из "
        "фотографий убираются.",
        "send": "Оспорить",
        "sent": "Возражение открыто. Пока запись не учитывается.",
        "already": "Вы уже оспаривали эту запись. Дело — среди ваших возражений.",
        "nothing": "Эта запись ни на кого не влияет, оспаривать нечего.",
        "file_refused": "Один из файлов — не целый JPEG, PNG или PDF и не текст. Пришлите его "
        "иначе, например фотографией.",
        "file_too_large": "Файлы слишком большие или их слишком много: не больше 4 МБ каждый и "
        "шести всего.",
        "text_refused": "Текст слишком длинный: не больше 3000 знаков.",
    },
}

STEPS: Final[dict[Language, list[str]]] = {
    EN: [
        "The report counts nothing from this moment on, for nobody.",
        "The shop has ten days to answer with evidence. If it stays silent, the report is deleted.",
        "Then an admin of the registry decides, usually by day 14 and by day 30 at the latest; "
        "after that the report is deleted.",
        "You can ask another admin once.",
    ],
    RU: [
        "С этой минуты запись не учитывается ни у кого.",
        "У магазина десять дней на ответ с подтверждением. Промолчит — запись удаляется.",
        "Потом решает администратор реестра: обычно к 14-му дню и не позже 30-го; после этого "
        "запись удаляется.",
        "Один раз можно обратиться к другому администратору.",
    ],
}

REASONS: Final = {
    EN: {
        Reason.PAID: "I paid for it",
        Reason.COURIERS_FAULT: "It was the courier's doing",
        Reason.SHOPS_FAULT: "It was the shop's doing",
        Reason.ILLNESS_OR_TRAVEL: "I was ill or away",
        Reason.NOT_MY_ORDER: "This is not my order",
        Reason.SHARED_CONTACT: "Others use this phone or e-mail too",
        Reason.WRONG_PERSON: "It was somebody else",
        Reason.ALREADY_SETTLED: "I have paid the costs since",
    },
    RU: {
        Reason.PAID: "Я его оплатил",
        Reason.COURIERS_FAULT: "Виноват курьер",
        Reason.SHOPS_FAULT: "Виноват магазин",
        Reason.ILLNESS_OR_TRAVEL: "Я болел или был в отъезде",
        Reason.NOT_MY_ORDER: "Это не мой заказ",
        Reason.SHARED_CONTACT: "Этим телефоном или почтой пользуются и другие",
        Reason.WRONG_PERSON: "Это был другой человек",
        Reason.ALREADY_SETTLED: "Я уже оплатил расходы",
    },
}

CASES: Final = {
    EN: {
        "title": "Your objections",
        "empty": "You have contested nothing.",
        "case": "Objection of {day}",
        "about": "Report",
        "gone": "The report no longer exists.",
        "order": "Order",
        "appeal_open": "Not final. The first admin said: “{was}”. You asked another one, and until "
        "then the report counts nothing.",
        "appeal_open_shop": "Not final. The first admin said: “{was}”. The shop asked another one.",
        "phase": "Where it stands",
        "due": "Next date",
        "reason": "Your reason",
        "verdict": "Decision",
        "ground": "Why",
        "papers": "What was said",
        "no_papers": "Nothing was written yet.",
        "closed_papers": "What the shop wrote is shown to you once you have named the order under "
        "“Orders”: the number may have been somebody else's then.",
        "file": "File: {media}, {size} KB",
        "add": "Add something",
        "add_button": "Add",
        "added": "Added.",
        "withdraw": "Take the objection back",
        "withdrawn": "Taken back. The report stands as it stood.",
        "appeal": "Ask another admin",
        "appeal_words": "You can do that once, until {day}.",
        "appealed": "Another admin looks at it now.",
        "phase_over": "It is too late for that; look at where the case stands.",
    },
    RU: {
        "title": "Ваши возражения",
        "empty": "Вы ничего не оспаривали.",
        "case": "Возражение от {day}",
        "about": "Запись",
        "gone": "Записи больше нет.",
        "order": "Заказ",
        "appeal_open": "Не окончательное. Первый администратор решил: «{was}». Вы обратились к "
        "другому, и до его решения запись не учитывается.",
        "appeal_open_shop": "Не окончательное. Первый администратор решил: «{was}». Магазин "
        "обратился к другому.",
        "phase": "На чём остановилось",
        "due": "Ближайший срок",
        "reason": "Ваша причина",
        "verdict": "Решение",
        "ground": "Почему",
        "papers": "Что сказано",
        "no_papers": "Пока ничего не написано.",
        "closed_papers": "Написанное магазином откроется, когда вы назовёте заказ в разделе "
        "«Заказы»: тогда номер мог быть у другого человека.",
        "file": "Файл: {media}, {size} КБ",
        "add": "Добавить",
        "add_button": "Добавить",
        "added": "Добавлено.",
        "withdraw": "Забрать возражение",
        "withdrawn": "Возражение снято. Запись остаётся, как была.",
        "appeal": "Обратиться к другому администратору",
        "appeal_words": "Это можно сделать один раз, до {day}.",
        "appealed": "Теперь смотрит другой администратор.",
        "phase_over": "Для этого уже поздно; посмотрите, на чём остановилось дело.",
    },
}

PHASES: Final = {
    EN: {
        Phase.OPEN: "The shop is to answer",
        Phase.ANSWERED: "The shop has answered; an admin is to decide",
        Phase.RULED: "An admin has decided",
        Phase.APPEALED: "Another admin looks at it",
        Phase.CLOSED: "Closed",
    },
    RU: {
        Phase.OPEN: "Ждём ответа магазина",
        Phase.ANSWERED: "Магазин ответил, решает администратор",
        Phase.RULED: "Администратор решил",
        Phase.APPEALED: "Смотрит другой администратор",
        Phase.CLOSED: "Закрыто",
    },
}
VERDICTS: Final = {
    EN: {
        Verdict.UPHELD: "The report stands and counts",
        Verdict.REMOVED: "The report is removed",
    },
    RU: {
        Verdict.UPHELD: "Запись остаётся и учитывается",
        Verdict.REMOVED: "Запись удалена",
    },
}
ENDINGS: Final = {
    EN: {
        Ending.RULING: "by the decision of an admin",
        Ending.SILENCE: "because the shop did not answer",
        Ending.HARD_STOP: "because no decision came in time",
        Ending.CONCESSION: "because the shop agrees with you",
        Ending.CORRECTION: "because the shop has corrected the report",
        Ending.OTHER_CASE: "by another case about the same report",
        Ending.WITHDRAWAL: "because you took the objection back",
        Ending.ERASURE: "because the data was erased",
    },
    RU: {
        Ending.RULING: "по решению администратора",
        Ending.SILENCE: "потому что магазин не ответил",
        Ending.HARD_STOP: "потому что решения не было вовремя",
        Ending.CONCESSION: "потому что магазин с вами согласен",
        Ending.CORRECTION: "потому что магазин исправил запись",
        Ending.OTHER_CASE: "по другому делу о той же записи",
        Ending.WITHDRAWAL: "потому что вы забрали возражение",
        Ending.ERASURE: "потому что данные стёрты",
    },
}
GROUNDS: Final = {
    EN: {
        Ground.EVIDENCE_HOLDS: "the shop's evidence holds",
        Ground.CONTACT_PROVEN: "the shop has shown that it spoke to you",
        Ground.CLAIM_PROVEN: "the shop has proven what it claimed",
        Ground.EVIDENCE_TOO_WEAK: "the shop's evidence is too weak",
        Ground.CONTACT_NOT_PROVEN: "the shop has not shown that it spoke to you",
        Ground.ORDER_WAS_PAID: "the order was paid",
        Ground.COURIER_FAILED: "it was the courier's doing",
        Ground.SHOP_FAILED: "it was the shop's doing",
        Ground.GOOD_REASON: "you had a good reason",
        Ground.OTHER_PERSON: "it was somebody else",
        Ground.SHARED_CONTACT: "the contact is used by several people",
        Ground.COSTS_SETTLED: "the costs were paid",
    },
    RU: {
        Ground.EVIDENCE_HOLDS: "подтверждения магазина убедительны",
        Ground.CONTACT_PROVEN: "магазин показал, что говорил с вами",
        Ground.CLAIM_PROVEN: "магазин доказал то, о чём сообщил",
        Ground.EVIDENCE_TOO_WEAK: "подтверждения магазина слишком слабы",
        Ground.CONTACT_NOT_PROVEN: "магазин не показал, что говорил с вами",
        Ground.ORDER_WAS_PAID: "заказ был оплачен",
        Ground.COURIER_FAILED: "виноват курьер",
        Ground.SHOP_FAILED: "виноват магазин",
        Ground.GOOD_REASON: "у вас была веская причина",
        Ground.OTHER_PERSON: "это был другой человек",
        Ground.SHARED_CONTACT: "контактом пользуются несколько человек",
        Ground.COSTS_SETTLED: "расходы оплачены",
    },
}
SIDES: Final = {
    EN: {Side.CUSTOMER: "You", Side.SHOP: "The shop", Side.ADMIN: "Admin"},
    RU: {Side.CUSTOMER: "Вы", Side.SHOP: "Магазин", Side.ADMIN: "Администратор"},
}

TICKET: Final = {
    EN: {
        "title": "A code from a shop",
        "words": "If you no longer have the phone or e-mail of an order, its shop can give you a "
        "code. With it you can contest that one report, and nothing else.",
        "code": "Code from the shop",
        "code_hint": "Twelve letters and digits. It works once.",
        "needed": "Enter the code that the shop gave you.",
        "go": "Go on",
        "invalid": "This code does not work: it was used, is older than 30 days, or has a slip. "
        "Check it, or ask the shop for a new one.",
        "what": "{shop}: {outcome}, order of {day}",
        "back": "Your objection",
        "keep": "Keep this browser: only here can you look at the objection again.",
    },
    RU: {
        "title": "Код от магазина",
        "words": "Если телефона или почты из заказа у вас больше нет, магазин может дать код. С "
        "ним можно оспорить эту одну запись и больше ничего.",
        "code": "Код от магазина",
        "code_hint": "Двенадцать букв и цифр. Он действует один раз.",
        "needed": "Введите код, который дал магазин.",
        "go": "Дальше",
        "invalid": "Этот код не подходит: он использован, старше 30 дней или в нём опечатка. "
        "Проверьте его или попросите у магазина новый.",
        "what": "{shop}: {outcome}, заказ от {day}",
        "back": "Ваше возражение",
        "keep": "Посмотреть возражение снова можно только в этом браузере.",
    },
}
