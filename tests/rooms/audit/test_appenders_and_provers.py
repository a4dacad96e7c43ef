"""Fifty append beside fifty who ask for proofs, all at once: no proof is ever bad, nothing is lost
or doubled.

Each of them is a thread with a connection of its own while it asks or writes, as far as PostgreSQL
has as many. ``BONAFIDE_CROWD`` says how many of each; each does a fixed piece of work.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from bonafide.protocol import log, notes
from registry.audit import sequencer
from registry.audit import service as audit
from registry.audit.api import current_signer
from registry.audit.service import ActKind
from registry.audit.signing import Signer
from registry.audit.verify import Seen, examine_tree
from registry.kernel.clock import FixedClock
from registry.kernel.db import reading
from registry.kernel.engines import prepare_engine
from registry.settings import Settings
from tests.rooms.threads import at_once

CROWD = int(os.environ.get("BONAFIDE_CROWD", "50"))
CONNECTIONS = 70
"""PostgreSQL's own choice is a hundred, and the rest of the tests have some."""
PATIENCE = 120
"""Seconds that anybody may wait for his turn: a slow machine is no failure here."""
ACTS = 3


class House:
    """The database, and room in it for a crowd."""

    def __init__(self, engine: Engine, signer: Signer, clock: FixedClock) -> None:
        self._engine = engine
        self.signer = signer
        self.today = clock.now().date()

    @contextmanager
    def transaction(self, *, reads: bool = False) -> Iterator[Session]:
        """One of the caller's own."""
        kind = reading() if reads else nullcontext()
        with kind, Session(self._engine) as session, session.begin():
            yield session

    def commit_some(self) -> list[bytes]:
        """What one appender does: some acts, and now and then the sequencer's turn."""
        leaves = []
        for number in range(ACTS):
            with self.transaction() as session:
                kind, facts = ActKind.DISPUTE, {"said": number}
                leaf = audit.commit(session, kind=kind, subject=number, facts=facts, on=self.today)
            leaves.append(leaf)
        self.place(5)
        return leaves

    def place(self, limit: int) -> int:
        """What the sequencer does, once."""
        with self.transaction() as session:
            return sequencer.append(session, self.signer, limit=limit)[0]

    def newest(self) -> notes.Checkpoint:
        """The checkpoint that anybody would be shown now."""
        with self.transaction(reads=True) as session:
            return notes.open_note(audit.newest_note(session), self.signer.keys)

    def prove_some(self, chance: random.Random, known: list[bytes]) -> None:
        """What one prover does: a checkpoint, entries in it, and that the next one continues it."""
        old = self.newest()
        for leaf in chance.sample(known, min(3, len(known))):
            with self.transaction(reads=True) as session:
                proof = audit.prove_inclusion(session, leaf, size=old.size)
            index, size, hashes = proof.index, proof.size, proof.hashes
            log.check_inclusion(leaf, index=index, size=size, proof=hashes, root=old.root)
        new = self.newest()
        with self.transaction(reads=True) as session:
            _, between = audit.prove_consistency(session, old=old.size, new=new.size)
        log.check_consistency(
            old=old.size, old_root=old.root, new=new.size, new_root=new.root, proof=between
        )

    def examine(self) -> Seen:
        """The whole log once nobody is at work any more; it must have no fault."""
        while self.place(1_000):
            pass
        seen = Seen()
        with self.transaction(reads=True) as session:
            note = audit.newest_note(session)
            found = examine_tree(session, self.signer.keys, outside=note, seen=seen)
            assert list(found) == []
        return seen


@pytest.fixture
def house(app: Flask, settings: Settings, clock: FixedClock) -> Iterator[House]:
    patient = f"-c lock_timeout={PATIENCE}s -c timezone=UTC"
    options: dict[str, dict[str, object]] = {
        "sqlite": {"timeout": PATIENCE, "isolation_level": None, "check_same_thread": False},
        "postgresql": {"options": patient},
    }
    engine = create_engine(
        settings.database_url,
        connect_args=options[settings.database_url.partition(":")[0].partition("+")[0]],
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=PATIENCE,
    )
    prepare_engine(engine)
    with app.app_context():
        yield House(engine, current_signer(), clock)
    engine.dispose()


def test_no_proof_is_bad_while_others_append(house: House) -> None:
    known = house.commit_some()
    proven: list[int] = []
    appended: list[bytes] = []

    def work(number: int) -> None:
        if number % 2:
            for turn in range(2):
                house.prove_some(random.Random(2 * number + turn), known)
                proven.append(number)
        else:
            appended.extend(house.commit_some())

    at_once(2 * CROWD, work)
    assert len(proven) == 2 * CROWD
    seen = house.examine()
    assert seen.size == seen.entries == len(appended) + len(known) == ACTS * (CROWD + 1)


def test_two_sequencers_at_once_place_every_entry_once(house: House) -> None:
    for _ in range(10):
        house.commit_some()
    at_once(4, lambda _: house.place(7))
    assert house.examine().size == 10 * ACTS


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_size_that_is_told_before_its_hashes_gives_a_bad_proof(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broken variant: the size is committed first, the tiles a moment later."""
    known = house.commit_some()
    write: Callable[..., None] = sequencer._write_tiles

    def nothing_yet(*_: object) -> None:
        monkeypatch.setattr(sequencer, "_write_tiles", write)

    with house.transaction() as session:
        audit.commit(session, kind=ActKind.DISPUTE, subject=1, facts={}, on=house.today)
    monkeypatch.setattr(sequencer, "_write_tiles", nothing_yet)
    house.place(1_000)
    with pytest.raises(Exception, match=r"tile|root"):
        house.prove_some(random.Random(1), known)
