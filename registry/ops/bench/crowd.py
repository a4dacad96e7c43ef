"""The identifiers of a made-up network: rows, tags, and the few whose numbers are known.

Evaluating a million people takes a minute of two cores, and nobody looks most of them up by
element; so a tag seals a random element, except for a sample of phones spread over all ranks.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from bonafide.protocol import canonical, digest
from bonafide.protocol.words import Kind, World
from registry.identifiers.vault import Generation, Vault
from registry.ops.bench.population import DAYS, WITH_EMAIL

SAMPLE: Final = 2_000
IDENTIFIER: Final = (
    *("id", "world", "kind", "created_on", "enrolled_on", "white_since", "white_until"),
    *("frozen", "opted_out", "shared", "sign_outs", "erased_on", "level"),
)
TAG: Final = ("tag", "identifier_id", "world", "kind", "storage_key_id", "epoch")
_LEAST_ID: Final = 1 << 32
_WORLD: Final = World.LIVE


@dataclass(frozen=True)
class Crowd:
    """Row ids by customer: the phone of each, and an e-mail of some."""

    phones: Sequence[int]
    emails: dict[int, int]

    def ids(self, customer: int) -> tuple[int, ...]:
        """The identifiers that a report on this customer names."""
        email = self.emails.get(customer)
        return (self.phones[customer],) if email is None else (self.phones[customer], email)


def new_id(dice: random.Random) -> int:
    """A row id as the service makes them, but the same for the same seed."""
    return _LEAST_ID + dice.getrandbits(62)


def make_crowd(customers: int, dice: random.Random) -> Crowd:
    """Ids for so many customers."""
    phones = [new_id(dice) for _ in range(customers)]
    mailing = [customer for customer in range(customers) if dice.random() < WITH_EMAIL]
    return Crowd(phones, {customer: new_id(dice) for customer in mailing})


def sample(customers: int) -> dict[int, str]:
    """Customers whose phones are real enough to be looked up by element, with their numbers."""
    step = max(1, customers // SAMPLE)
    return {each: f"+7900{each:07d}" for each in range(0, customers, step)[:SAMPLE]}


def identifier_rows(crowd: Crowd, *, today: date) -> Iterator[tuple[Any, ...]]:
    """Rows of ``identifier``: nobody enrolled, frozen or erased."""
    since = (today - timedelta(days=DAYS)).isoformat()
    for kind, ids in ((Kind.PHONE, crowd.phones), (Kind.EMAIL, crowd.emails.values())):
        for each in ids:
            flags = (False, False, False, 0, None, None)
            yield (each, _WORLD.value, kind.value, since, None, None, None, *flags)


def tag_rows(
    crowd: Crowd, known: dict[int, str], dice: random.Random, vault: Vault, generation: Generation
) -> Iterator[tuple[Any, ...]]:
    """Rows of ``identifier_tag``: real elements for the sample, random ones for the rest."""
    elements = _elements(known, vault, generation.epoch)
    for customer, each in enumerate(crowd.phones):
        element = elements.get(customer) or dice.randbytes(32)
        yield _tag_row(vault, generation, Kind.PHONE, each, element)
    for each in crowd.emails.values():
        yield _tag_row(vault, generation, Kind.EMAIL, each, dice.randbytes(32))


def _tag_row(
    vault: Vault, generation: Generation, kind: Kind, identifier_id: int, element: bytes
) -> tuple[Any, ...]:
    tag = vault.retag(element, _WORLD, kind, generation.epoch, generation)
    return tag.tag, identifier_id, _WORLD.value, kind.value, tag.storage_key_id, tag.epoch


def _elements(known: dict[int, str], vault: Vault, epoch: int) -> dict[int, bytes]:
    points = [
        vault.group.hash_to_group(digest(Kind.PHONE, canonical(Kind.PHONE, number)))
        for number in known.values()
    ]
    return dict(zip(known, vault.holder.evaluate(_WORLD, epoch, points), strict=True))
