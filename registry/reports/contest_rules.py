"""What a dispute does to a report's standing, pure: a stored report in, its next standing out."""

from dataclasses import replace
from datetime import date, timedelta

from bonafide.protocol.words import ReportState
from registry.reports import rules
from registry.reports.rules import Filed, Standing

_CONTESTABLE = frozenset(
    {ReportState.PENDING, ReportState.COUNTING, ReportState.DISPUTED, ReportState.UPHELD}
)


def is_contestable(stored: Filed) -> bool:
    """Whether it counts against somebody, or would in time: the rest needs no dispute."""
    return rules.is_negative(stored.statement) and stored.standing.state in _CONTESTABLE


def suspended(stored: Filed) -> Standing:
    """Nothing counts while a dispute is open. What it was stays readable for its end."""
    return replace(stored.standing, state=ReportState.DISPUTED)


def upheld(stored: Filed, *, today: date) -> Standing:
    """A ruling confirmed it: it counts from the next day, at the daily boundary.

    A ruling stands in for nobody's being told: while the customer is not, it waits on, and once he
    is he has his days to answer.
    """
    counts_on = stored.standing.counts_on
    told = stored.statement.customer_told_on
    if counts_on is None:
        if told is None:
            return _counting_again(stored, ReportState.UPHELD, None)
        heard = max(told, stored.standing.pending_since or told)
        counts_on = heard + timedelta(days=rules.DAYS_TO_ANSWER)
    return _counting_again(stored, ReportState.UPHELD, _tomorrow(counts_on, today))


def restored(stored: Filed, *, today: date) -> Standing:
    """The dispute ended without a ruling: it stands where it stood, from the next day on.

    What waited for its day, or for the customer to be told, waits on.
    """
    if stored.upheld_on is not None:
        return upheld(stored, today=today)
    counts_on = stored.standing.counts_on
    counts_on = None if counts_on is None else _tomorrow(counts_on, today)
    return _counting_again(stored, ReportState.PENDING, counts_on)


def _tomorrow(counts_on: date, today: date) -> date:
    return max(counts_on, today + timedelta(days=1))


def _counting_again(stored: Filed, state: ReportState, counts_on: date | None) -> Standing:
    return replace(stored.standing, state=state, counts_on=counts_on)
