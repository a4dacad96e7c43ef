"""The whole log against all tables that it answers for, from one snapshot of the database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from registry.audit.api import current_signer
from registry.audit.verify import Claim, Fault, Seen, examine_rows, examine_tree
from registry.disputes import acts as case_acts
from registry.disputes import integrity as cases
from registry.inquiries import digests
from registry.inquiries import integrity as questions
from registry.kernel.db import reading, take_time, transaction
from registry.kernel.web import context
from registry.ops.running import current_settings
from registry.reports import acts, integrity
from registry.shops import acts as key_acts

MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Examined:
    """What ``registry log verify`` found."""

    entries: int
    size: int
    faults: list[Fault]
    outside: bool


def examine(outside: str | None = None, *, say: Callable[[str], None] = lambda _: None) -> Examined:
    """Verify everything; ``outside`` is a checkpoint that somebody kept, by default the file's."""
    if outside is None:
        outside = read_outside(current_settings().checkpoint_file)
    with reading(), transaction() as session:
        _freeze(session)
        return examine_in(session, outside, say=say)


def examine_in(
    session: Session, outside: str | None, *, say: Callable[[str], None] = lambda _: None
) -> Examined:
    """The same in a transaction that is under way: of what it sees."""
    seen, found = Seen(), list[Fault]()
    say("reading the log")
    keys = current_signer().keys
    found += _first(examine_tree(session, keys, outside=outside, seen=seen))
    say(f"{seen.entries:,} entries read; reading what they are about")
    found += _first(examine_rows(session, _claims(session), seen=seen))
    for room in (integrity, cases, questions):
        found += _first(room.faults(session))
    return Examined(seen.entries, seen.size, found[:MOST_FAULTS], outside is not None)


def adopt() -> int:
    """Commit to reports, keys and cases of before the log, once; returns how many."""
    today, adopted = context.now().date(), 0
    while True:
        with transaction() as session:
            step = sum(room.adopt(session, on=today) for room in (acts, key_acts, case_acts))
        if not step:
            return adopted
        adopted += step


def read_outside(file: Path | None) -> str | None:
    """The checkpoint that is kept outside of the database, if there is one."""
    there = file is not None and file.exists()
    return file.read_text(encoding="utf-8", errors="replace") if file and there else None


def _claims(session: Session) -> Iterator[Claim]:
    yield from integrity.claims(session)
    yield from key_acts.claims(session)
    yield from digests.claims(session)
    yield from cases.claims(session)


def _first(faults: Iterator[Fault]) -> list[Fault]:
    return [each for each, _ in zip(faults, range(MOST_FAULTS), strict=False)]


def _freeze(session: Session) -> None:
    """On PostgreSQL, read everything as it is now, and for as long as it takes."""
    if session.connection().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
    take_time(session)
