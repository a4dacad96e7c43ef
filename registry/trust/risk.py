"""A risk as it is told."""

from enum import StrEnum
from typing import NamedTuple

from registry.trust.policy import Policy


class Confidence(StrEnum):
    """How much of the estimate is the person's own history, the rest being context."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Risk(NamedTuple):
    """A failure rate with the interval that holds it nine times in ten."""

    estimate: float
    low: float
    high: float
    base: float
    confidence: Confidence


def confidence_of(share: float, policy: Policy) -> Confidence:
    """In words what ``share`` of the estimate is the person's own."""
    if share >= policy.shown.confidence_high:
        return Confidence.HIGH
    return Confidence.MEDIUM if share >= policy.shown.confidence_medium else Confidence.LOW
