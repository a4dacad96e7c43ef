"""From the names in a request to rows: found under every living generation, or made once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from bonafide.protocol import points
from bonafide.protocol.base64url import unpack
from bonafide.protocol.errors import ProtocolError
from bonafide.protocol.words import Kind, World
from registry.identifiers.errors import (
    DigestError,
    DigestNotAllowedError,
    EpochGoneError,
    EpochUnknownError,
    PointError,
)
from registry.identifiers.models import Identifier, IdentifierTag
from registry.identifiers.names import DigestName, ElementName, Name, RefName, Refs
from registry.identifiers.vault import Generation, Tag, Vault, hold_generations
from registry.kernel.db import insert_all, insert_new
from registry.kernel.errors import DomainError
from registry.kernel.ids import new_id
from registry.kernel.keys import Keyring


@dataclass(slots=True)
class Located:
    """A well-formed name. Never changed. ``identifier_id`` is None when no row has it yet.

    ``by_ref`` tells that the shop has met it before, and ``fresh_ref`` is the ref it was named by
    where that is under the newest key: a new one would be the same. ``tags`` is what it was looked
    for under, and ``retag`` makes the tags under other generations: one may have come meanwhile.
    """

    identifier_id: int | None
    by_ref: bool
    fresh_ref: str | None = None
    kind: Kind | None = None
    tags: tuple[Tag, ...] = ()
    retag: Callable[[Sequence[Generation]], list[Tag]] | None = field(
        default=None, repr=False, compare=False
    )


def locate(
    session: Session,
    vault: Vault,
    names: Sequence[Name],
    *,
    shop_id: int,
    world: World,
    direct_tier: bool,
    ring: Keyring | None = None,
) -> list[Located | DomainError]:
    """Find the rows of ``names``; one answer a name, in their order; creates nothing.

    One query for all of them, none when all are refs. A name that cannot be used is answered with
    its error, without a pointer. ``ring``: the keys as the request found them, by which refs open.
    """
    refs = Refs(ring or vault.source.current(), world, shop_id=shop_id)
    only_refs = all(isinstance(name, RefName) for name in names)
    generations = () if only_refs else vault.generations(session, world)
    read = [
        _opened(refs, name)
        if isinstance(name, RefName)
        else _read_name(vault, generations, name, world=world, direct_tier=direct_tier)
        for name in names
    ]
    wanted = [tag.tag for each in read if isinstance(each, Located) for tag in each.tags]
    known = _identifiers_by_tag(session, wanted)
    return [_with_row(each, known) for each in read]


def find_again(session: Session, located: Iterable[Located], *, world: World) -> dict[bytes, int]:
    """First tag → row, for names that got one since they were located, under whichever keys."""
    names = {each.tags[0].tag: each for each in located}
    found = _renewed(session, names, world)
    return {tag: each.identifier_id for tag, each in found.items() if each.identifier_id}


@dataclass(frozen=True, slots=True)
class Created:
    """Rows by the first tag of their names; ``own`` are those that no other request made first."""

    by_tag: dict[bytes, int]
    own: frozenset[int]


def create(session: Session, located: Sequence[Located], *, world: World, today: date) -> Created:
    """The rows of names that had none; where somebody else made one meanwhile, that one.

    By the first tags that the names came with. The rows are written under the generations that live
    now, however long ago the names were located, and none is published before this transaction
    ends (docs/decisions/0007). All tags go in one statement in their order, so that two requests
    with the same new people wait for each other and never in a circle.
    """
    names = _renewed(session, {each.tags[0].tag: each for each in located}, world)
    known = {tag: each.identifier_id for tag, each in names.items() if each.identifier_id}
    wanted = {tag: (new_id(), each) for tag, each in names.items() if tag not in known}
    rows = sorted(
        (
            _tag_row(tag, identifier_id, world, each.kind)
            for identifier_id, each in wanted.values()
            for tag in each.tags
        ),
        key=lambda row: row["tag"],
    )
    written = {
        bytes(row.tag) for row in insert_new(session, IdentifierTag, rows, IdentifierTag.tag)
    }
    made, joined = {}, {}
    for first, (identifier_id, each) in wanted.items():
        if all(tag.tag in written for tag in each.tags):
            made[first] = identifier_id
        else:
            joined[first] = _join_the_other(session, each, identifier_id)
    flags = {"frozen": False, "opted_out": False, "shared": False}
    insert_all(
        session,
        Identifier,
        [
            {"id": made[first], "world": world, "kind": wanted[first][1].kind, "created_on": today}
            | flags
            for first in made
        ],
    )
    return Created(known | made | joined, frozenset(made.values()))


def _renewed(session: Session, names: dict[bytes, Located], world: World) -> dict[bytes, Located]:
    """The names with the tags and rows they have now, which hold until the transaction ends."""
    if not names:
        return {}
    living = hold_generations(session, world)
    fresh = {
        tag: replace(each, tags=tuple(each.retag(living))) if each.retag else each
        for tag, each in names.items()
    }
    known = _identifiers_by_tag(session, [tag.tag for each in fresh.values() for tag in each.tags])
    return {
        tag: replace(each, identifier_id=_first_known(each, known)) for tag, each in fresh.items()
    }


def _tag_row(tag: Tag, identifier_id: int, world: World, kind: Kind | None) -> dict[str, Any]:
    if kind is None:
        raise ValueError("a ref names an existing row")
    return {
        "tag": tag.tag,
        "identifier_id": identifier_id,
        "world": world,
        "kind": kind,
        "storage_key_id": tag.storage_key_id,
        "epoch": tag.epoch,
    }


def _read_name(
    vault: Vault,
    generations: Sequence[Generation],
    name: ElementName | DigestName,
    *,
    world: World,
    direct_tier: bool,
) -> Located | DomainError:
    try:
        if isinstance(name, ElementName):
            return _read_element(vault, generations, name, world)
        if not direct_tier:
            return DigestNotAllowedError()
        return _read_digest(vault, generations, name, world)
    except DomainError as error:
        return error


def _read_element(
    vault: Vault, generations: Sequence[Generation], name: ElementName, world: World
) -> Located:
    if name.epoch not in {each.epoch for each in generations}:
        newest = max(each.epoch for each in generations)
        raise EpochUnknownError if name.epoch > newest or name.epoch < 1 else EpochGoneError
    try:
        element = points.decode(name.element, group=vault.group)
    except ProtocolError as error:
        raise PointError(str(error)) from None
    return _unknown(vault, generations, world, name.kind, element, name.epoch)


def _read_digest(
    vault: Vault, generations: Sequence[Generation], name: DigestName, world: World
) -> Located:
    try:
        digest = unpack(name.digest, size=32)
    except ProtocolError as error:
        raise DigestError(str(error)) from None
    point = vault.group.hash_to_group(digest)
    epoch = generations[0].epoch
    [element] = vault.holder.evaluate(world, epoch, [point])
    return _unknown(vault, generations, world, name.kind, element, epoch)


def _unknown(
    vault: Vault,
    generations: Sequence[Generation],
    world: World,
    kind: Kind,
    element: bytes,
    epoch: int,
) -> Located:
    def retag(living: Sequence[Generation]) -> list[Tag]:
        return vault.tags(living, world, kind, element, epoch)

    tags = tuple(retag(generations))
    return Located(None, by_ref=False, kind=kind, tags=tags, retag=retag)


def _identifiers_by_tag(session: Session, tags: Sequence[bytes]) -> dict[bytes, int]:
    if not tags:
        return {}
    wanted = select(IdentifierTag.tag, IdentifierTag.identifier_id)
    rows: Iterable[Row[bytes, int]] = session.execute(wanted.where(IdentifierTag.tag.in_(tags)))
    return {bytes(row.tag): row.identifier_id for row in rows}


def _with_row(each: Located | DomainError, known: dict[bytes, int]) -> Located | DomainError:
    if isinstance(each, DomainError) or each.by_ref:
        return each
    return replace(each, identifier_id=_first_known(each, known))


def _first_known(each: Located, known: dict[bytes, int]) -> int | None:
    return next((known[tag.tag] for tag in each.tags if tag.tag in known), None)


def _join_the_other(session: Session, each: Located, own_id: int) -> int:
    """Another request wrote one of our tags first: its row is the person's, ours goes."""
    wanted = select(IdentifierTag.identifier_id).where(
        IdentifierTag.tag.in_([tag.tag for tag in each.tags]),
        IdentifierTag.identifier_id != own_id,
    )
    other = session.scalars(wanted).first()
    if other is None:
        raise LookupError("a tag is neither ours nor another's")
    ours = update(IdentifierTag).where(IdentifierTag.identifier_id == own_id)
    session.execute(ours.values(identifier_id=other))
    return other


def _opened(refs: Refs, name: RefName) -> Located | DomainError:
    try:
        identifier_id, fresh_ref = refs.open(name.ref)
    except DomainError as error:
        return error
    return Located(identifier_id, by_ref=True, fresh_ref=fresh_ref)
