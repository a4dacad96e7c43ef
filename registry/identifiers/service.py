"""The only door of the room: evaluate, find, create, open and make refs."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from bonafide.protocol import points
from bonafide.protocol.base64url import unpack
from bonafide.protocol.errors import ProtocolError
from bonafide.protocol.proofs import MAX_PROVEN_POINTS
from bonafide.protocol.words import Kind, World
from registry.identifiers.errors import (
    DigestError,
    DigestNotAllowedError,
    EpochGoneError,
    EpochUnknownError,
    PointError,
    ProofTooLargeError,
)
from registry.identifiers.models import Identifier, IdentifierTag
from registry.identifiers.names import DigestName, ElementName, Name, RefName, make_ref, open_ref
from registry.identifiers.vault import Generation, Tag, Vault
from registry.kernel.db import insert_all, insert_new
from registry.kernel.errors import DomainError
from registry.kernel.ids import new_id
from registry.kernel.together import Prepared, Step, together

MAX_POINTS = 1_000


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Evaluated points, the epoch of the key, and a proof when one was asked for."""

    epoch: int
    points: list[str]
    proof: bytes | None


@dataclass(frozen=True, slots=True)
class State:
    """What the row of an identifier says, for other rooms to read."""

    id: int
    kind: str
    enrolled_on: date | None
    white_since: date | None
    white_until: date | None
    frozen: bool
    opted_out: bool
    shared: bool
    erased_on: date | None
    level: str | None

    @classmethod
    def columns(cls) -> tuple[InstrumentedAttribute[Any], ...]:
        """The columns in the order of the fields."""
        return tuple(getattr(Identifier, field.name) for field in fields(cls))


@dataclass(frozen=True, slots=True)
class Params:
    """The public facts of a world's key. ``canary`` is a digest and its element."""

    epoch: int
    public_key: bytes
    canary: tuple[bytes, bytes]
    next: tuple[int, bytes] | None


@dataclass(frozen=True, slots=True)
class Located:
    """A well-formed name. ``identifier_id`` is None when no row has it yet.

    ``by_ref`` tells that the shop has met it before; ``tags`` is what a new row is written under.
    """

    identifier_id: int | None
    by_ref: bool
    kind: Kind | None = None
    tags: tuple[Tag, ...] = ()


def evaluate(
    session: Session, vault: Vault, *, world: World, blinded: Sequence[str], proof: bool
) -> Evaluated:
    """Multiply every point by ``k`` of the current epoch.

    Raises PointError with a pointer for the first bad point, ProofTooLargeError.
    """
    if proof and len(blinded) > MAX_PROVEN_POINTS:
        raise ProofTooLargeError(pointer="/proof", limit=MAX_PROVEN_POINTS)
    epoch = current_generation(session, vault, world).epoch
    raw: list[bytes] = []
    answers: list[bytes] = []
    for index, text in enumerate(blinded):
        try:
            raw.append(points.decode_unchecked(text))
            answers += vault.holder.evaluate(world, epoch, raw[-1:])
        except ProtocolError as error:
            raise PointError(str(error), pointer=f"/points/{index}") from None
    made = vault.holder.prove(world, epoch, raw, answers) if proof else None
    return Evaluated(epoch, [points.encode(each) for each in answers], made)


def params(session: Session, vault: Vault, *, world: World) -> Params:
    """What a client pins on first use: epoch, public key, canary, and the next key if announced."""
    generations = vault.generations(session, world)
    epoch = generations[0].epoch
    upcoming = {each.epoch for each in generations if each.state == "next"} - {epoch}
    x = hashlib.sha256(f"bonafide:v1:canary:{world}".encode()).digest()
    [element] = vault.holder.evaluate(world, epoch, [vault.group.hash_to_group(x)])
    return Params(
        epoch=epoch,
        public_key=vault.holder.public_key(world, epoch),
        canary=(x, element),
        next=next(((each, vault.holder.public_key(world, each)) for each in upcoming), None),
    )


def current_generation(session: Session, vault: Vault, world: World) -> Generation:
    """The generation that evaluations answer with."""
    return vault.generations(session, world)[0]


def locate(
    session: Session,
    vault: Vault,
    names: Sequence[Name],
    *,
    shop_id: int,
    world: World,
    direct_tier: bool,
) -> list[Located | DomainError]:
    """Find the rows of ``names``; one answer a name, in their order; creates nothing.

    One query for all of them, none when all are refs. A name that cannot be used is answered with
    its error, without a pointer.
    """
    generations = () if _only_refs(names) else vault.generations(session, world)
    read = [
        _read_name(vault, generations, name, shop_id=shop_id, world=world, direct_tier=direct_tier)
        for name in names
    ]
    wanted = [tag.tag for each in read if isinstance(each, Located) for tag in each.tags]
    known = _identifiers_by_tag(session, wanted)
    return [_with_row(each, known) for each in read]


@dataclass(frozen=True, slots=True)
class Created:
    """Rows by the first tag of their names; ``own`` are those that no other request made first."""

    by_tag: dict[bytes, int]
    own: frozenset[int]


def create(session: Session, located: Sequence[Located], *, world: World, today: date) -> Created:
    """The rows of names that had none; where somebody else made one meanwhile, that one.

    All tags go in one statement in their order, so that two requests with the same new people
    wait for each other and never in a circle.
    """
    wanted = {each.tags[0].tag: (new_id(), each) for each in located}
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
    return Created(made | joined, frozenset(made.values()))


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


def remove(session: Session, identifier_ids: Iterable[int]) -> None:
    """Take rows and their tags away: for a row made a moment ago that nobody may keep."""
    ids = list(identifier_ids)
    if not ids:
        return
    session.execute(delete(IdentifierTag).where(IdentifierTag.identifier_id.in_(ids)))
    session.execute(delete(Identifier).where(Identifier.id.in_(ids)))


READ_STATES = Prepared(lambda one_of: select(*State.columns()).where(one_of(Identifier.id, "ids")))


def states_step(ids: Sequence[int]) -> Step:
    """What reads identifiers by id, to be run together with other steps; see State."""
    return READ_STATES, {"ids": list(ids)}


def states(session: Session, identifier_ids: Sequence[int]) -> dict[int, State]:
    """What is known of identifiers by id; an id without a row is absent."""
    [rows] = together(session, states_step(identifier_ids))
    return {row[0]: State(*row) for row in rows}


SET_LEVEL = Prepared(
    lambda _: (
        update(Identifier).where(Identifier.id == bindparam("of")).values(level=bindparam("said"))
    )
)


def set_levels(session: Session, levels: Mapping[int, str]) -> None:
    """Remember the levels last given, from which the next ones are left only past a margin.

    In the order of the ids, so that two batches about the same people never wait in a circle.
    """
    if levels:
        rows = [{"of": each, "said": str(levels[each])} for each in sorted(levels)]
        together(session, (SET_LEVEL, rows))


def set_opted_out(session: Session, identifier_ids: Iterable[int], *, opted_out: bool) -> None:
    """Answer nothing about them and take no report of them, or do so again."""
    mine = update(Identifier).where(Identifier.id.in_(list(identifier_ids)))
    session.execute(mine.values(opted_out=opted_out))


def ref_of(vault: Vault, identifier_id: int, *, shop_id: int, world: World) -> str:
    """A fresh ref of an identifier for one shop."""
    ring = vault.source.current()
    return make_ref(ring, world, identifier_id=identifier_id, shop_id=shop_id)


def id_of_ref(vault: Vault, ref: str, *, shop_id: int, world: World) -> int:
    """The identifier's id inside a ref; raises RefInvalidError, RefStaleError."""
    return open_ref(vault.source.current(), world, ref, shop_id=shop_id)


def _only_refs(names: Sequence[Name]) -> bool:
    return all(isinstance(name, RefName) for name in names)


def _read_name(
    vault: Vault,
    generations: Sequence[Generation],
    name: Name,
    *,
    shop_id: int,
    world: World,
    direct_tier: bool,
) -> Located | DomainError:
    try:
        if isinstance(name, RefName):
            return Located(id_of_ref(vault, name.ref, shop_id=shop_id, world=world), by_ref=True)
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
    tags = vault.tags(generations, world, name.kind, element, name.epoch)
    return Located(None, by_ref=False, kind=name.kind, tags=tuple(tags))


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
    tags = vault.tags(generations, world, name.kind, element, epoch)
    return Located(None, by_ref=False, kind=name.kind, tags=tuple(tags))


def _identifiers_by_tag(session: Session, tags: Sequence[bytes]) -> dict[bytes, int]:
    if not tags:
        return {}
    wanted = select(IdentifierTag.tag, IdentifierTag.identifier_id)
    rows: Iterable[Row[bytes, int]] = session.execute(wanted.where(IdentifierTag.tag.in_(tags)))
    return {bytes(row.tag): row.identifier_id for row in rows}


def _with_row(each: Located | DomainError, known: dict[bytes, int]) -> Located | DomainError:
    if isinstance(each, DomainError) or each.by_ref:
        return each
    found = next((known[tag.tag] for tag in each.tags if tag.tag in known), None)
    return Located(found, by_ref=False, kind=each.kind, tags=each.tags)


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
