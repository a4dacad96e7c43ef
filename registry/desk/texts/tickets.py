"""A link for a customer without the phone."""

from typing import Final

from registry.kernel.web.language import Language

TICKETS: Final = {
    Language.EN: {
        "title": "A link for a customer without the phone",
        "lead": "Who no longer has the phone of an order gets no code there, and so cannot sign "
        "in. "
        "With this link the customer can contest your report of that one order all the same. It is "
        "good once and for 30 days; a new one ends the one before it.",
        "told": "Give it only to somebody who knows the order. The customer must have been told of "
        "the report first.",
        "make": "Make the link",
        "made": "The link",
        "made_lead": "Hand it to your customer now: it is shown this once. It is good until {day}.",
        "code": "The same as a code, to be typed in at {address}:",
        "again": "Make another one",
        "back": "All disputes",
    },
    Language.RU: {
        "title": "Ссылка для покупателя без телефона",
        "lead": "У кого больше нет телефона из заказа, тот не получит на него код и не войдёт. По "
        "этой ссылке покупатель всё же сможет оспорить ваш отчёт об одном этом заказе. Она "
        "действует один раз и 30 дней; новая отменяет прежнюю.",
        "told": "Давайте её только тому, кто знает заказ. Об отчёте покупатель должен быть уже "
        "уведомлён.",
        "make": "Создать ссылку",
        "made": "Ссылка",
        "made_lead": "Передайте её покупателю сейчас: показана она один раз. Действует до {day}.",
        "code": "То же кодом, его вводят на {address}:",
        "again": "Создать ещё одну",
        "back": "Все споры",
    },
}
