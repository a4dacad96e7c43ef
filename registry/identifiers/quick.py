"""Names read without a schema: the usual shapes only, a hundred times as fast.

None sends the value to the schema, which decides alone what is an error (schemas.py).
"""

from typing import Any, Final, TypeGuard

from bonafide.protocol.words import Kind
from registry.identifiers.names import DigestName, ElementName, Name, RefName

_SO_MANY_NAMES: Final = range(1, 5)
_LONGEST: Final = 64
_LAST_EPOCH: Final = 65_535
_ELEMENT: Final = {"kind", "element", "epoch"}
_DIGEST: Final = {"kind", "digest"}
_KINDS: Final = {kind.value: kind for kind in Kind}


def quick_names(value: Any) -> list[Name] | None:
    """One to four names, or None."""
    if type(value) is not list or len(value) not in _SO_MANY_NAMES:
        return None
    names = list(map(_quick_name, value))
    return names if all(names) else None  # type: ignore[return-value]  # no None is left


def _quick_name(value: Any) -> Name | None:
    if type(value) is not dict:
        return None
    if len(value) == 1:
        ref = value.get("ref")
        return RefName(ref) if _short(ref) else None
    given = value.keys()
    if given not in (_ELEMENT, _DIGEST):
        return None
    kind = _KINDS.get(value["kind"]) if type(value["kind"]) is str else None
    if kind is None:
        return None
    if given == _DIGEST:
        return DigestName(kind, value["digest"]) if _short(value["digest"]) else None
    epoch = value["epoch"]
    if not _short(value["element"]) or type(epoch) is not int or not 0 <= epoch <= _LAST_EPOCH:
        return None
    return ElementName(kind, value["element"], epoch)


def _short(value: Any) -> TypeGuard[str]:
    return type(value) is str and len(value) <= _LONGEST
