"""Fifty append beside fifty who ask for proofs: no proof is ever bad, nothing is lost or doubled.

``BONAFIDE_CROWD`` says how many of each; threads are bounded, each does a fixed piece of work.
"""

import os
import random
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from bonafide.protocol import log, notes
from registry.audit import sequencer
from registry.audit import service as audit
from registry.audit.api import current_signer
from registry.audit.service import ActKind
from registry.audit.verify import Seen, examine_tree
from registry.kernel.clock import FixedClock
from registry.kernel.db import reading, transaction
from tests.rooms.threads import at_once

CROWD = int(os.environ.get("BONAFIDE_CROWD", "50"))
LANES = 8
"""Threads at once: a pool of connections has no more."""
ACTS = 3


def commit_some(clock: FixedClock) -> list[bytes]:
    """What one appender does: some acts, and now and then the sequencer's turn."""
    leaves = []
    for number in range(ACTS):
        with transaction() as session:
            leaf = audit.commit(
                session,
                kind=ActKind.DISPUTE,
                subject=number,
                facts={"said": number},
                on=clock.now().date(),
            )
        leaves.append(leaf)
    with transaction() as session:
        sequencer.append(session, current_signer(), limit=5)
    return leaves


def prove_some(chance: random.Random, known: list[bytes]) -> None:
    """What one prover does: a checkpoint, an entry in it, and that the next one continues it."""
    keys = current_signer().keys
    with reading(), transaction() as session:
        old = notes.open_note(audit.newest_note(session), keys)
    for leaf in chance.sample(known, min(3, len(known))):
        with reading(), transaction() as session:
            proof = audit.prove_inclusion(session, leaf, size=old.size)
        log.check_inclusion(
            leaf, index=proof.index, size=proof.size, proof=proof.hashes, root=old.root
        )
    with reading(), transaction() as session:
        new = notes.open_note(audit.newest_note(session), keys)
        _, hashes = audit.prove_consistency(session, old=old.size, new=new.size)
    log.check_consistency(
        old=old.size, old_root=old.root, new=new.size, new_root=new.root, proof=hashes
    )


def test_no_proof_is_bad_while_others_append(app: Flask, clock: FixedClock) -> None:
    known = commit_some(clock)
    appended: list[bytes] = []

    def work(lane: int) -> None:
        chance = random.Random(lane)
        for turn in range(lane, 2 * CROWD, LANES):
            with app.app_context():
                if turn % 2:
                    prove_some(chance, known)
                else:
                    appended.extend(commit_some(clock))

    at_once(LANES, work)
    while True:
        with transaction() as session:
            step, _ = sequencer.append(session, current_signer())
        if not step:
            break
    with reading(), transaction() as session:
        seen = Seen()
        found = list(
            examine_tree(
                session, current_signer().keys, outside=audit.newest_note(session), seen=seen
            )
        )
    assert found == []
    assert seen.size == len(appended) + len(known) == ACTS * (CROWD + 1)


def test_two_sequencers_at_once_place_every_entry_once(app: Flask, clock: FixedClock) -> None:
    for _ in range(10):
        commit_some(clock)

    def work(_: int) -> None:
        with app.app_context(), transaction() as session:
            sequencer.append(session, current_signer(), limit=7)

    at_once(4, work)
    while True:
        with transaction() as session:
            if not sequencer.append(session, current_signer())[0]:
                break
    with reading(), transaction() as session:
        seen = Seen()
        assert list(examine_tree(session, current_signer().keys, outside=None, seen=seen)) == []
    assert seen.size == 10 * ACTS


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_size_that_is_told_before_its_hashes_gives_a_bad_proof(
    app: Flask, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broken variant: the size is committed first, the tiles a moment later."""
    known = commit_some(clock)
    write: Callable[..., None] = sequencer._write_tiles

    def nothing_yet(*_: object) -> None:
        monkeypatch.setattr(sequencer, "_write_tiles", write)

    with transaction() as session:
        audit.commit(session, kind=ActKind.DISPUTE, subject=1, facts={}, on=clock.now().date())
    monkeypatch.setattr(sequencer, "_write_tiles", nothing_yet)
    with transaction() as session:
        sequencer.append(session, current_signer())
    with pytest.raises(Exception, match=r"tile|root"):
        _prove_all(known)


def _prove_all(known: list[bytes]) -> None:
    session: Session
    with reading(), transaction() as session:
        new = notes.open_note(audit.newest_note(session), current_signer().keys)
        for leaf in known:
            proof = audit.prove_inclusion(session, leaf, size=new.size)
            log.check_inclusion(
                leaf, index=proof.index, size=proof.size, proof=proof.hashes, root=new.root
            )
