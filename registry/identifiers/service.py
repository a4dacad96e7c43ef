"""The only door of the room: evaluate, find, create, open and make refs."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import ScalarSelect, bindparam, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from bonafide.protocol import points
from bonafide.protocol.errors import ProtocolError
from bonafide.protocol.proofs import MAX_PROVEN_POINTS
from bonafide.protocol.words import World
from registry.identifiers.errors import (
    PointError,
    ProofTooLargeError,
)
from registry.identifiers.locating import (
    Created,
    Located,
    create,
    find_again,
    locate,
)
from registry.identifiers.models import Identifier, IdentifierTag
from registry.identifiers.names import Refs, make_ref
from registry.identifiers.vault import Generation, Vault
from registry.kernel.keys import Keyring
from registry.kernel.pipeline import Rows
from registry.kernel.prepared import Prepared
from registry.kernel.processors import anywhere
from registry.kernel.together import Step, together

__all__ = [
    "MAX_POINTS",
    "Created",
    "Evaluated",
    "Located",
    "Params",
    "Refs",
    "State",
    "create",
    "current_generation",
    "evaluate",
    "find_again",
    "id_of_ref",
    "ids_of_world",
    "locate",
    "params",
    "reading",
    "ref_of",
    "remove",
    "set_levels",
    "set_opted_out",
    "states",
    "states_of",
    "states_step",
]

MAX_POINTS = 1_000
_FEW: Final = 16
"""Points that are multiplied where the request is, some 50 microseconds each."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Evaluated points, the epoch of the key, and a proof when one was asked for."""

    epoch: int
    points: list[str]
    proof: bytes | None


class State(NamedTuple):
    """What the row of an identifier says, for other rooms to read."""

    id: int
    kind: str
    enrolled_on: date | None
    white_since: date | None
    white_until: date | None
    frozen: bool
    opted_out: bool
    shared: bool
    shared_by: str | None
    doubted_on: date | None
    sign_outs: int
    erased_on: date | None
    level: str | None
    pass_shop_id: int | None
    pass_on: date | None

    @classmethod
    def columns(cls) -> tuple[InstrumentedAttribute[Any], ...]:
        """The columns in the order of the fields."""
        return tuple(getattr(Identifier, name) for name in cls._fields)


_made: Final = partial(tuple.__new__, State)
"""A state of its fields in their order: a batch has a thousand."""
_ID_OF_ROW: Final = itemgetter(0)
_OWN_OF_ROW: Final = itemgetter(slice(len(State._fields)))
"""Without what others know of it."""


@dataclass(frozen=True, slots=True)
class Params:
    """The public facts of a world's key. ``canary`` is a digest and its element."""

    epoch: int
    public_key: bytes
    canary: tuple[bytes, bytes]
    next: tuple[int, bytes] | None


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

    place = 0

    def decoded() -> Iterator[bytes]:
        nonlocal place
        for text in blinded:
            place = len(raw)
            raw.append(points.decode_unchecked(text))
            yield raw[-1]

    try:
        with anywhere() if len(blinded) > _FEW else nullcontext():
            answers = vault.holder.evaluate(world, epoch, decoded())
    except ProtocolError as error:
        raise PointError(str(error), pointer=f"/points/{place}") from None
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


def remove(session: Session, identifier_ids: Iterable[int]) -> None:
    """Take rows and their tags away: for a row made a moment ago that nobody may keep."""
    ids = list(identifier_ids)
    if not ids:
        return
    session.execute(delete(IdentifierTag).where(IdentifierTag.identifier_id.in_(ids)))
    session.execute(delete(Identifier).where(Identifier.id.in_(ids)))


Beside = Callable[[InstrumentedAttribute[int]], ScalarSelect[Any]]
"""What another room knows of an identifier: from the column of its id to one value."""


def reading(*beside: Beside) -> Prepared:
    """A statement that reads the rows of identifiers (``ids``), see ``states_of``.

    Behind each stands what others know of it: one question instead of several.
    """
    return Prepared(
        lambda one_of: select(
            *State.columns(), *[known_of(Identifier.id) for known_of in beside]
        ).where(one_of(Identifier.id, "ids"))
    )


READ_STATES = reading()


def states_step(ids: Sequence[int]) -> Step:
    """What reads identifiers by id, to be run together with other steps; see State."""
    return READ_STATES, {"ids": list(ids)}


def states_of(rows: Rows) -> dict[int, State]:
    """What ``reading`` brought of the rows themselves, by identifier."""
    made = map(_made, map(_OWN_OF_ROW, rows))
    return dict(zip(map(_ID_OF_ROW, rows), made, strict=True))


def states(session: Session, identifier_ids: Sequence[int]) -> dict[int, State]:
    """What is known of identifiers by id; an id without a row is absent."""
    [rows] = together(session, states_step(identifier_ids))
    return states_of(rows)


SET_LEVEL = Prepared(
    lambda _: (
        update(Identifier).where(Identifier.id == bindparam("of")).values(level=bindparam("said"))
    )
)


def ids_of_world(session: Session, world: World) -> frozenset[int]:
    """All identifiers of a world: to be asked of the test world, which is small."""
    return frozenset(session.scalars(select(Identifier.id).where(Identifier.world == world)))


def set_levels(session: Session, levels: Mapping[int, str]) -> None:
    """Remember the levels last given, from which the next ones are left only past a margin.

    In the order of the ids, so that two batches about the same people never wait in a circle.
    """
    if levels:
        said = [{"of": each, "said": str(levels[each])} for each in sorted(levels)]
        together(session, *[(SET_LEVEL, each) for each in said])


def set_opted_out(session: Session, identifier_ids: Iterable[int], *, opted_out: bool) -> None:
    """Answer nothing about them and take no report of them, or do so again."""
    mine = update(Identifier).where(Identifier.id.in_(list(identifier_ids)))
    session.execute(mine.values(opted_out=opted_out))


def ref_of(ring: Keyring, identifier_id: int, *, shop_id: int, world: World) -> str:
    """A fresh ref of an identifier for one shop."""
    return make_ref(ring, world, identifier_id=identifier_id, shop_id=shop_id)


def id_of_ref(vault: Vault, ref: str, *, shop_id: int, world: World) -> int:
    """The identifier's id inside a ref; raises RefInvalidError, RefStaleError."""
    return Refs(vault.source.current(), world, shop_id=shop_id).open(ref)[0]
