"""The hourly walk through open disputes, case by case, each committed by itself."""

from collections.abc import Mapping
from typing import Final

from registry.disputes import deadlines
from registry.disputes.deadlines import Key
from registry.kernel.db import reading, transaction
from registry.kernel.web import context

AT_ONCE: Final = 200


def run() -> Mapping[str, int]:
    """Everything that day, reports and erasures demand; a second run finds nothing to do."""
    erased = _forget_people()
    return {
        "overtaken": _settle_overtaken(),
        "ended": _settle_due(),
        "erased": erased,
        "forgotten": _forget_old(),
    }


def _settle_overtaken() -> int:
    after: Key | None = None
    done = 0
    while True:
        with reading(), transaction() as session:
            batch = deadlines.live_batch(session, after=after, limit=AT_ONCE)
        done += sum(map(_settle, batch.keys))
        if batch.after is None:
            return done
        after = batch.after


def _settle_due() -> int:
    done = 0
    while True:
        with reading(), transaction() as session:
            keys = deadlines.due(session, today=context.now().date(), limit=AT_ONCE)
        settled = sum(map(_settle, keys))
        done += settled
        if not settled:
            return done


def _settle(key: Key) -> bool:
    with transaction() as session:
        return deadlines.settle(session, key, now=context.now())


def _forget_people() -> int:
    after: int | None = 0
    done = 0
    while after is not None:
        with reading(), transaction() as session:
            gone, after = deadlines.erased_people(session, after=after, limit=AT_ONCE)
        if gone:
            with transaction() as session:
                done += deadlines.forget_people(session, gone, now=context.now())
    return done


def _forget_old() -> int:
    done = 0
    while True:
        with transaction() as session:
            step = deadlines.forget_old(session, now=context.now(), limit=AT_ONCE)
        if not step:
            return done
        done += step
