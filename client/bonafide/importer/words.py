"""Words of order lists, English and Russian, and the registry's words for them."""

import re
from collections.abc import Mapping
from typing import TypeVar

from bonafide.protocol.words import Evidence, Fault, Outcome, Payment

W = TypeVar("W")

OUTCOMES: Mapping[str, Outcome] = {
    **{word.value: word for word in Outcome},
    **dict.fromkeys(
        (
            "completed",
            "complete",
            "delivered",
            "done",
            "bought",
            "paid in full",
            "closed",
            "won",
            "выполнен",
            "оплачен",
            "доставлен",
            "выкуплен",
            "выкуп",
            "вручен",
            "завершен",
            "получен",
            "оплачено",
            "доставлено",
            "выполнено",
            "вручено",
            "получено",
            "закрыт",
            "куплен",
        ),
        Outcome.PAID,
    ),
    **dict.fromkeys(
        (
            "rejected",
            "refusal",
            "отказ",
            "отказался",
            "отказ при получении",
            "отказ клиента",
            "отказ у двери",
            "не выкуплен",
            "невыкуп",
        ),
        Outcome.REFUSED,
    ),
    **dict.fromkeys(
        ("no show", "absent", "не явился", "неявка", "никого нет дома", "не пришел", "не открыл"),
        Outcome.NO_SHOW,
    ),
    **dict.fromkeys(
        (
            "not collected",
            "unclaimed",
            "expired storage",
            "не забрал",
            "не получен",
            "не забран",
            "не востребован",
            "невостребован",
            "истек срок хранения",
            "возврат отправителю",
        ),
        Outcome.NOT_COLLECTED,
    ),
    **dict.fromkeys(
        ("refunded", "return", "возврат", "возвращен", "возврат товара"), Outcome.RETURNED
    ),
    **dict.fromkeys(("canceled", "cancel", "отменен", "отмена", "аннулирован"), Outcome.CANCELLED),
    **dict.fromkeys(("chargeback", "чарджбэк", "опротестован платеж"), Outcome.CHARGED_BACK),
}
PAYMENTS: Mapping[str, Payment] = {
    **{word.value: word for word in Payment},
    **dict.fromkeys(
        (
            "cash on delivery",
            "cash",
            "наложенный платеж",
            "при получении",
            "наличные",
            "наличными",
            "оплата при получении",
            "курьеру",
            "наложенным платежом",
            "нп",
        ),
        Payment.COD,
    ),
    **dict.fromkeys(
        (
            "card",
            "online",
            "prepayment",
            "paid online",
            "предоплата",
            "онлайн",
            "картой онлайн",
            "карта",
            "картой",
            "безнал",
            "сбп",
            "на сайте",
            "предоплачен",
        ),
        Payment.PREPAID,
    ),
    **dict.fromkeys(("on site", "на месте", "в магазине", "в салоне"), Payment.ON_SITE),
}
FAULTS: Mapping[str, Fault] = {
    **{word.value: word for word in Fault},
    **dict.fromkeys(("клиент", "покупатель", "клиента", "покупателя"), Fault.CUSTOMER),
    **dict.fromkeys(("магазин", "магазина", "мы", "наша"), Fault.SHOP),
    **dict.fromkeys(("курьер", "курьера", "доставка", "доставки"), Fault.COURIER),
    **dict.fromkeys(("форс мажор",), Fault.FORCE_MAJEURE),
    **dict.fromkeys(("неизвестно", "не ясно", ""), Fault.UNKNOWN),
}
EVIDENCES: Mapping[str, Evidence] = {
    **{word.value: word for word in Evidence},
    "трек": Evidence.COURIER_EVENT,
    "платеж": Evidence.PAYMENT_RECORD,
    "запись звонка": Evidence.CALL_RECORD,
    "фото": Evidence.PHOTO,
    "заявление": Evidence.STATEMENT,
}
COURIERS: Mapping[str, str] = {
    "boxberry": "boxberry",
    "боксберри": "boxberry",
    "cdek": "cdek",
    "сдэк": "cdek",
    "dalli": "dalli",
    "dpd": "dpd",
    "5post": "five_post",
    "five post": "five_post",
    "казпочта": "kazpost",
    "белпочта": "belpost",
    "own": "own",
    "свой": "own",
    "наш": "own",
    "ozon": "ozon",
    "озон": "ozon",
    "pek": "pek",
    "пэк": "pek",
    "pickpoint": "pickpoint",
    "почта": "pochta",
    "почта россии": "pochta",
    "pochta": "pochta",
    "wildberries": "wildberries",
    "yandex": "yandex",
    "яндекс": "yandex",
    "яндекс доставка": "yandex",
}


def word(text: str) -> str:
    """A word as the tables above spell it."""
    return " ".join(re.sub(r"[^\w№]+", " ", text.lower().replace("ё", "е")).split())


def look_for(table: Mapping[str, W], text: str) -> W | None:
    """The registry's word for a shop's, or None."""
    return table.get(text.strip()) or table.get(word(text))


def courier(text: str) -> str:
    """The published code of a courier; ``other`` for one that has none."""
    return look_for(COURIERS, text) or "other"
