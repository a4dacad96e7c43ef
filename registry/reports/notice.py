"""The text that a shop sends to its customer when it files a negative."""

from datetime import date

_RU = (
    "Магазин {shop} сообщил в реестр Bonafide, что заказ от {day} не был оплачен. {when} "
    "Посмотреть запись, оспорить или стереть её можно здесь: {link}"
)
_EN = (
    "{shop} has reported to the Bonafide registry that an order of {day} was not paid for. {when} "
    "You can see the record, contest it or erase it here: {link}"
)
_WHEN_RU = "Запись начнёт учитываться {day}."
_WHEN_EN = "It will begin to count on {day}."
_UNTOLD_RU = "Запись пока не учитывается."
_UNTOLD_EN = "It does not count yet."
_OWN_RU = "Запись остаётся историей этого магазина и не учитывается в других."
_OWN_EN = "It stays this shop's own history and does not count in others."


def notice(
    *, shop: str, occurred_on: date, counts_on: date | None, elsewhere: bool, link: str
) -> dict[str, str]:
    """The notice in both languages. ``counts_on`` is the day from which it counts elsewhere."""
    when_ru = _WHEN_RU.format(day=_russian(counts_on)) if counts_on else _UNTOLD_RU
    when_en = _WHEN_EN.format(day=counts_on.isoformat()) if counts_on else _UNTOLD_EN
    if not elsewhere:
        when_ru, when_en = _OWN_RU, _OWN_EN
    return {
        "ru": _RU.format(shop=shop, day=_russian(occurred_on), when=when_ru, link=link),
        "en": _EN.format(shop=shop, day=occurred_on.isoformat(), when=when_en, link=link),
    }


def _russian(day: date) -> str:
    return f"{day:%d.%m.%Y}"
