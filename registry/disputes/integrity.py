"""Cases as they stand in their table, to be held against the log."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.audit import service as audit
from registry.audit.service import ActKind, Opening
from registry.audit.verify import Claim, Fault
from registry.disputes import acts, cases
from registry.disputes.models import Dispute

AT_ONCE: Final = 1_000


def claims(session: Session) -> Iterator[Claim]:
    """Every case, with the entry of the newest act on it."""
    for rows in _cases(session):
        for row in rows:
            leaves = acts.leaves_of(row)
            yield Claim(cases.text_id(row), leaves[-1] if leaves else None, acts.facts_of(row))


def faults(session: Session) -> Iterator[Fault]:
    """Cases whose list of acts is not the one in the log, or that name another ruling."""
    for rows in _cases(session):
        found = audit.openings(session, [each for row in rows for each in acts.leaves_of(row)])
        for row in rows:
            if not _is_whole(row, found):
                yield Fault(cases.text_id(row), "has other acts than the log")


def _cases(session: Session) -> Iterator[Sequence[Dispute]]:
    """Batches of all cases, in the order of their key."""
    wanted = select(Dispute).order_by(Dispute.shop_id, Dispute.id)
    rows = iter(session.scalars(wanted.execution_options(yield_per=AT_ONCE)))
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _is_whole(row: Dispute, found: Mapping[bytes, Opening]) -> bool:
    """Whether each act of a case follows the one before it, and the ruling is its newest one."""
    before: bytes | None = None
    ruling: bytes | None = None
    for leaf in acts.leaves_of(row):
        opening = found.get(leaf)
        if opening is None or opening.previous != before:
            return False
        before, ruling = leaf, leaf if opening.kind == ActKind.RULING else ruling
    return ruling == (row.ruling_leaf and bytes(row.ruling_leaf))
