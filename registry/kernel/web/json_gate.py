"""A strict gate for JSON (RFC 8259, narrowed as RFC 7493 recommends), before anything is believed.

Refused with a code and, where one can be known, a JSON pointer: what is not UTF-8, nesting deeper
than 16, a name twice in one object, NaN and infinities, integers beyond 2^53, NUL, lone
surrogates, and anything but an object at the root. Depth is measured on the raw bytes without
recursion, so a million brackets cost no stack and next to no memory.
"""

import json
import math
import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from registry.kernel.errors import DomainError
from registry.kernel.web.pointers import pointer_to

SMALL: Final = 64 * 1024
BATCH: Final = 1024 * 1024
MAX_DEPTH: Final = 16
MAX_INTEGER: Final = 2**53
_LONGEST_NUMBER = 40
_UNIFY = bytes.maketrans(b"[]{}", b"()()")
_NOT_STRUCTURE = bytes(sorted(set(range(256)) - set(b'[]{}"')))
_SEVENTEEN_OPEN = b"(" * (MAX_DEPTH + 1)
_SURROGATE = re.compile("[\ud800-\udfff]")


class BadJson(DomainError):  # noqa: N818 - the name says it
    """The body is refused; ``code`` says why."""

    def __init__(self, code: str, pointer: str = "", detail: str = "") -> None:
        super().__init__(detail, pointer=pointer)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Flaw:
    """Stands in the parsed tree where something was wrong, until its pointer is known."""

    code: str
    name: str | None = None


_BAD_NUMBER = _Flaw("bad_number")


class _Finder(threading.local):
    """Each thread's parser, made once: its hooks mark flaws and remember that there was one."""

    def __init__(self) -> None:
        super().__init__()
        self.found = False
        self.parser = json.JSONDecoder(
            object_pairs_hook=self.pairs,
            parse_int=self.integer,
            parse_float=self.real,
            parse_constant=self.constant,
        )

    def pairs(self, pairs: list[tuple[str, object]]) -> object:
        whole = dict(pairs)
        if len(whole) == len(pairs):
            return whole
        self.found = True
        return _Flaw("duplicate_key", _first_repeated(name for name, _value in pairs))

    def integer(self, text: str) -> object:
        if len(text) <= _LONGEST_NUMBER and abs(number := int(text)) <= MAX_INTEGER:
            return number
        return self.constant(text)

    def real(self, text: str) -> object:
        if len(text) <= _LONGEST_NUMBER and math.isfinite(number := float(text)):
            return number
        return self.constant(text)

    def constant(self, _text: str) -> object:
        self.found = True
        return _BAD_NUMBER


_finder: Final = _Finder()


def _first_repeated(names: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def read_json(raw: bytes, *, limit: int = SMALL) -> dict[str, Any]:
    """The object in ``raw``; raises BadJson."""
    if len(raw) > limit:
        raise BadJson("too_large", detail=f"at most {limit} bytes are taken here")
    text = _decode(raw)
    if _too_deep(raw):
        raise BadJson("too_deep", detail=f"at most {MAX_DEPTH} levels are taken")
    tree = _parse(text)
    if _finder.found or "\\u" in text:
        _raise_first_flaw(tree, ())
    if not isinstance(tree, dict):
        raise BadJson("not_an_object")
    return tree


def _decode(raw: bytes) -> str:
    """Text from UTF-8 without a byte order mark; UTF-16 and UTF-32 show NULs at once."""
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw[:2]:
        raise BadJson("not_utf8")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadJson("not_utf8", detail=f"byte {error.start} is not UTF-8") from None
    if "\x00" in text:
        raise BadJson("nul_character")
    return text


def _too_deep(raw: bytes) -> bool:
    """Whether brackets outside strings nest deeper than MAX_DEPTH, in linear time.

    Escapes go first, then two quotes with no bracket between them, without which whatever stands
    inside of a string still does, then strings (every second piece between quotes), then each round
    takes the innermost pairs away: what is left after MAX_DEPTH rounds is deeper, or does not
    balance and will fail to parse; in that case few open brackets mean that the parser cannot go
    deep either. Seventeen opened in a row end the search early.
    """
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH:
        return False
    if b"\\" in raw:
        raw = raw.replace(b"\\\\", b"").replace(b'\\"', b"")
    pieces = raw.translate(None, _NOT_STRUCTURE).replace(b'""', b"").split(b'"')
    left = b"".join(pieces[::2]).translate(_UNIFY)
    for _round in range(MAX_DEPTH):
        if _SEVENTEEN_OPEN in left:
            return True
        if b"()" not in left:
            break
        left = left.replace(b"()", b"")
    return b"()" in left or left.count(b"(") > MAX_DEPTH


def _parse(text: str) -> object:
    _finder.found = False
    try:
        tree: object = _finder.parser.decode(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if text.strip() else "nothing was sent"
        raise BadJson("invalid_json", detail=where) from None
    return tree


def _raise_first_flaw(node: object, path: tuple[str | int, ...]) -> None:
    """Walk in the order of the text. Recursion is safe: the depth has been checked."""
    if isinstance(node, _Flaw):
        at = path if node.name is None else (*path, node.name)
        raise BadJson(node.code, pointer_to(at))
    if isinstance(node, str):
        _check_text(node, path)
    elif isinstance(node, dict):
        for name, value in node.items():
            _check_text(name, path)
            _raise_first_flaw(value, (*path, name))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            _raise_first_flaw(value, (*path, index))


def _check_text(text: str, path: tuple[str | int, ...]) -> None:
    if "\x00" in text:
        raise BadJson("nul_character", pointer_to(path))
    if _SURROGATE.search(text):
        raise BadJson("lone_surrogate", pointer_to(path))
