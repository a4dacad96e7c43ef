"""A list whose items are checked one by one: a bad one is answered and harms no other."""

from collections.abc import Mapping
from typing import Any

import marshmallow

from registry.kernel.web.fields import ShortList
from registry.kernel.web.parsing import InvalidRequestError
from registry.kernel.web.pointers import field_errors


class Each(ShortList):
    """Like ``List``, but a faulty item becomes the InvalidRequestError that describes it.

    Its pointers begin at the item.
    """

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[Any]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        self.check_length(value)
        return [self._item(each, kwargs) for each in value]

    def _item(self, value: Any, kwargs: Mapping[str, Any]) -> Any:
        try:
            return self.inner.deserialize(value, **kwargs)
        except marshmallow.ValidationError as error:
            return InvalidRequestError(*field_errors(error.messages))
