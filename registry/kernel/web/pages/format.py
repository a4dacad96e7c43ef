"""Dates, numbers and plurals as people write them, by Babel (the CLDR's rules)."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, format_percent
from flask import Flask

from registry.kernel.web.language import Language, requested_language

LOCALES: Final = {
    Language.EN: Locale.parse("en_GB"),
    Language.RU: Locale.parse("ru_RU"),
}
_WITHOUT_G: Final = {"long": "d MMMM y", "medium": "d MMM y"}
_LETTERS_BEFORE_DIGITS: Final = re.compile(r"(?<=[A-Z])(?=\d)")
Number = int | float | Decimal
Forms = Mapping[str, str]
"""Sentences by CLDR category: English ``one other``, Russian ``one few many other``."""


def _locale() -> Locale:
    return LOCALES[requested_language()]


def day(value: date, style: str = "long") -> str:
    """``26 November 2026``, ``26 ноября 2026``; ``style`` is Babel's or a pattern.

    Without the CLDR's Russian ``г.``, whose dot would meet the one that ends a sentence.
    """
    pattern = _WITHOUT_G.get(style, style) if requested_language() is Language.RU else style
    return format_date(value, pattern, locale=_locale())


def moment(value: datetime) -> str:
    """``26 Nov 2026, 05:41 UTC``: the registry does not know where its reader is."""
    return format_datetime(value, "d MMM y, HH:mm 'UTC'", locale=_locale())


def number(value: Number, digits: int | None = None) -> str:
    """``12,345.5`` and ``12 345,5``; at most ``digits`` after the point when given."""
    pattern = None if digits is None else "#,##0" + ("." + "#" * digits if digits else "")
    return format_decimal(value, pattern, locale=_locale())


def percent(value: Number, digits: int = 1) -> str:
    """A share (0.034) as ``3.4%`` or ``3,4 %``."""
    pattern = "#,##0" + ("." + "#" * digits if digits else "") + "%"
    text = format_percent(value, pattern, locale=_locale())
    return text.replace("%", "\u00a0%") if requested_language() is Language.RU else text


def points(value: Number | str) -> str:
    """What is given in percent already (10.69), as ``10.69%`` or ``10,69 %``."""
    return percent(Decimal(str(value)) / 100, digits=2)


def money(value: Number | str, currency: str) -> str:
    """``RUB 1,000`` and ``962,50 ₽``: an amount with its sign, hundredths only where there are any.

    The CLDR sets a space between a sign of letters and the digits; Babel leaves it out.
    """
    pattern, amount = _locale().currency_formats["standard"].pattern, Decimal(str(value))
    if amount == int(amount):
        pattern = pattern.replace(".00", "")
    text = format_currency(amount, currency, pattern, _locale(), currency_digits=False)
    return _LETTERS_BEFORE_DIGITS.sub("\u00a0", text)


def band(value: str) -> str:
    """A band of amounts (``1500-2999``, ``50000+``) as ``1,500–2,999`` and ``50 000+``."""
    return re.sub(r"\d+", lambda found: number(int(found[0])), value).replace("-", "–")


def plural(count: int, forms: Forms, **names: str) -> str:
    """The form that fits ``count``; ``{n}`` in it becomes the number, other names what is given."""
    category = _locale().plural_form(count)
    return forms.get(category, forms["other"]).format(n=number(count), **names)


def register(app: Flask) -> None:
    """Offer all of them to templates, as filters."""
    for each in (day, moment, number, percent, points, money, plural):
        app.jinja_env.filters[each.__name__] = each
