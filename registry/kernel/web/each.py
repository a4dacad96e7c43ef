"""A list whose items are checked one by one: a bad one is answered and harms no other."""

from collections.abc import Callable, Mapping
from typing import Any

import marshmallow
from marshmallow import fields

from registry.kernel.web.fields import ShortList
from registry.kernel.web.parsing import InvalidRequestError
from registry.kernel.web.pointers import field_errors


class Each(ShortList):
    """Like ``List``, but a faulty item becomes the InvalidRequestError that describes it.

    Its pointers begin at the item. ``quick`` may read an item of the usual shape itself: it gives
    what the schema would, or None where the schema is to decide. The schema stays the one truth: a
    test holds the two against each other.
    """

    def __init__(
        self, inner: fields.Field[Any], *, quick: Callable[[Any], Any] | None = None, **options: Any
    ) -> None:
        super().__init__(inner, **options)
        self._quick = quick

    def read_quickly(self, value: Any) -> list[Any] | None:
        """All items, or None where the schema is to decide about the list or one of them."""
        quick = self._quick
        if quick is None or type(value) is not list:
            return None
        try:
            self.check_length(value)
        except marshmallow.ValidationError:
            return None
        found = [quick(each) for each in value]
        return None if None in found else found

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[Any]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        self.check_length(value)
        return [self._item(each, kwargs) for each in value]

    def _item(self, value: Any, kwargs: Mapping[str, Any]) -> Any:
        if self._quick is not None and (found := self._quick(value)) is not None:
            return found
        try:
            return self.inner.deserialize(value, **kwargs)
        except marshmallow.ValidationError as error:
            return InvalidRequestError(*field_errors(error.messages))


class Items(marshmallow.Schema):
    """A body of nothing but one list of items, which is what batches are."""

    def read_quickly(self, body: Mapping[str, Any]) -> dict[str, Any] | None:
        """What ``load`` would give for a body of the usual shape, or None where it is to decide."""
        [(name, items)] = self.load_fields.items()
        if len(body) != 1 or name not in body or not isinstance(items, Each):
            return None
        found = items.read_quickly(body[name])
        return None if found is None else {name: found}
