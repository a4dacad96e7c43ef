"""Long lists on pages: cut into pages, narrowed by what stands in the address.

A list that is in memory is cut by number, one that a query reads by cursor; both keep everything
else that the address says, so that two lists on one page do not disturb each other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from urllib.parse import urlencode

from flask import request

from registry.kernel.web.paging import cut_page

SIZE = 50
"""Rows on a page; one more is read by a query that is cut by cursor."""
FEW: Final = 5
LONGEST_WORDS: Final = 80
_MOST_PAGES: Final = 1_000_000
Row = TypeVar("Row")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """One page of a list; ``further`` and ``start`` are addresses, or None where there is none."""

    rows: Sequence[Row]
    further: str | None
    start: str | None

    @property
    def long(self) -> bool:
        """Whether a filter above it is of any use."""
        return len(self.rows) > FEW or self.further is not None or self.start is not None


@dataclass(frozen=True, slots=True)
class Filter:
    """One field above a list. Without ``options`` it takes words; ``value`` is "" when unused."""

    name: str
    label: str
    value: str
    options: Mapping[str, str] | None = None


def choice(name: str, label: str, options: Mapping[str, str]) -> Filter:
    """One of some words, each with what it is called; anything else counts as none."""
    wanted = request.args.get(name, "")
    return Filter(name, label, wanted if wanted in options else "", options)


def search(name: str, label: str) -> Filter:
    """Words that somebody typed."""
    return Filter(name, label, request.args.get(name, "").strip()[:LONGEST_WORDS])


def by_number(found: Sequence[Row], *, name: str = "page", size: int = 0) -> Part[Row]:
    """The page of ``found`` that the address asks for; nonsense leads to the first one."""
    wanted = request.args.get(name, "1")
    is_number = wanted.isascii() and wanted.isdigit() and len(wanted) < len(str(_MOST_PAGES))
    page, size = max(1, int(wanted)) if is_number else 1, size or SIZE
    rows = found[(page - 1) * size : page * size]
    further = here(**{name: str(page + 1)}) if len(found) > page * size else None
    return Part(rows, further, here(**{name: None}) if page > 1 else None)


def by_cursor(found: Sequence[Row], *, position: Callable[[Row], tuple[int, ...]]) -> Part[Row]:
    """A page of which one row too many was read, so that it is known whether more follows."""
    rows, following = cut_page(found, limit=SIZE, position=position)
    further = here(cursor=following) if following else None
    return Part(rows, further, here(cursor=None) if request.args.get("cursor") else None)


def here(**changed: str | None) -> str:
    """This address with some of what it asks for changed, or taken out by None."""
    asked = {name: value for name, value in request.args.items() if name != "lang"}
    kept = {name: value for name, value in (asked | changed).items() if value}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def fits(words: str, *texts: str) -> bool:
    """Whether all that was typed stands in any of some texts, in whatever case."""
    return any(words.casefold() in each.casefold() for each in texts)


def named(words: Iterable[_T], texts: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Options of a choice: each word with its sentence ``prefix`` + word."""
    return {str(each): texts[f"{prefix}{each}"] for each in words}
