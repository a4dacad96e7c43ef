"""Which column is which: guessed from the header, shown, and corrected by ``--map``."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bonafide.errors import Misuse


class Column(StrEnum):
    """What an import can read."""

    PHONE = "phone"
    EMAIL = "email"
    ORDER_REF = "order_ref"
    OUTCOME = "outcome"
    OCCURRED_ON = "occurred_on"
    AMOUNT = "amount"
    PAYMENT = "payment"
    FAULT = "fault"
    EVIDENCE = "evidence"
    COURIER = "courier"
    SEGMENT = "segment"
    TOLD_ON = "told_on"


HEADERS: Mapping[Column, Sequence[str]] = {
    Column.PHONE: (
        "phone",
        "telephone",
        "mobile",
        "customer phone",
        "billing phone",
        "tel",
        "телефон",
        "номер телефона",
        "мобильный",
        "моб",
        "тел",
        "телефон клиента",
        "телефон покупателя",
        "контактный телефон",
    ),
    Column.EMAIL: (
        "email",
        "e mail",
        "mail",
        "customer email",
        "billing email",
        "почта",
        "эл почта",
        "электронная почта",
        "емейл",
        "имейл",
        "email клиента",
    ),
    Column.ORDER_REF: (
        "order ref",
        "order",
        "order id",
        "order number",
        "order no",
        "number",
        "id",
        "no",
        "заказ",
        "номер заказа",
        "заказ №",
        "№ заказа",
        "№",
        "номер",
        "id заказа",
        "код заказа",
    ),
    Column.OUTCOME: (
        "outcome",
        "status",
        "result",
        "order status",
        "state",
        "статус",
        "статус заказа",
        "результат",
        "исход",
        "итог",
        "состояние",
    ),
    Column.OCCURRED_ON: (
        "occurred on",
        "date",
        "closed",
        "delivered on",
        "delivery date",
        "order date",
        "created at",
        "дата",
        "дата доставки",
        "дата заказа",
        "дата закрытия",
        "дата вручения",
        "дата создания",
    ),
    Column.AMOUNT: (
        "amount",
        "total",
        "sum",
        "price",
        "order total",
        "grand total",
        "сумма",
        "сумма заказа",
        "итого",
        "стоимость",
        "цена",
        "сумма руб",
    ),
    Column.PAYMENT: (
        "payment",
        "payment method",
        "paid by",
        "оплата",
        "способ оплаты",
        "вид оплаты",
        "тип оплаты",
        "метод оплаты",
    ),
    Column.FAULT: ("fault", "вина", "по чьей вине", "виновник"),
    Column.EVIDENCE: ("evidence", "proof", "доказательство", "подтверждение"),
    Column.COURIER: (
        "courier",
        "carrier",
        "delivery service",
        "курьер",
        "служба доставки",
        "курьерская служба",
        "транспортная компания",
        "перевозчик",
        "тк",
        "доставка",
    ),
    Column.SEGMENT: ("segment", "region", "сегмент", "регион", "город", "способ доставки"),
    Column.TOLD_ON: ("told on", "customer told on", "клиент уведомлен", "дата уведомления"),
}
REQUIRED = (Column.ORDER_REF, Column.OUTCOME, Column.OCCURRED_ON)


def guess(header: Sequence[str]) -> dict[Column, int]:
    """The place of each column that is recognised; the better spelling wins, then the left one."""
    plain = [_plain(title) for title in header]
    found: dict[Column, int] = {}
    for column, titles in HEADERS.items():
        places = [plain.index(title) for title in map(_plain, titles) if title in plain]
        free = [place for place in places if place not in found.values()]
        if free:
            found[column] = free[0]
    return found


def with_choices(
    header: Sequence[str], guessed: Mapping[Column, int], chosen: Sequence[str]
) -> dict[Column, int]:
    """The guess as corrected by ``column=Title`` (``column=`` takes one away)."""
    places = dict(guessed)
    for choice in chosen:
        name, separator, title = choice.partition("=")
        if not separator or name not in set(Column):
            raise Misuse(f"--map takes column=Title; the columns are {', '.join(Column)}")
        if not title:
            places.pop(Column(name), None)
        elif title in header:
            places[Column(name)] = header.index(title)
        else:
            raise Misuse(f"there is no column with the title of --map {name}=…")
    return places


def missing(places: Mapping[Column, int]) -> list[str]:
    """What an import cannot do without."""
    absent = [str(column) for column in REQUIRED if column not in places]
    if Column.PHONE not in places and Column.EMAIL not in places:
        absent.append("phone or email")
    return absent


def _plain(title: str) -> str:
    kept = "".join(c if c.isalnum() or c == "№" else " " for c in title.lower().replace("ё", "е"))
    return " ".join(kept.split())
