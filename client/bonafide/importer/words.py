"""Words of order lists, English and Russian, and the registry's words for them."""

import re
from collections.abc import Mapping
from typing import TypeVar

from bonafide.protocol.words import Evidence, Fault, Outcome, Payment

W = TypeVar("W")


def _all(meaning: W, listed: str) -> dict[str, W]:
    """Words between commas that mean the same."""
    return dict.fromkeys((each.strip() for each in listed.split(",")), meaning)


OUTCOMES: Mapping[str, Outcome] = {
    **{word.value: word for word in Outcome},
    **_all(
        Outcome.PAID,
        "completed, complete, delivered, done, bought, paid in full, closed, won, collected,"
        "выполнен, выполнено, оплачен, оплачено, доставлен, доставлено, доставлена, выкуплен,"
        "выкуплено, выкуп, выкупил, выкупили, вручен, вручено, вручена, завершен, завершено,"
        "получен, получено, получил, закрыт, куплен, выдан, выдано, выдана, выдан клиенту,"
        "выдан покупателю, реализован, реализовано, успешно реализован, успешно реализовано,"
        "успешно завершен, успешно доставлен, успешно, забрал, забрали, забран",
    ),
    **_all(
        Outcome.REFUSED,
        "rejected, refusal, refused at the door, refused on delivery,"
        "отказ, отказался, отказалась, отказались, отказ при получении, отказ от получения,"
        "отказ клиента, отказ покупателя, отказ получателя, отказ у двери, отказ от заказа,"
        "отказ на пвз, отказ в пвз, не выкуплен, не выкуплено, не выкупил, невыкуп, не выкуп",
    ),
    **_all(
        Outcome.NO_SHOW,
        "no show, absent, nobody home, не явился, неявка, никого нет дома, никого не было,"
        "не пришел, не открыл, не оказалось дома, отсутствие получателя",
    ),
    **_all(
        Outcome.NOT_COLLECTED,
        "not collected, not picked up, unclaimed, expired storage, storage expired,"
        "returned to sender, не забрал, не забрала, не забрали, не забран, не забрано,"
        "не получен, не востребован, невостребован, невостребовано, истек срок хранения,"
        "срок хранения истек, хранение истекло, истекло хранение, закончился срок хранения,"
        "возврат отправителю, возвращен отправителю, возвращено отправителю,"
        "возвращена отправителю, вернулся отправителю, вернулась отправителю,"
        "вернулось отправителю, вернулся на склад, вернулась на склад",
    ),
    **_all(
        Outcome.RETURNED,
        "refunded, return, возврат, возвращен, возвращено, возврат товара, возврат денег,"
        "возврат после получения",
    ),
    # Nobody answered the phone before the dispatch: nothing was sent, so nobody let a parcel down.
    **_all(
        Outcome.CANCELLED,
        "canceled, cancel, unreachable, no answer, отменен, отменено, отменил, отмена,"
        "отмена клиентом, отмена покупателем, отменен клиентом, отменен покупателем,"
        "аннулирован, аннулировано, недозвон, не дозвонились, не дозвонился, не дозвон,"
        "не отвечает",
    ),
    **_all(Outcome.CHARGED_BACK, "chargeback, чарджбэк, опротестован платеж, платеж опротестован"),
}
PAYMENTS: Mapping[str, Payment] = {
    **{word.value: word for word in Payment},
    **_all(
        Payment.COD,
        "cash on delivery, cash, card on delivery, pay on delivery, on delivery,"
        "наложенный платеж, наложенным платежом, наложка, наложкой, нп, наложный платеж,"
        "при получении, оплата при получении, картой при получении, карта при получении,"
        "наличными при получении, наличные при получении, оплата картой при получении,"
        "наличные, наличными, налом, наличный расчет, наличными курьеру, картой курьеру,"
        "оплата курьеру, курьеру, постоплата, пост оплата",
    ),
    **_all(
        Payment.PREPAID,
        "card, online, prepayment, paid online, invoice, bank transfer,"
        "предоплата, предоплачен, предоплачено, полная предоплата, 100 предоплата, онлайн,"
        "картой онлайн, онлайн оплата, оплата онлайн, картой на сайте, оплата на сайте,"
        "карта, картой, банковской картой, безнал, безналичный, безналичный расчет,"
        "безналичная оплата, безналичными, по счету, оплата по счету, счет, сбп, на сайте",
    ),
    **_all(
        Payment.ON_SITE,
        "on site, in store, на месте, в магазине, в салоне, самовывоз из магазина",
    ),
}
FAULTS: Mapping[str, Fault] = {
    **{word.value: word for word in Fault},
    **_all(Fault.CUSTOMER, "клиент, покупатель, клиента, покупателя"),
    **_all(Fault.SHOP, "магазин, магазина, мы, наша"),
    **_all(Fault.COURIER, "курьер, курьера, доставка, доставки"),
    **_all(Fault.FORCE_MAJEURE, "форс мажор"),
    **_all(Fault.UNKNOWN, "неизвестно, не ясно,"),
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
