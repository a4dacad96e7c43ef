"""The sentences of the pages behind the sign-in: every page may use those of every part."""

from typing import Final

from registry.admin.texts.acts import ACTS
from registry.admin.texts.journal import JOURNAL
from registry.admin.texts.reviews import REVIEWS
from registry.admin.texts.shop import SHOP
from registry.kernel.web.language import Language, requested_language

_OWN: Final[dict[Language, dict[str, str]]] = {
    Language.EN: {
        "home": "Admin's desk",
        "morning": "What waits",
        "all_quiet": "Nothing waits.",
        "shops": "Shops",
        "flags": "Flags",
        "acts": "Two-person acts",
        "journal": "Journal",
        "people": "People",
        "disputes": "Disputes",
        "account": "Your account",
        "disputes_waiting": "Disputes to be ruled on",
        "acts_waiting": "Acts that wait for a second admin",
        "flagged": "Shops worth a look",
        "on_probation": "Shops on probation",
        "suspended_now": "Suspended shops",
        "auditor": "You see everything here and change nothing.",
        "flags_lead": "Each is a question, not a verdict. Look at the shop, ask it, then decide.",
        "no_flags": "Nothing is worth a look.",
        "counts_as_one": "Counts as one with",
        "plant": "Plant a number",
        "plant_lead": "A number or address that you hold and that no shop can have an order from. "
        "Whoever asks about it tries numbers. Planted so far: {count}.",
        "phone": "Phone or e-mail",
        "planted": "Planted. The number itself was not kept.",
        "planted_before": "That one was planted before.",
        "bad_phone": "That is no phone number and no e-mail address. Write a phone with its "
        "country code.",
        "people_lead": "Admins decide, auditors read.",
        "login": "Name",
        "role": "Role",
        "role_admin": "admin",
        "role_auditor": "auditor",
        "factor": "Second factor",
        "on": "on",
        "off": "off",
        "closed": "Closed",
        "invite": "Invite somebody",
        "as_admin": "Invite an admin",
        "as_admin_lead": "An admin is invited by two: one proposes, another one confirms.",
        "alone": "You are the only admin. The second one comes in by the operator: "
        "“registry admin add” on the server prints the link.",
        "as_auditor": "Invite an auditor",
        "close": "Close",
        "close_what": "It is signed out everywhere and cannot come in again; a closed account is "
        "not opened again.",
        "close_sure": "Close it for good",
        "closed_now": "The account is closed and signed out everywhere.",
        "yourself": "you",
        "log": "The tamper-evident log",
    },
    Language.RU: {
        "home": "Стол администратора",
        "morning": "Что ждёт",
        "all_quiet": "Ничего не ждёт.",
        "shops": "Магазины",
        "flags": "Сигналы",
        "acts": "Решения вдвоём",
        "journal": "Журнал",
        "people": "Сотрудники",
        "disputes": "Споры",
        "account": "Ваша учётная запись",
        "disputes_waiting": "Споры, которые ждут решения",
        "acts_waiting": "Ждут второго администратора",
        "flagged": "Магазины, на которые стоит взглянуть",
        "on_probation": "Магазины на испытательном сроке",
        "suspended_now": "Приостановленные магазины",
        "auditor": "Вы видите здесь всё и ничего не меняете.",
        "flags_lead": "Каждый сигнал — вопрос, а не приговор. Посмотрите магазин, спросите его и "
        "решайте.",
        "no_flags": "Смотреть не на что.",
        "counts_as_one": "Считается за один вместе с",
        "plant": "Поставить номер-приманку",
        "plant_lead": "Номер или адрес, который у вас в руках и с которого заказов быть не может. "
        "Кто о нём спросит, тот перебирает номера. Приманок: {count}.",
        "phone": "Телефон или почта",
        "planted": "Приманка поставлена. Сам номер не сохранён.",
        "planted_before": "Такая приманка уже есть.",
        "bad_phone": "Это не телефон и не адрес почты. Телефон пишите с кодом страны.",
        "people_lead": "Администраторы решают, аудиторы читают.",
        "login": "Имя",
        "role": "Роль",
        "role_admin": "администратор",
        "role_auditor": "аудитор",
        "factor": "Второй фактор",
        "on": "включён",
        "off": "выключен",
        "closed": "Закрыта",
        "invite": "Пригласить",
        "as_admin": "Пригласить администратора",
        "as_admin_lead": "Администратора приглашают двое: один предлагает, другой подтверждает.",
        "alone": "Администратор здесь один. Второго приглашает оператор: ссылку печатает команда "
        "«registry admin add» на сервере.",
        "as_auditor": "Пригласить аудитора",
        "close": "Закрыть",
        "close_what": "Запись выйдет во всех браузерах и больше не войдёт; закрытую не открыть "
        "снова.",
        "close_sure": "Закрыть навсегда",
        "closed_now": "Учётная запись закрыта, все её браузеры отключены.",
        "yourself": "вы",
        "log": "Журнал, который нельзя переписать",
    },
}

TEXTS: Final = {
    each: _OWN[each] | SHOP[each] | ACTS[each] | REVIEWS[each] | JOURNAL[each] for each in Language
}


def texts() -> dict[str, str]:
    """The sentences in the language of this request."""
    return TEXTS[requested_language()]
