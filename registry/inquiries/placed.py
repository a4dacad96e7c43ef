"""People whom a shop names by the refs that it keeps, as it does with whoever it has met."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeGuard

from registry.identifiers import service as identifiers
from registry.identifiers.names import Name, RefName
from registry.kernel.errors import DomainError
from registry.kernel.keys import Keyring
from registry.shops.access import Caller


@dataclass(slots=True)
class Placed:
    """The identifier ids of one person, in the order given, each once. Never changed.

    ``by_ref`` are those named by a ref, with the text of it where a fresh ref would be the same.
    ``own_only`` tells that the shop's budget of first contacts is used up for somebody whom it
    brought in by import: it gets its own history of that person and nothing else.
    """

    ids: tuple[int, ...]
    by_ref: Mapping[int, str | None]
    own_only: bool = False


def are_refs(people: Sequence[Sequence[Name]]) -> TypeGuard[Sequence[Sequence[RefName]]]:
    """Whether all names of all people are refs."""
    return set(map(type, chain.from_iterable(people))) <= {RefName}


def all_by_refs(
    ring: Keyring, caller: Caller, people: Sequence[Sequence[RefName]]
) -> list[Placed | DomainError]:
    """People whom the shop has met under every name: as a rule, and then nothing is looked up."""
    refs = identifiers.Refs(ring, caller.world, shop_id=caller.shop_id)
    return [_by_refs(refs, person) for person in people]


def _by_refs(refs: identifiers.Refs, person: Iterable[RefName]) -> Placed | DomainError:
    by_ref: dict[int, str | None] = {}
    for index, name in enumerate(person):
        try:
            identifier_id, fresh_ref = refs.open(name.ref)
        except DomainError as error:
            error.pointer = f"/identifiers/{index}{error.pointer or ''}"
            return error
        by_ref[identifier_id] = fresh_ref
    return Placed(tuple(by_ref), by_ref)
