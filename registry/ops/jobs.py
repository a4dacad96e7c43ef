"""The jobs that a timer calls: each leased, idempotent, and made of small committed steps."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bonafide.protocol.words import World
from registry.admin import alarms
from registry.desk.importing import service as importing
from registry.identifiers import rotation
from registry.identifiers.vault import current_vault
from registry.inquiries import retention as asking
from registry.inquiries import service as inquiries
from registry.inquiries.service import Account
from registry.kernel import keys
from registry.kernel.db import db, in_parts, reading, take_time, transaction
from registry.kernel.jobs import LEASE, leased
from registry.kernel.wal import empty_wal
from registry.kernel.web import context, idempotency_store
from registry.ops import dispute_deadlines, rotating, sequencing, strangers, telling
from registry.ops.output import fail
from registry.ops.rotating import Watch
from registry.ops.running import current_settings
from registry.portal.signin import service as signin
from registry.reports import retention
from registry.reports import service as reports
from registry.shops import service as shops
from registry.staff import service as staff
from registry.staff.service import ActKind
from registry.trust import nightly
from registry.trust.answering import current_answering
from registry.trust.economics import books
from registry.whitelist import erasing, sharing
from registry.whitelist import nightly as white

Done = Mapping[str, int]
"""What a job did: a word and how often."""

PACE_DAYS: Final = 30
ROWS_AT_ONCE: Final = 1_000
SHARED_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Job:
    """One job, when a timer should call it, and what it is for.

    The lease is how long a killed one keeps the next from starting. Two sequencers or deliverers at
    once are safe, since they hold their rows, so theirs may be shorter than their work.
    """

    run: Callable[[], Done]
    every: str
    help: str
    lease: timedelta = LEASE


def run(name: str) -> Done:
    """Run one job inside an application's context; raises JobRunningError."""
    job = find(name)
    with leased(name, context.clock(), lease=job.lease):
        return job.run()


def _expire_pending() -> Done:
    """Bury negatives whose customer was never told."""
    expired = 0
    while True:
        with transaction() as session:
            step = reports.expire_pending(session, today=context.now().date())
        if not step:
            return {"expired": expired}
        expired += step


def _forget_keys() -> Done:
    """Drop generations that ended two days ago, then the files of their keys.

    The rows come first: a crash in between leaves a file that the next run finds unused.
    """
    vault, directory, gone = current_vault(), current_settings().key_dir, 0
    with rotating.only_one(directory):
        for world in World:
            rotating.move_all(vault, world, Watch())
            with transaction() as session:
                rotation.forget(session, world, now=context.now())
            gone += _remove_unused(world)
    return {"removed": gone}


def _remove_unused(world: World) -> int:
    """Remove key files older than every generation that is left."""
    directory = current_settings().key_dir
    with reading(), transaction() as session:
        left = rotation.generations(session, world)
    oldest = {
        "oprf": min(each.epoch for each in left),
        "store": min(each.storage_key_id for each in left),
    }
    ring = keys.load(directory)
    old = [
        (purpose, key_id)
        for purpose, first in oldest.items()
        for key_id in ring.ids(world, purpose)
        if key_id < first
    ]
    for purpose, key_id in old:
        keys.retire(directory, world, purpose, key_id)
    return len(old)


def _purge_idempotency() -> Done:
    """Forget the answers of requests older than two days."""
    with transaction() as session:
        return {"forgotten": idempotency_store.purge(session, now=context.now())}


def _refit() -> Done:
    """Measure the usual rates anew and count the books, for each world in turn."""
    policy, today = current_answering().policy, context.now().date()
    for world in World:
        with transaction() as session:
            take_time(session)
            network = nightly.refit(session, world=world, policy=policy, today=today)
        with reading(), transaction() as session:
            take_time(session)
            counted = books.count_books(
                session, world=world, policy=policy, network=network, today=today
            )
        with transaction() as session:
            books.keep_books(session, counted, world=world, today=today)
    return {"worlds": len(World)}


def _measure_pace() -> Done:
    """Count how many orders a day each shop really reports: its budgets grow with it."""
    today, measured = context.now().date(), 0
    since = today - timedelta(days=PACE_DAYS)
    with reading(), transaction() as session:
        members = [each.shop_id for each in shops.list_shops(session)]
    for world in World:
        with reading(), transaction() as session:
            counts = retention.count_filed(session, world=world, since=since)
        for shop_id in members:
            with transaction() as session:
                inquiries.set_pace(
                    session,
                    caller=Account(shop_id, world),
                    orders_a_day=round(counts.get(shop_id, 0) / PACE_DAYS),
                    today=today,
                )
            measured += 1
    return {"measured": measured}


def _forget_strangers() -> Done:
    """Remove people who were asked about and never reported."""
    return {"forgotten": strangers.forget_all(today=context.now().date())}


def _forget_old() -> Done:
    """Delete reports and questions that are older than the policy keeps them."""
    kept, today = current_answering().policy.retention, context.now().date()
    return {
        "reports": _in_steps(retention.forget_old, today - timedelta(days=kept.report_days)),
        "lookups": _in_steps(asking.forget_old, today - timedelta(days=kept.lookup_days)),
    }


def _forget_uploads() -> Done:
    """Delete tables of past orders that a shop began to bring in an hour ago."""
    with transaction() as session:
        return {"forgotten": importing.forget_old(session, now=context.now())}


def _forget_codes() -> Done:
    """Delete what sign-in counted and does not need any more."""
    gone = 0
    while True:
        with transaction() as session:
            step = signin.forget(session, now=context.now(), limit=ROWS_AT_ONCE)
        if not step:
            return {"forgotten": gone}
        gone += step


def _forget_sessions() -> Done:
    """Delete what is over of people who work here: sessions, attempts, invitations."""
    with transaction() as session:
        return {"forgotten": staff.forget_old(session, now=context.now())}


def _watch_shops() -> Done:
    """Suspend shops that asked about planted numbers."""
    with transaction() as session:
        return {"suspended": alarms.freeze(session, now=context.now())}


def _rotate_keys() -> Done:
    """Do what two admins agreed on about keys; one that was broken off goes on where it stood."""
    with reading(), transaction() as session:
        agreed = staff.list_confirmed(session, kind=ActKind.ROTATE, now=context.now())
    for act in agreed:
        _rotate_key(*str(act.subject["key"]).split("-"))
        with transaction() as session:
            staff.finish(session, act.act_id)
    return {"done": len(agreed)}


def _rotate_key(step: str, place: str, purpose: str) -> None:
    vault, folder, now = current_vault(), current_settings().key_dir, context.now
    if purpose == rotating.SIGNING:
        rotating.rotate_checkpoint(folder)
    elif step == "announce":
        rotating.announce(vault, folder, world=World(place), purpose=purpose, now=now)
    else:
        world = World(place)
        rotating.rotate(vault, folder, world=world, purpose=purpose, now=now, watch=Watch())


def _in_steps(forget: Callable[..., int], before: date) -> int:
    done = 0
    while True:
        with transaction() as session:
            today = context.now().date()
            step = forget(session, before=before, limit=ROWS_AT_ONCE, today=today)
        if not step:
            return done
        done += step


def _renew_white() -> Done:
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


def _finish_erasures() -> Done:
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


JOBS: Final[Mapping[str, Job]] = {
    "dispute-deadlines": Job(
        dispute_deadlines.run, "hourly", "end disputes whose days are over, and their papers"
    ),
    "expire-pending": Job(
        _expire_pending, "daily", "end failures whose customer was not told within 30 days"
    ),
    "finish-erasures": Job(
        _finish_erasures,
        "hourly",
        "leave nothing of the erased, in tables or the database's log",
    ),
    "forget-codes": Job(_forget_codes, "hourly", "delete old sign-in codes and counters"),
    "forget-keys": Job(_forget_keys, "hourly", "remove keys 48 hours after their rotation ended"),
    "forget-old": Job(_forget_old, "daily", "delete reports and lookups past their retention"),
    "forget-strangers": Job(
        _forget_strangers, "daily", "remove people asked about and never reported for 90 days"
    ),
    "forget-sessions": Job(
        _forget_sessions, "hourly", "delete ended sessions, old attempts and invitations of staff"
    ),
    "forget-uploads": Job(
        _forget_uploads, "hourly", "delete tables of past orders uploaded over an hour ago"
    ),
    "idempotency-purge": Job(
        _purge_idempotency, "hourly", "forget answers kept for repeated requests"
    ),
    "log-lookups": Job(
        sequencing.digest_lookups, "daily", "commit to yesterday's questions, one digest a shop"
    ),
    "log-sequence": Job(
        sequencing.sequence,
        "every 30 seconds",
        "place what was committed to in the log and sign a checkpoint",
        timedelta(seconds=20),
    ),
    "notices-daily": Job(
        telling.tell_daily,
        "daily",
        "tell shops whose answers changed yesterday; forget old changes and the log of webhooks",
    ),
    "notices-deliver": Job(
        telling.deliver, "every 30 seconds", "send webhooks that are due", timedelta(seconds=45)
    ),
    "notices-tell": Job(
        telling.tell,
        "every minute",
        "tell shops of disputes and of answers that turned to unknown, customers of news",
        timedelta(minutes=10),
    ),
    "order-pace": Job(_measure_pace, "daily", "let budgets grow with the orders really reported"),
    "rotate-keys": Job(_rotate_keys, "hourly", "rotate the keys that two admins agreed on"),
    "trust-refit": Job(_refit, "daily", "measure the usual risk and what failed orders cost"),
    "white-renew": Job(
        _renew_white,
        "daily",
        "find shared contacts, renew or end white places, after trust-refit",
    ),
    "watch-shops": Job(_watch_shops, "hourly", "suspend shops that ask about planted numbers"),
}


def find(name: str) -> Job:
    """One job; fails with the names there are."""
    if name not in JOBS:
        fail(f"there is no job {name}: `registry jobs list` shows them")
    return JOBS[name]
