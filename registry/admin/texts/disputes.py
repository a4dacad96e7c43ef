"""Disputes at the admin's desk."""

from typing import Final

from registry.kernel.web.language import Language, requested_language

DISPUTES: Final[dict[Language, dict[str, str]]] = {
    Language.EN: {
        "title": "Disputes",
        "queue": "To be ruled on",
        "queue_lead": "The first one is the next one. A person's second case of 30 days comes "
        "after everybody's first ones, so nobody waits for somebody else's flood. What nobody "
        "rules on by day 30 ends for the customer.",
        "empty": "Nothing is to be ruled on.",
        "waiting": "Waiting for somebody else",
        "waiting_lead": "For the shop's answer, for the customer to speak, or, after your own "
        "ruling, "
        "for another admin.",
        "waiting_empty": "Nothing is waited for.",
        "dispute": "Case",
        "shop": "Shop",
        "reason": "Reason",
        "stands": "Stands",
        "left": "Time left",
        "turn": "Turn",
        "appeal": "appeal",
        "via": "By ticket, person not proven: the shop gave a code, and whoever had it wrote, "
        "the shop itself perhaps. An admission here proves nothing.",
        "back": "All cases",
        "rule": "Ruling",
        "ground": "Ground",
        "note": "Note to both sides",
        "note_hint": "Both read it, and it is destroyed with the case. No names or numbers.",
        "send": "Rule",
        "ruled_upheld": "Ruled: the report counts from tomorrow, or eight days after the "
        "customer was told.",
        "ruled_removed": "Ruled: the report is gone.",
        "own_ruling": "You ruled on this case. The appeal is for another admin.",
        "not_yet": "There is nothing to rule on now.",
    },
    Language.RU: {
        "title": "Споры",
        "queue": "Ждут решения",
        "queue_lead": "Первый в списке — следующий. Второе дело человека за 30 дней идёт после "
        "первых дел всех остальных, так что чужой поток никого не задерживает. Без решения к "
        "30-му дню дело закончится в пользу покупателя.",
        "empty": "Решать нечего.",
        "waiting": "Ждём других",
        "waiting_lead": "Ответа магазина, слова покупателя, а после вашего решения — другого "
        "администратора.",
        "waiting_empty": "Ждать некого.",
        "dispute": "Дело",
        "shop": "Магазин",
        "reason": "Причина",
        "stands": "Положение",
        "left": "Осталось",
        "turn": "Очередь",
        "appeal": "жалоба",
        "via": "По коду магазина, личность не доказана: написать мог любой, у кого был код, "
        "хоть сам магазин. Признание здесь ничего не доказывает.",
        "back": "Все дела",
        "rule": "Решение",
        "ground": "Основание",
        "note": "Пояснение обеим сторонам",
        "note_hint": "Прочтут обе стороны; уничтожается вместе с делом. Без имён и номеров.",
        "send": "Решить",
        "ruled_upheld": "Решено: отчёт учитывается с завтрашнего дня или через восемь дней после "
        "того, как о нём сообщили покупателю.",
        "ruled_removed": "Решено: отчёта больше нет.",
        "own_ruling": "Это дело решали вы. Жалобу рассмотрит другой администратор.",
        "not_yet": "Сейчас решать нечего.",
    },
}
LACKING: Final = {
    Language.EN: "Choose a ground.",
    Language.RU: "Выберите основание.",
}


def texts() -> dict[str, str]:
    """The sentences in the language of this request."""
    return DISPUTES[requested_language()]
