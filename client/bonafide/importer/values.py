"""Dates, amounts and words as people write them in order lists."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from bonafide.protocol.words import Evidence, Fault, Outcome, Payment

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
MONTHS = (
    ("января", "январь"),
    ("февраля", "февраль"),
    ("марта", "март"),
    ("апреля", "апрель"),
    ("мая", "май"),
    ("июня", "июнь"),
    ("июля", "июль"),
    ("августа", "август"),
    ("сентября", "сентябрь"),
    ("октября", "октябрь"),
    ("ноября", "ноябрь"),
    ("декабря", "декабрь"),
)
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
_LABEL = re.compile(r"[A-Za-z0-9_.:-]{1,40}")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})\b")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_WORDS = re.compile(r"(\d{1,2})\s+([а-яё]+)\.?\s+(\d{4})", re.IGNORECASE)
_EXCEL = re.compile(r"\d{5}")
_EXCEL_DAY_ZERO = date(1899, 12, 30)


def word(text: str) -> str:
    """A word as the tables above spell it."""
    return " ".join(re.sub(r"[^\w№]+", " ", text.lower().replace("ё", "е")).split())


W = TypeVar("W")


def look_for(table: Mapping[str, W], text: str) -> W | None:
    """The registry's word for a shop's, or None."""
    return table.get(text.strip()) or table.get(word(text))


def day(text: str) -> date:
    """A day as Russians, ISO 8601 and Excel write it; the day comes before the month.

    Raises ValueError for anything else; a two-digit year is of this century.
    """
    stripped = text.strip()
    if found := _ISO.match(stripped):
        year, month, number = map(int, found.groups())
    elif found := _DAY_FIRST.match(stripped):
        number, month, year = map(int, found.groups())
    elif found := _WORDS.match(stripped):
        number, month, year = int(found[1]), _month(found[2]), int(found[3])
    elif _EXCEL.fullmatch(stripped):
        return _EXCEL_DAY_ZERO + timedelta(days=int(stripped))
    else:
        raise ValueError("not a date")
    return date(year + 2000 if year < 100 else year, month, number)


def amount(text: str) -> Decimal:
    """``3 490,50 ₽``, ``3,490.50`` and ``3490`` alike. Raises ValueError for anything else."""
    kept = re.sub(r"[^\d.,-]", "", text).strip(".,")
    point = max(kept.rfind(","), kept.rfind("."))
    thousands = len(kept) - point - 1 == 3 and not ("," in kept and "." in kept)
    whole, cents = (kept, "") if point < 0 or thousands else (kept[:point], kept[point + 1 :])
    if not whole:
        raise ValueError("not an amount")
    try:
        money = Decimal(re.sub(r"[.,]", "", whole) + "." + (cents or "0"))
    except InvalidOperation:
        raise ValueError("not an amount") from None
    if money < 0:
        raise ValueError("a negative amount")
    return money


def courier(text: str) -> str:
    """The published code of a courier; ``other`` for one that has none."""
    return look_for(COURIERS, text) or "other"


def label(text: str) -> str:
    """A shop's own label as it may travel: as it stands, or a short digest of it."""
    if _LABEL.fullmatch(text):
        return text
    return "s-" + hashlib.sha256(text.encode()).hexdigest()[:12]


def _month(name: str) -> int:
    """A month by its name or by three or more of its first letters."""
    for number, forms in enumerate(MONTHS, start=1):
        if len(name) >= 3 and any(form.startswith(name.lower()) for form in forms):
            return number
    raise ValueError("not a month")
