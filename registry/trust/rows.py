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
    [fact] = facts_of((row,))
    return fact


def facts_of(rows: Iterable[HistoryRow]) -> list[Fact]:
    """History rows as facts, in their order."""
    return [
        Fact(
            report_id,
            shop_id,
            _OUTCOMES[outcome],
            _FAULTS[fault],
            _EVIDENCE[evidence],
            payment,
            occurred_on,
            filed_on,
            counts_on,
            _STATES[state],
            elsewhere,
            imported,
        )
        for (
            _,
            report_id,
            shop_id,
            outcome,
            fault,
            evidence,
            payment,
            state,
            occurred_on,
            filed_on,
            counts_on,
            elsewhere,
            imported,
        ) in rows
    ]


def known_before(
    rows: Iterable[HistoryRow], day: date, *, silenced: Collection[int] = (), except_for: int = 0
) -> list[Fact]:
    """What had been filed before ``day``, by shops that still count; not the report asked about.

    Whether a row counted by then is for the rules to say (``counts_for``). Corrections and rulings
    made since then are in the rows: the past is replayed with what is known to be true of it.
    """
    return facts_of(
        row
        for row in rows
        if row.filed_on < day and row.report_id != except_for and row.shop_id not in silenced
    )
