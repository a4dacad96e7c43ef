"""A case as it is shown: its days, its report, and of its papers what the viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.audit.service import Entry
from registry.disputes import cases, rules
from registry.disputes.models import Dispute
from registry.disputes.papers import Paper
from registry.disputes.rules import Case
from registry.disputes.words import Phase, Via
from registry.reports import contests
from registry.reports.contests import Contested


@dataclass(frozen=True, slots=True)
class Seen:
    """One case on one day. ``report`` is None when it is gone; ``papers`` may be left out.

    ``ruling`` is the log's entry of the newest ruling, where one was asked for and given.
    """

    shop_id: int
    dispute_id: int
    public_id: str
    world: World
    via: Via
    turn: int
    case: Case
    report: Contested | None
    report_id: int
    today: date
    papers: Sequence[Paper] = ()
    ruling: Entry | None = None

    @property
    def rule_by(self) -> date:
        """The day by which an admin should have ruled."""
        return rules.rule_by(self.case)

    @property
    def due_on(self) -> date | None:
        """The day of the next deadline; None once nothing is waited for."""
        phase = self.case.phase
        if phase is Phase.OPEN:
            return rules.answer_by(self.case)
        if phase is Phase.RULED:
            return rules.appeal_by(self.case)
        return None if phase is Phase.CLOSED else self.rule_by

    @property
    def days_left(self) -> int | None:
        """Whole days until then; negative when it has passed."""
        return None if self.due_on is None else (self.due_on - self.today).days


def see(
    row: Dispute,
    report: Contested | None,
    today: date,
    papers: Sequence[Paper] = (),
    ruling: Entry | None = None,
) -> Seen:
    """A case as it stands on a day."""
    return Seen(
        shop_id=row.shop_id,
        dispute_id=row.id,
        public_id=cases.text_id(row),
        world=World(row.world),
        via=Via(row.via),
        turn=row.turn,
        case=cases.case_on(row, report, today),
        report=report,
        report_id=row.report_id,
        today=today,
        papers=papers,
        ruling=ruling,
    )


def see_all(session: Session, rows: Sequence[Dispute], today: date) -> list[Seen]:
    """Many cases with their reports, without papers; one more query."""
    reports = contests.find_many(session, {(row.shop_id, row.report_id) for row in rows})
    return [see(row, reports.get((row.shop_id, row.report_id)), today) for row in rows]
