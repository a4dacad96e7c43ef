"""The jobs about the white list: who is on it, what is shared, and what the erased leave behind."""

from collections import Counter
from typing import Final

from bonafide.protocol.words import World
from registry.kernel.db import db, in_parts, reading, transaction
from registry.kernel.wal import empty_wal
from registry.kernel.web import context
from registry.trust.answering import current_answering
from registry.whitelist import erasing, sharing
from registry.whitelist import nightly as white

SHARED_AT_ONCE: Final = 100


def renew() -> dict[str, int]:
    """Find shared identifiers, judge who takes part anew, tie passes to the reports of orders."""
    done: Counter[str] = Counter(given=0, kept=0, ended=0, doubted=0)
    shared = sum(map(_mark_shared, World))
    now, last, passed = context.now(), 0, b""
    with reading(), transaction() as session:
        around = current_answering().around_world(session, World.LIVE, now)
    while True:
        with transaction() as session:
            step = white.renew_some(session, around=around, now=now, after=last)
        if step.last is None:
            break
        last = step.last
        done.update({name: getattr(step, name) for name in done})
    while True:
        with transaction() as session:
            passed = white.link_passes(session, today=now.date(), after=passed)
        if not passed:
            return done | {"shared": shared}


def _mark_shared(world: World) -> int:
    """Mark what many others are named beside, before anybody is judged by it."""
    now, changed = context.now(), 0
    with reading(), transaction() as session:
        around = current_answering().around_world(session, world, now)
        ids = sharing.worth_a_look(session, world, today=now.date())
    for part in in_parts(ids, SHARED_AT_ONCE):
        with transaction() as session:
            changed += sharing.judge_some(session, part, around=around, now=now)
    return changed


def finish_erasures() -> dict[str, int]:
    """Sweep what was written about the erased meanwhile, drop what is old, and empty the log.

    PostgreSQL's only where somebody was erased yesterday or today: a segment has 16 MB.
    """
    now = context.now()
    with transaction() as session:
        swept = erasing.sweep(session, today=now.date())
    with transaction() as session:
        dropped = white.forget_old(session, now=now)
    db.session.remove()
    needed = bool(swept) or db.engine.dialect.name == "sqlite"
    emptied = int(needed and empty_wal(db.engine))
    return {"swept": swept, "dropped": dropped, "log_emptied": emptied}
