"""What arrives and what is answered: filings, receipts, and a filing with what is known of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.identifiers.names import Name
from registry.inquiries.recognise import Person
from registry.kernel.errors import DomainError
from registry.reports.errors import TooManyReportsError
from registry.reports.rules import Filed, Standing, Statement
from registry.reports.store import Order


@dataclass(frozen=True, slots=True)
class Filing:
    """One report as it arrives. ``order_ref`` is the shop's own and is stored as a MAC only."""

    order_ref: str
    names: tuple[Name, ...]
    statement: Statement
    revision: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a filing.

    ``ignored`` is a word when nothing was stored: ``erased``, ``opted_out`` or ``expired``.
    ``changed`` is False for a repeat. ``commitment`` is the leaf of the log that answers for it.
    """

    report_id: int | None
    revision: int
    statement: Statement
    standing: Standing | None
    refs: tuple[str, ...]
    changed: bool
    created: bool = False
    ignored: str | None = None
    commitment: bytes | None = None


Answer = Receipt | DomainError


@dataclass(frozen=True, slots=True)
class Entry:
    """One filing of a batch with what was found out about it.

    ``dead`` are row numbers on its stored report that lead nowhere any more.
    """

    index: int
    filing: Filing
    person: Person
    order: Order
    dead: frozenset[int] = frozenset()

    @property
    def ids(self) -> frozenset[int]:
        """Whom a first report may touch."""
        return self.person.reportable_ids(self.filing.statement.occurred_on)

    @property
    def question(self) -> tuple[int | None, frozenset[int]]:
        """The lookup that it names, and about whom."""
        return self.filing.statement.lookup_id, self.person.ids

    def gone_from(self, stored: Filed) -> frozenset[int]:
        """The identifiers of a stored report that were erased since the order."""
        days = (stored.statement.occurred_on, self.filing.statement.occurred_on)
        return self.person.erased_ids(min(days)) | (stored.identifier_ids & self.dead)

    def ids_as(self, stored: Filed, gone: frozenset[int]) -> frozenset[int]:
        """The stored ids where the same ones are named; what went silent since makes no other."""
        named, kept = self.person.ids, stored.identifier_ids - gone
        return stored.identifier_ids if kept <= named and self.ids - gone <= kept else named

    def ignored(self) -> Receipt:
        """Nobody is left whom the report may touch."""
        word = "opted_out" if any(each.opted_out for each in self.person.known) else "erased"
        return ignored(self.filing, word, self.person.refs)


@dataclass(frozen=True, slots=True)
class Said:
    """(identifier, day) → how often one shop has reported, and how often it may.

    Two requests at once may each pass the limit by what the other adds: it keeps a flood out, and
    is no count that anything rests on.
    """

    counts: dict[tuple[int, date], int]
    limit: int

    def add(self, ids: Iterable[int], day: date) -> None:
        """One more; raises TooManyReportsError, and counts nothing, for somebody who has enough."""
        keys = [(each, day) for each in ids]
        if any(self.counts.get(key, 0) >= self.limit for key in keys):
            raise TooManyReportsError(pointer="/identifiers", limit=self.limit)
        for key in keys:
            self.counts[key] = self.counts.get(key, 0) + 1


def ignored(filing: Filing, word: str, refs: tuple[str, ...]) -> Receipt:
    """Nothing is stored, and ``word`` says why."""
    return Receipt(None, filing.revision, filing.statement, None, refs, changed=False, ignored=word)
