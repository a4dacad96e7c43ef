"""Reports about somebody as they are read: columns first, each a Fact where somebody looks at it.

A batch of lookups reads fourteen thousand reports and looks at a few hundred of them; of the others
only sums matter, and those go by columns (``registry.trust.weigh``). Pure.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import compress
from operator import attrgetter
from typing import Any, TypeVar, overload

from registry.reports.numbers import counted, filed_in
from registry.reports.said import SAID, Fact, made

V = TypeVar("V")
_LookedUp = dict[int, tuple[Mapping[int, Any], list[Any]]]
"""The id of a table → the table, so that no other one gets its id, and what it has."""


class Reading:
    """The columns of many people's reports as they were read, one person after the other.

    What they stand for in a table is looked up for all of them the first time that it is asked of
    anybody: in one go the processor fetches ahead from a table that it could not keep at hand from
    one person to the next.
    """

    __slots__ = ("_by_number", "_by_shop", "numbers", "report_ids", "shop_ids")

    def __init__(
        self, report_ids: Sequence[int], shop_ids: Sequence[int], numbers: Sequence[int]
    ) -> None:
        self.report_ids = report_ids
        self.shop_ids = shop_ids
        self.numbers = numbers
        self._by_number: _LookedUp = {}
        self._by_shop: _LookedUp = {}

    def part(self, begin: int, end: int) -> "Reports":
        """One person's."""
        its = slice(begin, end)
        return Reports(
            self.report_ids[its], self.shop_ids[its], self.numbers[its], reading=(self, its)
        )

    def by_number(self, table: Mapping[int, V]) -> list[V]:
        """What a table has for each number."""
        return _looked_up(self._by_number, table, self.numbers)

    def by_shop(self, table: Mapping[int, V]) -> list[V]:
        """What a table has for each shop."""
        return _looked_up(self._by_shop, table, self.shop_ids)


def _looked_up(known: _LookedUp, table: Mapping[int, V], column: Sequence[int]) -> list[V]:
    found = known.get(id(table))
    if found is None:
        known[id(table)] = found = (table, list(map(table.__getitem__, column)))
    return found[1]


class Reports(Sequence[Fact]):
    """Reports about one person, each once: as a sequence, facts from the oldest to the newest.

    ``report_ids``, ``shop_ids`` and ``numbers`` (what each says: numbers.py) are columns of one
    length, in the order of shops: what a shop filed is one stretch of them. Never changed.
    """

    __slots__ = ("_facts", "_reading", "numbers", "report_ids", "shop_ids")

    def __init__(
        self,
        report_ids: Sequence[int],
        shop_ids: Sequence[int],
        numbers: Sequence[int],
        facts: list[Fact] | None = None,
        reading: tuple[Reading, slice] | None = None,
    ) -> None:
        self.report_ids = report_ids
        self.shop_ids = shop_ids
        self.numbers = numbers
        self._facts = facts
        self._reading = reading

    @property
    def facts(self) -> list[Fact]:
        """All of them, oldest first."""
        if self._facts is None:
            self._facts = self.picked(range(len(self.numbers)))
        return self._facts

    def picked(self, places: Iterable[int]) -> list[Fact]:
        """Those at some places of the columns, oldest first."""
        facts: list[Fact] = []
        for at in places:
            says = SAID[self.numbers[at]]
            facts.append(made((says.day, self.report_ids[at], self.shop_ids[at], says)))
        facts.sort()
        return facts

    def by_number(self, table: Mapping[int, V]) -> list[V]:
        """What a table has for each number, in a list of the caller's own."""
        if self._reading is None:
            return list(map(table.__getitem__, self.numbers))
        whole, its = self._reading
        return whole.by_number(table)[its]

    def by_shop(self, table: Mapping[int, V]) -> list[V]:
        """What a table has for each report's shop, in a list of the caller's own."""
        if self._reading is None:
            return list(map(table.__getitem__, self.shop_ids))
        whole, its = self._reading
        return whole.by_shop(table)[its]

    def stretch(self, shop_id: int) -> slice:
        """Where those lie that a shop filed; raises ValueError where it filed none."""
        begin = self.shop_ids.index(shop_id)
        return slice(begin, begin + self.shop_ids.count(shop_id))

    def of_shop(self, shop_id: int) -> "Reports":
        """Those that a shop filed."""
        try:
            mine = self.stretch(shop_id)
        except ValueError:
            return NO_REPORTS
        return Reports(self.report_ids[mine], self.shop_ids[mine], self.numbers[mine])

    def without(self, shop_ids: Collection[int]) -> "Reports":
        """Those that none of some shops filed."""
        return self._where([each not in shop_ids for each in self.shop_ids])

    def filed_before(self, day: date) -> "Reports":
        """Those that were known when that day began."""
        limit = counted(day)
        return self._where([filed_in(each) < limit for each in self.numbers])

    def _where(self, wanted: Sequence[bool]) -> "Reports":
        """Those at the places that say yes."""
        if all(wanted):
            return self
        if not any(wanted):
            return NO_REPORTS
        return Reports(
            list(compress(self.report_ids, wanted)),
            list(compress(self.shop_ids, wanted)),
            list(compress(self.numbers, wanted)),
        )

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    @overload
    def __getitem__(self, at: int) -> Fact: ...

    @overload
    def __getitem__(self, at: slice) -> list[Fact]: ...

    def __getitem__(self, at: int | slice) -> Fact | list[Fact]:
        return self.facts[at]


NO_REPORTS = Reports((), (), ())
_SHOP = attrgetter("shop_id")


def in_order(facts: Iterable[Fact]) -> Reports:
    """Each report once, with its columns, whatever order they come in."""
    if type(facts) is Reports:
        return facts
    once = sorted({fact.report_id: fact for fact in facts}.values())
    if not once:
        return NO_REPORTS
    _, report_ids, shop_ids, said = zip(*sorted(once, key=_SHOP), strict=True)
    return Reports(report_ids, shop_ids, [says.number for says in said], once)
