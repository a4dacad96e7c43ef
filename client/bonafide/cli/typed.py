"""Days and amounts as a person types them: what an import understands, an option does too."""

import re
from argparse import ArgumentTypeError
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Final

from bonafide.cli.speech import said
from bonafide.importer import values

A_DAY: Final = "YYYY-MM-DD"
NO_DAY: Final = "write a day as 2026-11-20 or 20.11.2026"
NO_AMOUNT: Final = "write an amount as 3490, 3490.00 or '3 490,00'"
_PLAIN = re.compile(r"\d+(\.\d+)?")
_WRITTEN = re.compile(r"\d[\d\s.,]*(₽|руб\.?|р\.?)?", re.IGNORECASE)


def day(text: str) -> date:
    """A day in any of the spellings of an import."""
    with suppress(ValueError):
        return values.day(text)
    raise ArgumentTypeError(said(NO_DAY))


def amount(text: str) -> Decimal:
    """An amount with either point; a single point is always a decimal one."""
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if _WRITTEN.fullmatch(text.strip()):
        with suppress(ValueError):
            return values.amount(text)
    raise ArgumentTypeError(said(NO_AMOUNT))
