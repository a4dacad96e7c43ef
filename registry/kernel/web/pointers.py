"""JSON pointers (RFC 6901), and marshmallow's nested messages turned into them."""

from collections.abc import Iterable, Iterator, Mapping

from registry.kernel.errors import FieldError, Where

_CODES = {
    "Missing data for required field.": "missing",
    "Unknown field.": "unknown_field",
    "Field may not be null.": "null",
    "Not a valid string.": "not_a_string",
    "Not a valid integer.": "not_an_integer",
    "Not a valid number.": "not_a_number",
    "Not a valid boolean.": "not_a_boolean",
    "Not a valid list.": "not_a_list",
    "Invalid input type.": "not_an_object",
    "Not a valid mapping type.": "not_an_object",
    "Not a valid date.": "not_a_date",
}
_CODES_BY_BEGINNING = (
    ("Must be one of", "not_one_of"),
    ("Must be ", "out_of_range"),
    ("Shorter than", "bad_length"),
    ("Longer than", "bad_length"),
    ("Length must", "bad_length"),
    ("String does not match", "bad_form"),
)
_SCHEMA = "_schema"


def pointer_to(path: Iterable[str | int]) -> str:
    """``("items", 0, "a/b")`` becomes ``/items/0/a~1b``; names that are not text are made safe."""
    return "".join(f"/{_escape(str(step))}" for step in path)


def field_errors(
    messages: object, *, at: str = "", where: Where = Where.BODY
) -> tuple[FieldError, ...]:
    """Every message of a marshmallow ``ValidationError`` with its place below pointer ``at``."""
    return tuple(_walk(messages, at, where))


def _walk(messages: object, at: str, where: Where) -> Iterator[FieldError]:
    if isinstance(messages, Mapping):
        for step, below in messages.items():
            here = at if step == _SCHEMA else at + pointer_to((step,))
            yield from _walk(below, here, where)
    elif isinstance(messages, list | tuple):
        for message in messages:
            yield from _walk(message, at, where)
    else:
        text = str(messages)
        yield FieldError(at, _code(text), text, where)


def _escape(step: str) -> str:
    safe = step.encode("utf-8", "replace").decode("utf-8")
    return safe.replace("~", "~0").replace("/", "~1")


def _code(message: str) -> str:
    """A stable name for one of marshmallow's own sentences; ``invalid`` for a room's."""
    if message in _CODES:
        return _CODES[message]
    found = (code for start, code in _CODES_BY_BEGINNING if message.startswith(start))
    return next(found, "invalid")
