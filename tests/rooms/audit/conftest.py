"""A log with something in it, and a look at it as an auditor has it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from bonafide.protocol import log, notes
from bonafide.protocol.base64url import unpack
from registry.ops import jobs
from tests.rooms.conftest import Call
from tests.rooms.keeper import Keeper
from tests.rooms.ops.conftest import command, environment

__all__ = ["command", "environment"]

PEOPLE = tuple(f"+791600020{number:02d}" for number in range(12))


class Auditor:
    """Anybody without a key, who keeps the last checkpoint."""

    def __init__(self, call: Call) -> None:
        """Knows nothing yet."""
        self._call = call
        self.kept: notes.Checkpoint | None = None

    def get(self, path: str) -> dict[str, Any]:
        """The answer to a question that everybody may ask."""
        answer = self._call("GET", f"/v1/log/{path}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        body: dict[str, Any] = answer.get_json()
        return body

    def look(self) -> notes.Checkpoint:
        """The newest checkpoint, proven to continue the one that was kept."""
        body = self.get("checkpoint")
        new = notes.open_note(body["note"], [notes.parse_key(each) for each in body["keys"]])
        if self.kept is not None:
            proof = self.get(f"consistency?from={self.kept.size}&to={new.size}")
            log.check_consistency(
                old=self.kept.size,
                old_root=self.kept.root,
                new=new.size,
                new_root=new.root,
                proof=[unpack(each, size=32) for each in proof["hashes"]],
            )
        self.kept = new
        return new

    def prove(self, commitment: str) -> int:
        """Where an entry stands in the tree of the kept checkpoint; raises BadProof."""
        kept = self.kept or self.look()
        proof = self.get(f"inclusion?leaf={commitment}&size={kept.size}")
        log.check_inclusion(
            unpack(commitment, size=32),
            index=proof["index"],
            size=proof["size"],
            proof=[unpack(each, size=32) for each in proof["hashes"]],
            root=kept.root,
        )
        index: int = proof["index"]
        return index


@pytest.fixture
def auditor(call: Call) -> Auditor:
    """Somebody who has no key."""
    return Auditor(call)


@pytest.fixture
def sequence(app: Flask) -> Callable[[], int]:
    """Run the sequencer once; how many entries it placed."""
    return lambda: jobs.run("log-sequence")["placed"]


@pytest.fixture
def receipts(shop: Keeper, sequence: Callable[[], int]) -> list[dict[str, Any]]:
    """A dozen reports, some corrected, one taken back; all of it placed."""
    answers = [shop.put(f"A-{number}", who) for number, who in enumerate(PEOPLE)]
    answers += [
        shop.put(f"A-{number}", PEOPLE[number], revision=2, outcome="returned")
        for number in range(4)
    ]
    taken = answers[5].get_json()["id"]
    answers.append(shop.send("DELETE", f"/v1/reports/{taken}", {"revision": 2}))
    assert {each.status_code for each in answers} <= {200, 201}
    sequence()
    return [each.get_json() for each in answers]
