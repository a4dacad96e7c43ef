"""A made-up registry of any size, written in bulk into an empty database."""

import json
import random
import time
from array import array
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.identifiers import service as identifiers
from registry.identifiers.vault import Vault, current_vault
from registry.inquiries import service as inquiries
from registry.kernel.db import Base, db, take_time, transaction
from registry.kernel.web import context
from registry.ops import serving
from registry.ops.admission import admit
from registry.ops.bench import crowd as people
from registry.ops.bench.bulk import Bulk, pouring, settle
from registry.ops.bench.crowd import Crowd
from registry.ops.bench.ledger import Ledger
from registry.ops.bench.population import customers_of, orders, shops_of
from registry.ops.output import fail
from registry.ops.running import opened
from registry.settings import Settings
from registry.shops.rules import Standing
from registry.trust import fits, nightly
from registry.trust.policy import POLICY_FILE, load_policy

ASKERS: Final = 16
"""Shops with keys, from whom the load comes: one a connection."""
_BUSY: Final = 1_000_000
"""Orders a day that the askers are said to report: budgets grow with it and stop no measurement."""
_ORDERS_AT_ONCE: Final = 50_000
_MOST_ASKED: Final = 50_000
_SHOP: Final = ("id", "name", "standing", "direct_tier", "created_at", "muted_on", "left_on")


@dataclass(frozen=True)
class Asker:
    """A shop with a key of every scope."""

    shop_id: int
    key: str = field(repr=False)


@dataclass(frozen=True)
class Filled:
    """What was made. ``sample`` maps numbers that can be looked up to their identifiers' ids;
    ``ids`` are of people drawn as often as they order.
    """

    reports: int
    customers: int
    shops: int
    seconds: float
    askers: tuple[Asker, ...]
    ids: tuple[int, ...]
    sample: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """For whoever wants to ask this registry something: keys of demo shops and phones."""
        plain = {name: getattr(self, name) for name in ("reports", "customers", "shops")}
        rates = {
            "seconds": round(self.seconds, 2),
            "per_second": round(self.reports / self.seconds),
        }
        return (
            plain
            | rates
            | {"askers": [asdict(each) for each in self.askers], "phones": list(self.sample)}
        )

    def keep(self, file: Path) -> None:
        """Write down what :meth:`kept` reads; there are keys in it."""
        file.touch(mode=0o600)
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def kept(cls, file: Path) -> "Filled":
        """What was filled earlier."""
        said = json.loads(file.read_text(encoding="utf-8"))
        askers = tuple(Asker(**each) for each in said.pop("askers"))
        return cls(askers=askers, ids=tuple(said.pop("ids")), **said)


def fill(
    settings: Settings, *, reports: int, seed: int = 1, say: Callable[[str], None] = lambda _: None
) -> Filled:
    """Make up a registry; the database must have no member yet. Keys differ from run to run."""
    serving.prepare(settings)
    with opened(settings):
        _refuse_members()
        started, now = time.perf_counter(), context.now()
        askers = _admit_askers(now)
        made = _Maker(reports, seed, now, [each.shop_id for each in askers], current_vault())
        db.session.remove()
        with pouring(db.engine) as bulk:
            made.write_people(bulk)
            made.write_orders(bulk, say)
        seconds = time.perf_counter() - started
        settle(db.engine)
        _refit(now.date())
    phones = made.crowd.phones
    return Filled(
        reports=reports,
        customers=len(phones),
        shops=len(made.shops),
        seconds=seconds,
        askers=askers,
        ids=tuple(phones[each] for each in made.drawn()),
        sample={number: phones[each] for each, number in made.known.items()},
    )


class _Maker:
    """One registry in the making."""

    def __init__(
        self, reports: int, seed: int, now: datetime, askers: list[int], vault: Vault
    ) -> None:
        self._reports, self._seed, self._now, self._vault = reports, seed, now, vault
        with transaction() as session:
            self._generation = identifiers.current_generation(session, vault, World.LIVE)
        self._dice = random.Random(seed)  # noqa: S311 - made-up people need no secrecy
        self.crowd: Crowd = people.make_crowd(customers_of(reports), self._dice)
        self.known = people.sample(customers_of(reports))
        rest = [people.new_id(self._dice) for _ in range(shops_of(reports) - len(askers))]
        self._made_up = rest
        self.shops = [*askers, *rest]
        self.ordering = array("I")

    def drawn(self) -> list[int]:
        """Some customers, as often as they order."""
        if len(self.ordering) <= _MOST_ASKED:
            return list(self.ordering)
        return random.Random(self._seed).choices(self.ordering, k=_MOST_ASKED)  # noqa: S311 - see above

    def write_people(self, bulk: Bulk) -> None:
        """Identifiers with their tags, and the shops that nobody holds a key of."""
        sealed = (self._vault, self._generation)
        tags = people.tag_rows(self.crowd, self.known, self._dice, *sealed)
        rows = people.identifier_rows(self.crowd, today=self._now.date())
        at = self._now.replace(tzinfo=None).isoformat(" ")
        shops = [
            (each, f"Bench {number}", Standing.ACTIVE.value, False, at, None, None)
            for number, each in enumerate(self._made_up)
        ]
        bulk.write("shop", _SHOP, shops)
        bulk.write("identifier", people.IDENTIFIER, rows)
        bulk.write("identifier_tag", people.TAG, tags)

    def write_orders(self, bulk: Bulk, say: Callable[[str], None]) -> None:
        """Reports, their history and who has met whom, some thousands at a time."""
        key = context.keyring().newest(World.LIVE, "order")
        ledger = Ledger(self.crowd, self.shops, self._dice, key)
        chunks = orders(reports=self._reports, seed=self._seed, today=self._now.date())
        written, said = 0, 0
        for chunk in chunks:
            ledger.write(bulk, chunk)
            self.ordering.extend(order.customer for order in chunk)
            written += len(chunk)
            if written - said >= _ORDERS_AT_ONCE:
                said = written
                say(f"{written:,} of {self._reports:,} reports")


def _refuse_members() -> None:
    with transaction() as session:
        if session.scalar(select(func.count()).select_from(Base.metadata.tables["shop"])):
            fail("this registry has members: made-up orders go into an empty database only")


def _admit_askers(now: datetime) -> tuple[Asker, ...]:
    with transaction() as session:
        return tuple(_admit_asker(session, number, now) for number in range(ASKERS))


def _admit_asker(session: Session, number: int, now: datetime) -> Asker:
    admitted = admit(
        session,
        f"Bench asker {number + 1}",
        standing=Standing.ACTIVE,
        keyring=context.keyring(),
        now=now,
    )
    account = inquiries.Account(admitted.member.shop_id, World.LIVE)
    inquiries.set_pace(session, caller=account, orders_a_day=_BUSY, today=now.date())
    return Asker(admitted.member.shop_id, admitted.live_key)


def _refit(today: date) -> None:
    """The nightly job has run, as in any registry that is a day old."""
    policy = load_policy(POLICY_FILE)
    with transaction() as session:
        take_time(session)
        network = nightly.measure(session, world=World.LIVE, policy=policy, today=today)
        fits.store(session, World.LIVE, network, fitted_on=today)
