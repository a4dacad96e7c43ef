"""What the formula has to say about one person, as it is shown to a shop."""

from collections.abc import Mapping
from typing import NamedTuple

from bonafide.protocol.words import Level
from registry.trust.risk import Risk


class Evidence(NamedTuple):
    """Others' reports in bands; ``None`` where the policy or a missing enrolment hides them."""

    paid: str | None = None
    shops: str | None = None
    unpaid: str | None = None
    excused: str | None = None
    pending: str | None = None
    disputed: str | None = None
    last_seen: str | None = None


class Assessment(NamedTuple):
    """All that the formula has to say about one person to one shop on one day, as it is shown.

    The exact figures behind it: ``registry.trust.exact``.
    """

    level: Level
    risk: Risk
    evidence: Evidence
    own_history: Mapping[str, int]
    reasons: tuple[str, ...]
    under_review: bool
    discountable: bool
    disagree: bool
    p0: float
    policy: str
    model: str
