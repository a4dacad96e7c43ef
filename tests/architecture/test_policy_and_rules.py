"""Days that the policy publishes and that a lower room keeps as its own are the same days."""

from registry.ops import strangers
from registry.reports import rules
from registry.trust.policy import load_policy


def test_the_policy_publishes_the_days_that_reports_live_by() -> None:
    retention = load_policy().retention
    assert retention.report_days == rules.DAYS_KEPT
    assert retention.pending_days == rules.DAYS_PENDING
    assert retention.objection_days == rules.DAYS_TO_ANSWER
    assert retention.filing_days == rules.DAYS_TO_FILE
    assert retention.unknown_person_days == strangers.KEPT.days
