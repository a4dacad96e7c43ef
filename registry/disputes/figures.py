"""What the public may know: how many disputes, how they ended, how fast; and of each shop."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from bonafide.protocol.words import BAD_OUTCOMES, Fault, World
from registry.disputes.models import Dispute
from registry.disputes.rules import DAYS_TO_ANSWER
from registry.disputes.words import Ending, Kind, Verdict
from registry.reports import contests, counts


@dataclass(frozen=True, slots=True)
class Quarter:
    """Disputes opened between two days, all shops together; None where nothing was decided."""

    first_on: date
    last_on: date
    filed: int
    filed_negative: int
    disputed: int
    decided: int
    upheld_share: float | None
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Card:
    """What everybody may know of one shop; None where there is nothing to divide by."""

    shop_id: int
    disputed: int
    median_days_to_answer: float | None
    overturned_share: float | None
    own_failures_share: float | None


def quarter(session: Session, *, world: World, first_on: date, last_on: date) -> Quarter:
    """The figures of some days, by the day on which a customer contested."""
    filed = contests.filed_negatives(session, world=world, first_on=first_on, last_on=last_on)
    rows = _contests(session, world, first_on, last_on, None)
    decided = [row for row in rows if row.verdict is not None]
    upheld = sum(row.verdict == Verdict.UPHELD for row in decided)
    return Quarter(
        first_on,
        last_on,
        filed=sum(each for each, _ in filed.values()),
        filed_negative=sum(each for _, each in filed.values()),
        disputed=len(rows),
        decided=len(decided),
        upheld_share=upheld / len(decided) if decided else None,
        median_days=median(map(_days, decided)) if decided else None,
    )


def card(session: Session, *, shop_id: int, world: World, first_on: date, last_on: date) -> Card:
    """One shop's figures over some days."""
    rows = _contests(session, world, first_on, last_on, shop_id)
    filed = contests.filed_negatives(session, world=world, first_on=first_on, last_on=last_on)
    negatives = filed.get(shop_id, (0, 0))[1]
    removed = len({row.report_id for row in rows if row.verdict == Verdict.REMOVED})
    answered = _days_to_answer(rows)
    failed, own = _failures(session, shop_id, world, first_on, last_on)
    return Card(
        shop_id=shop_id,
        disputed=len(rows),
        median_days_to_answer=median(answered) if answered else None,
        overturned_share=min(1.0, removed / negatives) if negatives else None,
        own_failures_share=own / failed if failed else None,
    )


def _contests(
    session: Session, world: World, first_on: date, last_on: date, shop_id: int | None
) -> Sequence[Dispute]:
    wanted = select(Dispute).where(
        Dispute.world == world,
        Dispute.kind == Kind.CONTEST,
        Dispute.opened_on.between(first_on, last_on),
    )
    mine = wanted if shop_id is None else wanted.where(Dispute.shop_id == shop_id)
    return session.scalars(mine).all()


def _days(row: Dispute) -> int:
    """From opening to the first decision."""
    return ((row.ruled_on or row.closed_on or row.opened_on) - row.opened_on).days


def _days_to_answer(rows: Iterable[Dispute]) -> list[int]:
    """Silence counts as one day more than a shop has."""
    days = []
    for row in rows:
        if row.ending == Ending.SILENCE:
            days.append(DAYS_TO_ANSWER + 1)
        elif row.answered_on is not None:
            days.append((row.answered_on - row.opened_on).days)
    return days


def _failures(
    session: Session, shop_id: int, world: World, first_on: date, last_on: date
) -> tuple[int, int]:
    """Orders that failed, and those among them by the shop's own doing."""
    by_fault: Counter[str] = Counter()
    for each in counts.endings(
        session, world=world, first_on=first_on, last_on=last_on, shop_id=shop_id
    ):
        if each.outcome in BAD_OUTCOMES:
            by_fault[each.fault] += each.orders
    return by_fault.total(), by_fault[Fault.SHOP]
