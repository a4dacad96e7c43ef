"""Coverage: how often a shop's lookups met a history elsewhere.

Answers are not kept, so this is counted the night after, from the log and the reports: what had
been filed before the day of the question and counted on it. Under ``negatives = off`` the failures
that others reported are nobody's history.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from registry.inquiries.asked import PastLookup
from registry.trust.facts import Fact, counts_for, is_failure, is_paid
from registry.trust.policy import Negatives, Policy
from registry.trust.rows import known_before


@dataclass(slots=True)
class Covered:
    """Lookups of one shop on one day. Those neither elsewhere nor own met nothing at all."""

    lookups: int = 0
    elsewhere: int = 0
    own_only: int = 0

    @property
    def nothing(self) -> int:
        """Lookups about whom no history was found."""
        return self.lookups - self.elsewhere - self.own_only


def count(
    covered: dict[int, Covered],
    lookups: Iterable[PastLookup],
    histories: Mapping[int, Sequence[Fact]],
    *,
    silenced: frozenset[int],
    policy: Policy,
) -> None:
    """Add some lookups to their shops' counts."""
    for asked in lookups:
        mine = covered.setdefault(asked.shop_id, Covered())
        mine.lookups += 1
        rows = [row for each in asked.identifier_ids for row in histories.get(each, ())]
        facts = known_before(rows, asked.asked_on, silenced=silenced)
        spoke = [fact for fact in facts if _speaks(fact, asked.shop_id, asked.asked_on, policy)]
        if any(fact.shop_id != asked.shop_id for fact in spoke):
            mine.elsewhere += 1
        elif spoke:
            mine.own_only += 1


def _speaks(fact: Fact, shop_id: int, day: date, policy: Policy) -> bool:
    if not counts_for(fact, shop_id, day):
        return False
    hidden = policy.negatives is Negatives.OFF and fact.shop_id != shop_id
    return is_paid(fact) or (is_failure(fact) and not hidden)
