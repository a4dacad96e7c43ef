"""Naming people in a request: by ref where one is known, else by an element, blinded just now.

A ref may have died and an epoch may have ended since; then those people are blinded again, once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bonafide._blinding import Blinder
from bonafide._cache import Shelf
from bonafide._flow import Flow
from bonafide._people import Named, Person
from bonafide._problems import error_from
from bonafide._window import Window
from bonafide._wire import WireName
from bonafide.errors import BonafideError, Conflict, Refused

STALE = frozenset({"ref_stale", "ref_gone", "ref_invalid", "epoch_gone", "epoch_unknown"})

Result = Mapping[str, Any] | BonafideError
Post = Callable[[Sequence[int], Sequence[list[WireName]]], Flow[Sequence[Result]]]


class Namer:
    """Knows the refs of this shop's customers."""

    def __init__(self, blinder: Blinder, refs: Shelf) -> None:
        self._blinder = blinder
        self._refs = refs

    def ask(
        self, people: Sequence[Person], post: Post, window: Window, *, today: date
    ) -> Flow[list[Result]]:
        """What ``post`` brings for each of ``people``; it gets their numbers and their names."""
        everyone = range(len(people))
        names = yield from self._names(people, window, today)
        found = list((yield from _posted(post, everyone, names)))
        again = [number for number in everyone if _is_stale(found[number])]
        if again:
            self._forget(each for number in again for each in people[number])
            names = yield from self._names([people[number] for number in again], window, today)
            second = yield from _posted(post, again, names)
            for number, result in zip(again, second, strict=True):
                found[number] = result
        self._remember(people, found)
        return found

    def _names(
        self, people: Sequence[Person], window: Window, today: date
    ) -> Flow[list[list[WireName]]]:
        everyone = dict.fromkeys(each for person in people for each in person)
        known = self._refs.pick([each.slot for each in everyone])
        names: dict[Named, WireName] = {
            each: {"ref": known[each.slot]} for each in everyone if each.slot in known
        }
        strangers = [each for each in everyone if each not in names]
        if strangers:
            elements = yield from self._blinder.elements(strangers, window, today=today)
            names |= {element.named: element.on_wire() for element in elements}
        return [[names[each] for each in person] for person in people]

    def _forget(self, stale: Iterable[Named]) -> None:
        self._refs.forget(each.slot for each in stale)

    def _remember(self, people: Sequence[Person], results: Sequence[Result]) -> None:
        fresh: dict[str, str] = {}
        for person, result in zip(people, results, strict=True):
            given = result.get("refs") if isinstance(result, Mapping) else None
            if isinstance(given, list) and len(given) == len(person):
                fresh |= {n.slot: _ref(g) for n, g in zip(person, given, strict=True) if _ref(g)}
        known = self._refs.pick(list(fresh))
        changed = {slot: ref for slot, ref in fresh.items() if known.get(slot) != ref}
        if changed:
            self._refs.keep(changed)


def _posted(
    post: Post, numbers: Sequence[int], names: Sequence[list[WireName]]
) -> Flow[Sequence[Result]]:
    """The results one by one, also where a stale name had the whole request refused."""
    try:
        results = yield from post(numbers, names)
    except Refused as refusal:
        if not _is_stale(refusal):
            raise
        return [refusal] * len(numbers)
    return [_opened(result) for result in results]


def _opened(result: Result) -> Result:
    problem = result.get("error") if isinstance(result, Mapping) else None
    return error_from(problem) if isinstance(problem, Mapping) else result


def _is_stale(result: Result) -> bool:
    return isinstance(result, Refused) and (
        result.code in STALE or (isinstance(result, Conflict) and result.status == 410)
    )


def _ref(given: object) -> str:
    """A ref comes alone or beside its kind."""
    ref = given.get("ref") if isinstance(given, Mapping) else given
    return ref if isinstance(ref, str) else ""
