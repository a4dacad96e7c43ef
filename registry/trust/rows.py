"""Stored rows as the rules see them."""

from collections.abc import Collection, Iterable
from datetime import date

from bonafide.protocol.words import Evidence, Fault, Outcome, ReportState
from registry.reports.service import HistoryRow
from registry.trust.facts import Fact

# By name once: calling an enum is a tenth of a batch of lookups.
_OUTCOMES = {str(each): each for each in Outcome}
_FAULTS = {str(each): each for each in Fault}
_EVIDENCE = {str(each): each for each in Evidence}
_STATES = {str(each): each for each in ReportState}


def fact_of(row: HistoryRow) -> Fact:
    """One history row as a fact."""
    return Fact(
        row.report_id,
        row.shop_id,
        _OUTCOMES[row.outcome],
        _FAULTS[row.fault],
        _EVIDENCE[row.evidence],
        row.payment,
        row.occurred_on,
        row.filed_on,
        row.counts_on,
        _STATES[row.state],
        row.elsewhere,
        row.imported,
    )


def known_before(
    rows: Iterable[HistoryRow], day: date, *, silenced: Collection[int] = (), except_for: int = 0
) -> list[Fact]:
    """What had been filed before ``day``, by shops that still count; not the report asked about.

    Whether a row counted by then is for the rules to say (``counts_for``). Corrections and rulings
    made since then are in the rows: the past is replayed with what is known to be true of it.
    """
    return [
        fact_of(row)
        for row in rows
        if row.filed_on < day and row.report_id != except_for and row.shop_id not in silenced
    ]
