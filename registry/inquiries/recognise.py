"""From the names in a request to people whom the shop may ask or speak about.

One person is 1 to 4 names. Names that have no row yet get one, if the shop's first contacts allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bonafide.protocol.words import Kind, World
from sqlalchemy.orm import Session

from registry.identifiers import service as identifiers
from registry.identifiers.errors import RefGoneError
from registry.identifiers.names import DigestName, Name
from registry.identifiers.service import Located
from registry.identifiers.vault import Vault
from registry.inquiries import service as inquiries
from registry.kernel.errors import DomainError
from registry.shops.service import Caller


@dataclass(frozen=True, slots=True)
class Known:
    """One identifier of a person, with what its row says."""

    identifier_id: int
    kind: Kind
    ref: str
    opted_out: bool
    erased_on: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """The identifiers of one person in one request, in the order given, each once."""

    known: tuple[Known, ...]

    @property
    def refs(self) -> tuple[str, ...]:
        """A fresh ref for each."""
        return tuple(each.ref for each in self.known)

    def reportable_ids(self, occurred_on: date) -> frozenset[int]:
        """Those that a report of that day may touch: not opted out, not erased since."""
        return frozenset(
            each.identifier_id
            for each in self.known
            if not each.opted_out and (each.erased_on is None or each.erased_on < occurred_on)
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """The identifier ids of one person, in the order given, each once.

    ``own_only`` tells that the shop's budget of first contacts is used up for somebody whom it
    brought in by import: it gets its own history of that person and nothing else.
    """

    ids: tuple[int, ...]
    by_ref: frozenset[int]
    own_only: bool = False


def recognise(
    session: Session,
    vault: Vault,
    *,
    caller: Caller,
    people: Sequence[Sequence[Name]],
    via: Sequence[Via],
    today: date,
) -> list[Person | DomainError]:
    """Who is meant, one answer a person, in their order.

    Errors are the ones of a name (with a pointer), RefGoneError, BudgetExhaustedError. Four
    queries at most, however many people, and a few more for each identifier never seen before.
    """
    placed = place(session, vault, caller=caller, people=people, via=via, today=today)
    ids = {each for one in placed if isinstance(one, Placed) for each in one.ids}
    rows = identifiers.states(session, sorted(ids))
    return [_person(vault, caller, one, rows) for one in placed]


def place(
    session: Session,
    vault: Vault,
    *,
    caller: Caller,
    people: Sequence[Sequence[Name]],
    via: Sequence[Via],
    today: date,
) -> list[Placed | DomainError]:
    """Like :func:`recognise` without reading the rows: no query at all when all names are refs."""
    names = [name for person in people for name in person]
    _spend_digests(session, caller, names, today)
    located = iter(
        identifiers.locate(
            session,
            vault,
            names,
            shop_id=caller.shop_id,
            world=caller.world,
            direct_tier=caller.direct_tier,
        )
    )
    found = [_whole([next(located) for _ in person]) for person in people]
    made = _create_missing(session, caller.world, found, today)
    contacts = _contacts(session, caller, found, via, made, today)
    identifiers.remove(session, contacts.refused & set(made.values()))
    return [_place(one, made, contacts) for one in found]


def _spend_digests(session: Session, caller: Caller, names: Sequence[Name], today: date) -> None:
    units = sum(isinstance(name, DigestName) for name in names)
    if units and caller.direct_tier:
        inquiries.spend_points(session, caller=caller, units=units, today=today)


def _whole(located: list[Located | DomainError]) -> list[Located] | DomainError:
    """The names of one person, or the first error with its place."""
    good: list[Located] = []
    for index, each in enumerate(located):
        if isinstance(each, DomainError):
            each.pointer = f"/identifiers/{index}{each.pointer or ''}"
            return each
        good.append(each)
    return good


def _create_missing(
    session: Session, world: World, found: Sequence[list[Located] | DomainError], today: date
) -> dict[bytes, int]:
    """First tag → new row, for every name that had none; each name once."""
    made: dict[bytes, int] = {}
    for one in found:
        for each in () if isinstance(one, DomainError) else one:
            if each.identifier_id is None and each.tags[0].tag not in made:
                made[each.tags[0].tag] = identifiers.create(session, each, world=world, today=today)
    return made


def _id_of(each: Located, made: dict[bytes, int]) -> int:
    return made[each.tags[0].tag] if each.identifier_id is None else each.identifier_id


def _contacts(
    session: Session,
    caller: Caller,
    found: Sequence[list[Located] | DomainError],
    via: Sequence[Via],
    made: dict[bytes, int],
    today: date,
) -> inquiries.Contacts:
    """First contacts of everybody who is not named by a ref, one way after the other."""
    contacts = inquiries.Contacts()
    for way in sorted(set(via)):
        ids = [
            _id_of(each, made)
            for one, its_way in zip(found, via, strict=True)
            if its_way == way and not isinstance(one, DomainError)
            for each in one
            if not each.by_ref
        ]
        if ids:
            contacts |= inquiries.contact(
                session, caller=caller, identifier_ids=ids, via=way, today=today
            )
    return contacts


def _place(
    one: list[Located] | DomainError, made: dict[bytes, int], contacts: inquiries.Contacts
) -> Placed | DomainError:
    if isinstance(one, DomainError):
        return one
    ids = tuple(dict.fromkeys(_id_of(each, made) for each in one))
    if any(each in contacts.refused for each in ids):
        return contacts.refusal()
    by_ref = frozenset(_id_of(each, made) for each in one if each.by_ref)
    return Placed(ids, by_ref, own_only=any(each in contacts.own_only for each in ids))


def _person(
    vault: Vault, caller: Caller, one: Placed | DomainError, rows: dict[int, Identifier]
) -> Person | DomainError:
    if isinstance(one, DomainError):
        return one
    known: list[Known] = []
    for index, each in enumerate(one.ids):
        row = rows.get(each)
        if row is None or (row.erased_on is not None and each in one.by_ref):
            return RefGoneError(pointer=f"/identifiers/{index}/ref")
        ref = identifiers.ref_of(vault, each, shop_id=caller.shop_id, world=caller.world)
        known.append(Known(each, Kind(row.kind), ref, row.opted_out, row.erased_on))
    return Person(tuple(known))
