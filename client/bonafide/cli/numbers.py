"""Shares, percent and money as the reader writes them, rounded as the registry's pages round.

``5.3%`` and ``RUB 152.70`` in English, ``5,3 %`` and ``152,70 ₽`` in Russian; half to even, on the
decimal digits that were sent and not on their binary shadow.
"""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

Number = int | float | str | Decimal
NBSP: Final = "\N{NO-BREAK SPACE}"
SIGNS: Final = {"RUB": "₽", "USD": "$", "EUR": "€", "KZT": "₸"}


def share(value: Number, language: str, digits: int = 1) -> str:
    """0.034 as 3.4 percent."""
    return percent(Decimal(str(value)) * 100, language, digits)


def percent(value: Number, language: str, digits: int = 2) -> str:
    """10.690 as 10.69 percent; no zeros at the end."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{_point(text, language)}{NBSP}%" if language == "ru" else f"{text}%"


def money(value: Number, currency: str, language: str) -> str:
    """An amount with its currency, hundredths only where there are any."""
    amount = Decimal(str(value))
    text = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    if language == "ru":
        whole = text.replace(",", NBSP)
        return f"{_point(whole, language)}{NBSP}{SIGNS.get(currency, currency)}"
    return f"{currency}{NBSP}{text}"


def _point(text: str, language: str) -> str:
    return text.replace(".", ",") if language == "ru" else text
