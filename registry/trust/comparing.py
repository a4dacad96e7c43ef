"""What changes of reports did to the answer that a shop once got.

Both answers are made for the same day with the same surroundings; they differ in these reports
alone. So nothing but the change can tell them apart, not the passing of time and not other reports.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from bonafide.protocol.words import Level, Purpose
from registry.identifiers import service as identifiers
from registry.identifiers.vault import Vault
from registry.inquiries import asked
from registry.inquiries.asked import PastLookup
from registry.inquiries.placed import Placed
from registry.kernel.errors import DomainError
from registry.reports import counts
from registry.reports.service import Fact
from registry.shops.access import Caller
from registry.shops.terms import Terms
from registry.trust.facts import in_order
from registry.trust.responding import Answering, Question, Seen, Surroundings, TrustAnswer


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer without and with a change: the level and the risk as they are shown."""

    level_before: Level
    level_after: Level
    risk_before: float
    risk_after: float

    @property
    def seen(self) -> bool:
        """Whether the shop would see it."""
        before = (self.level_before, self.risk_before)
        return before != (self.level_after, self.risk_after)

    @property
    def towards_unknown(self) -> bool:
        """Whether the shop knows less than it was told: that is not left for tomorrow."""
        return self.level_after is Level.UNKNOWN and self.level_before is not Level.UNKNOWN


def compare(
    session: Session,
    vault: Vault,
    *,
    caller: Caller,
    question: PastLookup,
    before: Mapping[int, Mapping[int, Fact]],
    around: Surroundings,
    today: date,
) -> Difference | None:
    """The answer with some reports as they were, and as they are; None without anybody.

    ``before``: report → as it was known by each identifier, or none.
    """
    states = identifiers.states(session, question.identifier_ids)
    ids = tuple(each for each in question.identifier_ids if each in states)
    if not ids:
        return None
    now = counts.histories(session, list(ids))
    was = {
        each: in_order(
            [row for row in now.get(each, ()) if row.report_id not in before]
            + [rows[each] for rows in before.values() if each in rows]
        )
        for each in ids
    }
    imported = asked.met_by_import(session, shop_id=caller.shop_id, ids=ids)
    seen = Seen(states, now, {}, {}, Terms())
    answering = Answering(vault.source.current(), caller, seen, around, today, imported)
    after = _answer(answering, question, ids)
    earlier = _answer(replace(answering, seen=seen._replace(history=was)), question, ids)
    if after is None or earlier is None:
        return None
    return Difference(
        earlier.assessment.level,
        after.assessment.level,
        earlier.assessment.risk.estimate,
        after.assessment.risk.estimate,
    )


def _answer(answering: Answering, question: PastLookup, ids: tuple[int, ...]) -> TrustAnswer | None:
    said = Question(
        names=(),
        order_ref="",
        purpose=Purpose(question.purpose),
        payment=question.payment,
        segment=question.segment,
    )
    found = answering.answer(said, Placed(ids, by_ref={}), question.lookup_id)
    return None if isinstance(found, DomainError) else found
