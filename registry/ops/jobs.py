"""The jobs that a timer calls: each leased, idempotent, and made of small committed steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bonafide.protocol.words import World
from registry.admin import alarms
from registry.desk.importing import service as importing
from registry.inquiries import retention as asking
from registry.inquiries import service as inquiries
from registry.inquiries.service import Account
from registry.kernel.db import reading, transaction
from registry.kernel.jobs import LEASE, leased
from registry.kernel.web import context, idempotency_store
from registry.ops import dispute_deadlines, key_jobs, sequencing, strangers, telling, white_jobs
from registry.ops.output import fail
from registry.portal.signin import service as signin
from registry.reports import retention
from registry.reports import service as reports
from registry.shops import service as shops
from registry.staff import service as staff
from registry.trust import fits, nightly
from registry.trust.answering import current_answering
from registry.trust.economics import books

Done = Mapping[str, int]
"""What a job did: a word and how often."""

PACE_DAYS: Final = 30
ROWS_AT_ONCE: Final = 1_000


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


def _purge_idempotency() -> Done:
    """Forget the answers of requests older than two days."""
    with transaction() as session:
        return {"forgotten": idempotency_store.purge(session, now=context.now())}


def _refit() -> Done:
    """Measure the usual rates anew and count the books, for each world in turn.

    The long parts only read, so that on SQLite requests go on writing meanwhile.
    """
    policy, today = current_answering().policy, context.now().date()
    for world in World:
        with reading(), transaction() as session:
            network = nightly.measure(session, world=world, policy=policy, today=today)
        with transaction() as session:
            fits.store(session, world, network, fitted_on=today)
        with reading(), transaction() as session:
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


def _in_steps(forget: Callable[..., int], before: date) -> int:
    done = 0
    while True:
        with transaction() as session:
            today = context.now().date()
            step = forget(session, before=before, limit=ROWS_AT_ONCE, today=today)
        if not step:
            return done
        done += step


JOBS: Final[Mapping[str, Job]] = {
    "dispute-deadlines": Job(
        dispute_deadlines.run, "hourly", "end disputes whose days are over, and their papers"
    ),
    "expire-pending": Job(
        _expire_pending, "daily", "end failures whose customer was not told within 30 days"
    ),
    "finish-erasures": Job(
        white_jobs.finish_erasures,
        "hourly",
        "leave nothing of the erased, in tables or the database's log",
    ),
    "forget-codes": Job(_forget_codes, "hourly", "delete old sign-in codes and counters"),
    "forget-keys": Job(
        key_jobs.forget, "hourly", "remove keys 48 hours after their rotation ended"
    ),
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
    "rotate-keys": Job(
        key_jobs.rotate_agreed, "hourly", "rotate the keys that two admins agreed on"
    ),
    "trust-refit": Job(_refit, "daily", "measure the usual risk and what failed orders cost"),
    "white-renew": Job(
        white_jobs.renew,
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
