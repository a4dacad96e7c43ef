"""A risk as it is told."""

from dataclasses import dataclass
from enum import StrEnum

from registry.trust.policy import Policy


class Confidence(StrEnum):
    """How much of the estimate is the person's own history, the rest being context."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Risk:
    """A failure rate with the interval that holds it nine times in ten."""

    estimate: float
    low: float
    high: float
    base: float
    confidence: Confidence

    def as_json(self) -> dict[str, float | str]:
        """As the trust answer carries it."""
        return {
            "estimate": self.estimate,
            "low": self.low,
            "high": self.high,
            "base": self.base,
            "confidence": self.confidence,
        }


def confidence_of(share: float, policy: Policy) -> Confidence:
    """In words what ``share`` of the estimate is the person's own."""
    if share >= policy.shown.confidence_high:
        return Confidence.HIGH
    return Confidence.MEDIUM if share >= policy.shown.confidence_medium else Confidence.LOW
