"""Where changes are sent, and what became of each sending."""

from typing import Final

from registry.kernel.web.language import Language

WEBHOOKS: Final = {
    Language.EN: {
        "title": "Webhooks",
        "lead": "The registry tells your program when a dispute is opened or ruled on, or when an "
        "answer that you got is no longer true. Each message is signed (Standard Webhooks) and "
        "holds ids only. Without a program of yours, GET /v1/changes tells the same.",
        "address": "Address",
        "state": "State",
        "alive": "in use",
        "disabled": "disabled: it answered 410 Gone",
        "act": "Act",
        "remove": "Remove",
        "remove_what": "Nothing is sent there any more, what waits for it is thrown away, and its "
        "secret is forgotten: added again, the address gets another one.",
        "remove_sure": "Remove it for good",
        "rotate": "New secret",
        "empty": "No address yet.",
        "add": "Add an address",
        "url": "Address of your program",
        "url_hint": "https, and reachable from outside. Redirects are not followed.",
        "save": "Add it",
        "secret": "The secret",
        "secret_lead": "Your program checks signatures with it. It is shown this once.",
        "secret_renewed": "The one before it is good for 24 hours more.",
        "back": "To the webhooks",
        "bad": "This address cannot be used: it must be https, without a name or password in it, "
        "and lead to a public address.",
        "limit": "You have as many as there may be. Remove one first.",
        "log": "What was sent",
        "log_empty": "Nothing was sent yet.",
        "made": "When",
        "kind": "What",
        "tries": "Tries",
        "answer": "Last answer",
        "resend": "Send again",
        "waiting": "waiting",
        "delivered": "arrived",
        "failed": "given up",
        "removed": "The address is removed.",
        "again": "It is sent again.",
    },
    Language.RU: {
        "title": "Вебхуки",
        "lead": "Реестр сообщает вашей программе, когда открыт или решён спор и когда полученный "
        "вами ответ больше не верен. Каждое сообщение подписано (Standard Webhooks) и содержит "
        "только номера. Если программы нет, то же самое расскажет GET /v1/changes.",
        "address": "Адрес",
        "state": "Состояние",
        "alive": "действует",
        "disabled": "отключён: ответил 410 Gone",
        "act": "Действие",
        "remove": "Убрать",
        "remove_what": "Туда больше ничего не отправится, ожидающее пропадёт, а секрет забудется: "
        "если добавить адрес снова, секрет будет другим.",
        "remove_sure": "Убрать навсегда",
        "rotate": "Новый секрет",
        "empty": "Адресов пока нет.",
        "add": "Добавить адрес",
        "url": "Адрес вашей программы",
        "url_hint": "https, доступный извне. По перенаправлениям не ходим.",
        "save": "Добавить",
        "secret": "Секрет",
        "secret_lead": "По нему ваша программа проверяет подписи. Показан один раз.",
        "secret_renewed": "Прежний действует ещё сутки.",
        "back": "К вебхукам",
        "bad": "Такой адрес не подходит: нужен https, без имени и пароля внутри, и ведущий на "
        "публичный адрес.",
        "limit": "Больше адресов добавить нельзя. Сначала уберите один.",
        "log": "Что отправлено",
        "log_empty": "Пока ничего не отправляли.",
        "made": "Когда",
        "kind": "Что",
        "tries": "Попытки",
        "answer": "Последний ответ",
        "resend": "Отправить снова",
        "waiting": "ждёт",
        "delivered": "дошло",
        "failed": "не удалось",
        "removed": "Адрес убран.",
        "again": "Отправляем снова.",
    },
}
ANSWERS: Final = {
    Language.EN: {
        "delivered": "arrived",
        "gone": "410 Gone: no longer wanted",
        "redirect": "a redirect, which is not followed",
        "timeout": "no answer in time",
        "unreachable": "nobody answered there",
        "bad_address": "the address leads to no public net",
    },
    Language.RU: {
        "delivered": "дошло",
        "gone": "410 Gone: больше не нужно",
        "redirect": "перенаправление, по ним не ходим",
        "timeout": "не ответил вовремя",
        "unreachable": "там никто не ответил",
        "bad_address": "адрес ведёт не в общую сеть",
    },
}
