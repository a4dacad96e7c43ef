"""Owns the sentences of the shop desk, Russian and English side by side.

Uses nothing but the languages.
Never decides anything.
"""

from collections.abc import Mapping
from typing import TypeVar

from registry.kernel.web.language import Language, requested_language

Told = TypeVar("Told")


def pick(texts: Mapping[Language, Told]) -> Told:
    """The half of ``texts`` that this reader reads."""
    return texts[requested_language()]
