"""One report about a person as the rules see it, and whether it counts for whom on which day."""

from datetime import date

from bonafide.protocol.words import (
    BAD_OUTCOMES,
    Fault,
    Outcome,
    ReportState,
)
from registry.reports.columns import NO_REPORTS, Reports, in_order
from registry.reports.said import Fact, Said

__all__ = [
    "LIVING",
    "NO_REPORTS",
    "Fact",
    "Reports",
    "counts_for",
    "in_order",
    "is_excused",
    "is_failure",
    "is_paid",
]

LIVING = frozenset({ReportState.PENDING, ReportState.COUNTING, ReportState.UPHELD})
_BLAMELESS = frozenset({Fault.SHOP, Fault.COURIER, Fault.FORCE_MAJEURE})


def is_paid(fact: Fact | Said) -> bool:
    """Whether the fact speaks for the person."""
    return fact.outcome is Outcome.PAID and fact.state in LIVING


def is_failure(fact: Fact | Said) -> bool:
    """Whether the order failed in a way that the person may have caused and no ruling cleared."""
    if fact.outcome not in BAD_OUTCOMES or fact.state not in LIVING:
        return False
    if fact.outcome is Outcome.ABUSIVE_CLAIM and fact.state is not ReportState.UPHELD:
        return False
    return fact.fault not in _BLAMELESS


def is_excused(fact: Fact | Said) -> bool:
    """Whether the order failed by somebody else's doing."""
    return fact.outcome in BAD_OUTCOMES and fact.fault in _BLAMELESS and fact.state in LIVING


def counts_for(fact: Fact, shop_id: int | None, today: date) -> bool:
    """Whether the fact counts today in the view of ``shop_id`` (``None``: of everybody).

    A shop's own rows count for itself at once, for others from ``counts_on``.
    """
    if fact.shop_id == shop_id:
        return fact.filed_on <= today
    return fact.elsewhere and fact.counts_on is not None and fact.counts_on <= today
