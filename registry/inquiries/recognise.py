"""From the names in a request to people whom the shop may ask or speak about.

One person is 1 to 4 names. Names that have no row yet get one, if the shop's first contacts allow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from bonafide.protocol.words import Kind
from registry.identifiers import service as identifiers
from registry.identifiers.errors import RefGoneError
from registry.identifiers.names import DigestName, Name
from registry.identifiers.service import Created, Located, State
from registry.identifiers.vault import Vault
from registry.inquiries import service as inquiries
from registry.inquiries.budgets import Counted, seconds_left
from registry.inquiries.contacts import Contacts, Via
from registry.inquiries.errors import BudgetExhaustedError
from registry.inquiries.leases import current_budgets
from registry.inquiries.placed import Placed, all_by_refs, are_refs
from registry.kernel.errors import DomainError
from registry.kernel.keys import Keyring
from registry.kernel.web.edge import keep_when_refused
from registry.shops.access import Caller

_NOBODY_MET = Contacts()


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

    @property
    def ids(self) -> frozenset[int]:
        """All of them."""
        return frozenset(each.identifier_id for each in self.known)

    def erased_ids(self, occurred_on: date) -> frozenset[int]:
        """Those that were erased on that day or since."""
        return frozenset(
            each.identifier_id
            for each in self.known
            if each.erased_on is not None and each.erased_on >= occurred_on
        )

    def reportable_ids(self, occurred_on: date) -> frozenset[int]:
        """Those that a new report of that day may touch: not opted out, not erased since."""
        silent = {each.identifier_id for each in self.known if each.opted_out}
        return self.ids - silent - self.erased_ids(occurred_on)


def recognise(
    session: Session,
    vault: Vault,
    *,
    caller: Caller,
    people: Sequence[Sequence[Name]],
    via: Sequence[Via],
    now: datetime,
) -> list[Person | DomainError]:
    """Who is meant, one answer a person, in their order.

    Errors are the ones of a name (with a pointer), RefGoneError, BudgetExhaustedError. A handful
    of queries, however many people, and a few more for each identifier never seen before.
    """
    ring = vault.source.current()
    placed = place(session, vault, ring, caller=caller, people=people, via=via, now=now)
    ids = {each for one in placed if isinstance(one, Placed) for each in one.ids}
    rows = identifiers.states(session, sorted(ids)) if ids else {}
    return [_person(ring, caller, one, rows) for one in placed]


def place(
    session: Session,
    vault: Vault,
    ring: Keyring,
    *,
    caller: Caller,
    people: Sequence[Sequence[Name]],
    via: Sequence[Via],
    now: datetime,
) -> list[Placed | DomainError]:
    """Like :func:`recognise` without reading the rows: no query at all when all names are refs."""
    if are_refs(people):
        return all_by_refs(ring, caller, people)
    names = [name for person in people for name in person]
    digests = sum(isinstance(name, DigestName) for name in names) if caller.direct_tier else 0
    if digests:
        _spend_points(session, caller, digests, now.date())
    located = iter(
        identifiers.locate(
            session,
            vault,
            names,
            ring=ring,
            shop_id=caller.shop_id,
            world=caller.world,
            direct_tier=caller.direct_tier,
        )
    )
    found = [_whole([next(located) for _ in person]) for person in people]
    created = _create_missing(session, caller, found, now.date())
    met = _meet(session, caller, found, via, created.by_tag, now.date())
    kept = frozenset(each for way in met.values() for each in way.known | way.granted)
    identifiers.remove(session, created.own & _refused(met) - kept)
    return [
        _place(one, created.by_tag, met.get(way, _NOBODY_MET), now)
        for one, way in zip(found, via, strict=True)
    ]


def _spend_points(session: Session, caller: Caller, units: int, today: date) -> None:
    """Spent with the request, and spent all the same when it is refused: the points are evaluated.

    Raises BudgetExhaustedError, and then nothing was evaluated.
    """
    take = partial(
        inquiries.take, caller=caller, name=Counted.POINTS, today=today, budgets=current_budgets()
    )

    def again(afterwards: Session) -> None:
        try:
            take(afterwards, least=units, most=units)
        except BudgetExhaustedError:  # others were faster: whatever is left is spent
            take(afterwards, least=0, most=units)

    take(session, least=units, most=units)
    keep_when_refused(again)


def _refused(met: Mapping[Via, Contacts]) -> frozenset[int]:
    return frozenset(each for way in met.values() for each in way.refused)


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
    session: Session,
    caller: Caller,
    found: Sequence[list[Located] | DomainError],
    today: date,
) -> Created:
    """Rows for the names that had none, as many as may be made; each name once.

    Whoever waited for the meter looks again: another request may have made the rows meanwhile.
    """
    missing = {
        each.tags[0].tag: each
        for one in found
        if not isinstance(one, DomainError)
        for each in one
        if each.identifier_id is None
    }
    if not missing:
        return Created({}, frozenset())
    left = inquiries.lock_new_rows(session, caller=caller, today=today)
    known = identifiers.find_again(session, missing.values(), world=caller.world)
    wanted = [each for tag, each in missing.items() if tag not in known][:left]
    created = identifiers.create(session, wanted, world=caller.world, today=today)
    inquiries.count_new_rows(session, caller=caller, units=len(created.own), today=today)
    return Created(known | created.by_tag, created.own)


def _id_of(each: Located, made: dict[bytes, int]) -> int | None:
    return made.get(each.tags[0].tag) if each.identifier_id is None else each.identifier_id


def _meet(
    session: Session,
    caller: Caller,
    found: Sequence[list[Located] | DomainError],
    via: Sequence[Via],
    made: dict[bytes, int],
    today: date,
) -> dict[Via, Contacts]:
    """What became of those not named by a ref, by the way in which they were named."""
    met: dict[Via, Contacts] = {}
    for way in sorted(set(via)):
        ids = [
            identifier_id
            for one, its_way in zip(found, via, strict=True)
            if its_way == way and not isinstance(one, DomainError)
            for each in one
            if not each.by_ref and (identifier_id := _id_of(each, made)) is not None
        ]
        if ids:
            met[way] = inquiries.contact(
                session,
                caller=caller,
                identifier_ids=ids,
                via=way,
                today=today,
                budgets=current_budgets(),
            )
    return met


def _place(
    one: list[Located] | DomainError, made: dict[bytes, int], met: Contacts, now: datetime
) -> Placed | DomainError:
    if isinstance(one, DomainError):
        return one
    ids: list[int] = []
    for each in one:
        identifier_id = _id_of(each, made)
        if identifier_id is None:
            # the same word as below: which of the two ran out would tell whether a row exists
            return _exhausted(Counted.CONTACTS, now)
        if identifier_id in met.refused:
            return _exhausted(Counted.CONTACTS, now)
        ids.append(identifier_id)
    by_ref = {
        each.identifier_id: each.fresh_ref
        for each in one
        if each.by_ref and each.identifier_id is not None
    }
    own_only = bool(met.own_only) and not met.own_only.isdisjoint(ids)
    return Placed(tuple(dict.fromkeys(ids)), by_ref, own_only)


def _exhausted(name: Counted, now: datetime) -> BudgetExhaustedError:
    return BudgetExhaustedError(name, left=0, limit=None, retry_after=seconds_left(now))


def _person(
    ring: Keyring, caller: Caller, one: Placed | DomainError, rows: dict[int, State]
) -> Person | DomainError:
    if isinstance(one, DomainError):
        return one
    known: list[Known] = []
    for index, each in enumerate(one.ids):
        row = rows.get(each)
        if row is None:
            return RefGoneError(pointer=f"/identifiers/{index}/ref")
        ref = identifiers.ref_of(ring, each, shop_id=caller.shop_id, world=caller.world)
        known.append(Known(each, Kind(row.kind), ref, row.opted_out, row.erased_on))
    return Person(tuple(known))
