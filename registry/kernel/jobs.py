"""Leased jobs: a timer may start one twice or on two machines, and it still runs once.

A job takes the lease named after it, does its work in small committed steps, and gives the lease
back. A crashed one loses it after its lease; every job is idempotent, so the next run goes on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import String, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.clock import Clock
from registry.kernel.db import Base, UtcDateTime, transaction, unhurried
from registry.kernel.errors import DomainError

LEASE = timedelta(minutes=30)


class JobRunningError(DomainError):
    """Somebody else holds the lease of this job."""

    code = "job_running"


class JobLease(Base):
    """Who may run a job now."""

    __tablename__ = "job_lease"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    until_at: Mapped[datetime] = mapped_column(UtcDateTime)


@contextmanager
def leased(name: str, clock: Clock, *, lease: timedelta = LEASE) -> Iterator[None]:
    """Hold the lease of job ``name``; raises JobRunningError when another holder is alive.

    Nobody waits for a job's statements: they have no time limit.
    """
    until = clock.now() + lease
    _take(name, clock.now(), until)
    try:
        with unhurried():
            yield
    finally:
        mine = (JobLease.name == name, JobLease.until_at == until)
        with transaction() as session:
            session.execute(delete(JobLease).where(*mine))


def _take(name: str, now: datetime, until: datetime) -> None:
    expired = update(JobLease).where(JobLease.name == name, JobLease.until_at <= now)
    with transaction() as session:
        if session.execute(expired.values(until_at=until).returning(JobLease.name)).first():
            return
        if session.scalar(select(JobLease.name).where(JobLease.name == name)):
            raise JobRunningError(f"job {name} is already running")
        session.add(JobLease(name=name, until_at=until))
        try:
            session.flush()
        except IntegrityError:
            raise JobRunningError(f"job {name} is already running") from None
