"""Fields that take JSON's own types and nothing that merely looks like them.

marshmallow reads ``"5"`` as a number and ``"yes"`` as true; a partner who sends those has a bug
that should be seen at once.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from marshmallow import fields, validate

_DECIMAL: Final = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"


class StrictInteger(fields.Integer):
    """A JSON whole number."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        if type(value) is not int:
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class StrictBoolean(fields.Boolean):
    """``true`` or ``false``."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> bool:
        if type(value) is not bool:
            raise self.make_error("invalid")
        return value


class DecimalText(fields.String):
    """Money or a percentage as text, ``"3490.00"``: no sign, no exponent, at most two decimals.

    Text, because a JSON number is a float in most programs that read it.
    """

    default_error_messages = {"decimal": 'Write it as text with at most 2 decimals: "3490.00".'}  # noqa: RUF012  # theirs

    def __init__(self, *, metadata: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(metadata={"pattern": _DECIMAL, **(metadata or {})}, **options)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else format(value, "f")

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        if type(value) is not str or not re.fullmatch(_DECIMAL, value, re.ASCII):
            raise self.make_error("decimal")
        return Decimal(value)


class ShortList(fields.List[Any]):
    """A list whose length is checked before any of its items is looked at.

    marshmallow loads every item first: a body of a third of a million empty objects would cost a
    minute and a gigabyte before it is refused for being too long.
    """

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[Any]:
        if isinstance(value, list):
            self.check_length(value)
        return super()._deserialize(value, attr, data, **kwargs) or []

    def check_length(self, value: list[Any]) -> None:
        """Raise ValidationError for a list that is too short or too long."""
        for validator in self.validators:
            if isinstance(validator, validate.Length):
                validator(value)
