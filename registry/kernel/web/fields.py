"""Fields that take JSON's own types and nothing that merely looks like them.

marshmallow reads ``"5"`` as a number and ``"yes"`` as true; a partner who sends those has a bug
that should be seen at once.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields


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
