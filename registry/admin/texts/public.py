"""The sentences of the pages that everybody may read: figures of a quarter, a shop's card."""

from typing import Final

from registry.kernel.web.language import Language, requested_language

TEXTS: Final[dict[Language, dict[str, str]]] = {
    Language.EN: {
        "figures": "Figures by quarter",
        "figures_lead": "What all shops together reported, what customers contested, and how it "
        "ended. Counted from the registry itself; the present quarter is not over.",
        "quarter": "Quarter",
        "filed": "Reports filed",
        "negative": "of them against a customer",
        "disputed": "Contested",
        "decided": "Decided",
        "upheld": "Upheld",
        "days": "Median days to a decision",
        "chart": "Contested, and upheld, by quarter",
        "none": "No report has been filed yet.",
        "card": "Shop's card",
        "card_lead": "What everybody may know about this member, over the last twelve months.",
        "member_since": "Member since",
        "standing": "Standing",
        "answers": "Days it usually takes to answer a customer who contests",
        "answers_hint": "Half of its answers came sooner. A case that it did not answer counts as "
        "eleven days.",
        "overturned": "Share of its reports against customers that were overturned",
        "own": "Share of its failed orders that were its own fault, as it says itself",
        "contested": "Reports of its that customers contested",
        "nothing": "nothing to say yet",
        "is_you": "Did this shop report one of your orders? See and contest it.",
        "to_me": "To your page",
        "to_figures": "Figures of all shops together",
    },
    Language.RU: {
        "figures": "Цифры по кварталам",
        "figures_lead": "Что сообщили все магазины вместе, что оспорили покупатели и чем это "
        "кончилось. Считается по самому реестру; нынешний квартал ещё идёт.",
        "quarter": "Квартал",
        "filed": "Внесено отчётов",
        "negative": "из них против покупателя",
        "disputed": "Оспорено",
        "decided": "Решено",
        "upheld": "Подтверждено",
        "days": "Дней до решения (медиана)",
        "chart": "Оспорено и подтверждено по кварталам",
        "none": "Отчётов ещё не было.",
        "card": "Карточка магазина",
        "card_lead": "Что каждый может знать об этом участнике за последние двенадцать месяцев.",
        "member_since": "Участник с",
        "standing": "Положение",
        "answers": "За сколько дней обычно отвечает покупателю, который спорит",
        "answers_hint": "Половина ответов пришла быстрее. Дело без ответа считается за одиннадцать "
        "дней.",
        "overturned": "Доля его отчётов против покупателей, которые отменены",
        "own": "Доля сорванных заказов, где виноват он сам, по его же словам",
        "contested": "Сколько его отчётов оспорено",
        "nothing": "пока сказать нечего",
        "is_you": "Этот магазин сообщил о вашем заказе? Посмотрите и оспорьте.",
        "to_me": "На вашу страницу",
        "to_figures": "Цифры всех магазинов вместе",
    },
}


def texts() -> dict[str, str]:
    """The sentences in the language of this request."""
    return TEXTS[requested_language()]
