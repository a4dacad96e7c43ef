"""Sentences of an explanation, in both languages: code → (English, Russian)."""

from typing import Final

from registry.kernel.web.language import Language

NOTES: Final = {
    "made_again": (
        "The answer is not kept. It was made again from what is stored today: what was filed on "
        "a later day is left out, later corrections and rulings are in.",
        "Ответ не хранится. Он составлен заново по тому, что хранится сегодня: записи, поданные "
        "в более поздний день, не учтены, поздние исправления и решения учтены.",
    ),
    "amount_dropped": (
        "The amount was used for the answer and dropped, so the advice is explained without it: a "
        "dearer order climbs your ladder sooner.",
        "Сумма использована для ответа и не хранится, поэтому совет объяснён без неё: более "
        "дорогой заказ раньше поднимается по вашей лестнице.",
    ),
    "rates_of_now": (
        "Rates of the network and of your shop are those of last night.",
        "Доли по сети и по вашему магазину взяты из последнего ночного расчёта.",
    ),
}

PARTS: Final = {
    "base": (
        "The usual share of failed orders in the network.",
        "Обычная доля сорванных заказов по сети.",
    ),
    "payment": (
        "Orders paid this way, beside all orders.",
        "Заказы с такой оплатой по сравнению со всеми.",
    ),
    "shop": (
        "Orders of your shop, beside orders paid the same way.",
        "Заказы вашего магазина по сравнению с заказами с такой же оплатой.",
    ),
    "segment": (
        "Orders of this segment, beside your other orders.",
        "Заказы этого сегмента по сравнению с остальными вашими.",
    ),
}

WOULD_CHANGE: Final = {
    "white": (
        "White stays while the person pays; one shop alone cannot take it away, two can.",
        "Белый уровень сохраняется, пока человек платит; один магазин не может его отнять, два "
        "могут.",
    ),
    "good": (
        "Paid orders at a second shop and the person's own enrolment make white; failed orders "
        "reported by several shops lead away from good.",
        "Оплаченные заказы во втором магазине и согласие самого человека дают белый уровень; "
        "срывы, о которых сообщили несколько магазинов, уводят от хорошего.",
    ),
    "unknown": (
        "Two paid orders and a risk no higher than usual make good. Unknown is neither good nor "
        "bad.",
        "Два оплаченных заказа и риск не выше обычного дают хороший уровень. «Неизвестно» — это "
        "ни хорошо, ни плохо.",
    ),
    "watch": (
        "Time and paid orders end it: older failures count less and then nothing, and later paid "
        "orders make good for parcels left behind.",
        "Наблюдение прекращают время и оплаченные заказы: старые срывы весят меньше, а потом "
        "ничего, а поздние оплаченные заказы заглаживают невыкупленные посылки.",
    ),
}


def sentence(texts: dict[str, tuple[str, str]], code: str, language: Language) -> str:
    """One of the sentences above."""
    english, russian = texts[code]
    return russian if language is Language.RU else english
