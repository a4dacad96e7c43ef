"""Columns of a batch repeat themselves: the same words and days come in every row."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")


class Once(dict[Any, Made], Generic[Made]):
    """What a function makes of values, by value; each is made once."""

    def __init__(self, make: Callable[[Any], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Any) -> Made:
        made = self[value] = self._make(value)
        return made
