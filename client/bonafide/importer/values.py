"""Dates, amounts and words as people write them in order lists."""

import hashlib
import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

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
_LABEL = re.compile(r"[A-Za-z0-9_.:-]{1,40}")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})\b")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_WORDS = re.compile(r"(\d{1,2})\s+([а-яё]+)\.?\s+(\d{4})", re.IGNORECASE)
_EXCEL = re.compile(r"\d{5}")
_EXCEL_DAY_ZERO = date(1899, 12, 30)


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
