"""What had been said about a person before a day."""

from collections.abc import Collection, Iterable
from datetime import date

from registry.trust.facts import Fact


def known_before(
    facts: Iterable[Fact], day: date, *, silenced: Collection[int] = (), except_for: int = 0
) -> list[Fact]:
    """What had been filed before ``day``, by shops that still count; not the report asked about.

    Whether a report counted by then is for the rules to say (``counts_for``). Corrections and
    rulings made since then are in it: the past is replayed with what is known to be true of it.
    """
    return [
        fact
        for fact in facts
        if fact.filed_on < day and fact.report_id != except_for and fact.shop_id not in silenced
    ]
