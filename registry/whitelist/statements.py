"""What was said about a person, report by report, and how much of it the person may see.

A code proves control today, not yesterday: a number may have been somebody else's. So a report's
shop and day stay closed until the person names its order, has proven a second identifier that it
names, or has been the proven holder since before it. Until then nothing says the day in another way
either: the end stands by its month and the weight in tenths, for its parts follow from the day.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from bonafide.protocol.words import ReportState
from registry.reports import persons
from registry.reports.rules import shown_state
from registry.shops import service as shops
from registry.trust.explanation.explain import Exact, Weight
from registry.trust.facts import Fact, in_order, is_failure, is_paid
from registry.trust.policy import Policy
from registry.whitelist.holders import Holder, links_of
from registry.whitelist.records import OnFile

_TENTH: Final = 0.1
_NEWEST: Final = 1_000
"""Among so many of the newest orders it is looked which make good for which."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One report as the person sees it.

    ``weight`` is what it adds to the good or bad side today, 0 when it does not count, and
    ``parts`` how that came about. ``expires_on``: from that day on it counts nothing;
    ``expires_in`` is the first day of its month.
    ``paused``: it counts nothing while everything that it was said about is frozen or opted out;
    its weight is the one that it has otherwise.
    ``redeemed_on``: the day on which paid orders that are filed already will have made good for
    it; ``paid_to_redeem``: how many are still to come, None where no number of them would.
    ``shop``, ``occurred_on``, ``expires_on`` and ``parts`` are None, and ``weight`` is rounded,
    until the person has earned to see them.
    """

    report_id: int
    outcome: str
    fault: str
    evidence: str
    payment: str
    state: ReportState
    good: bool
    bad: bool
    elsewhere: bool
    paused: bool
    weight: float
    parts: Weight | None
    counts_on: date | None
    expires_on: date | None
    expires_in: date
    redeemed: bool
    redeemed_on: date | None
    paid_to_redeem: int | None
    shop: str | None
    occurred_on: date | None


def statements(
    session: Session, holder: Holder, on_file: OnFile, why: Exact, policy: Policy, today: date
) -> list[Statement]:
    """Everything on file about the proven identifiers, the youngest order first."""
    rows = sorted(on_file.rows(), key=lambda row: (row.occurred_on, row.report_id), reverse=True)
    opened = opened_reports(session, holder, on_file)
    names = shop_names(session, {row.shop_id for row in rows if row.report_id in opened})
    weights = {each.report_id: each for each in why.weights}
    facts = in_order(rows[:_NEWEST])
    redemptions = dict(_redemptions(facts, policy, today))
    paused = on_file.paused()
    return [
        _statement(
            row,
            weights.get(row.report_id),
            redemptions.get(row.report_id, (None, None)),
            names.get(row.shop_id) if row.report_id in opened else None,
            policy,
            today,
            paused=row.report_id in paused,
        )
        for row in rows
    ]


def opened_reports(session: Session, holder: Holder, on_file: OnFile) -> frozenset[int]:
    """The reports whose shop and day this person may see."""
    rows = on_file.rows()
    opened = {row.report_id for row in rows} & holder.opened
    named = persons.named_on(session, {(row.shop_id, row.report_id) for row in rows})
    mine = frozenset(holder.identifier_ids)
    opened |= {report_id for report_id, ids in named.items() if len(ids & mine) > 1}
    links = links_of(session, holder.identifier_ids)
    for identifier_id, about in on_file.history.items():
        link = links.get(identifier_id)
        if link is not None and link.customer_id == holder.customer_id:
            opened |= {row.report_id for row in about if row.occurred_on > link.proven_on}
    return frozenset(opened)


def shop_names(session: Session, shop_ids: set[int]) -> Mapping[int, str]:
    """Names of shops by id."""
    found = (shops.find_shop(session, each) for each in sorted(shop_ids))
    return {each.shop_id: each.name for each in found if each is not None}


def _statement(
    row: Fact,
    weight: Weight | None,
    redemption: tuple[date | None, int | None],
    shop: str | None,
    policy: Policy,
    today: date,
    *,
    paused: bool,
) -> Statement:
    opened = shop is not None
    until = row.occurred_on + timedelta(days=policy.weights.expiry_days)
    until = weight.until if weight else until
    exact = weight.weight if weight else 0.0
    return Statement(
        report_id=row.report_id,
        outcome=row.outcome,
        fault=row.fault,
        evidence=row.evidence or "",
        payment=row.payment,
        state=shown_state(row.state, row.counts_on if row.elsewhere else None, today),
        good=is_paid(row),
        bad=is_failure(row),
        elsewhere=row.elsewhere,
        paused=paused,
        weight=exact if opened else _blurred(exact),
        parts=weight if opened else None,
        counts_on=row.counts_on if row.elsewhere else None,
        expires_on=until if opened else None,
        expires_in=until.replace(day=1),
        redeemed=weight is not None and weight.redeemed,
        redeemed_on=redemption[0],
        paid_to_redeem=redemption[1],
        shop=shop,
        occurred_on=row.occurred_on if opened else None,
    )


def _blurred(weight: float) -> float:
    """In tenths; what weighs a little is not said to weigh nothing."""
    return max(round(weight, 1), _TENTH) if weight else 0.0


def _redemptions(
    facts: Sequence[Fact], policy: Policy, today: date
) -> Iterator[tuple[int, tuple[date | None, int | None]]]:
    """Failure → the day on which it is made good for, and how many paid orders are to come."""
    needed = policy.redemption.paid_orders
    left = [f for f in facts if is_paid(f) and not f.imported and f.elsewhere]
    for failure in facts:
        if not is_failure(failure) or failure.outcome not in policy.redemption.outcomes:
            continue
        later = [f for f in left if f.occurred_on > failure.occurred_on][:needed]
        days = [f.counts_on for f in later if f.counts_on is not None]
        if len(days) == needed:
            left = [f for f in left if f not in later]
            yield failure.report_id, (max(*days, failure.counts_on or today), 0)
        else:
            yield failure.report_id, (None, needed - len(days))
