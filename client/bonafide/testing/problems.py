"""What the fake refuses."""

from dataclasses import dataclass, field
from typing import Any

STATUS = {
    "unauthenticated": 401,
    "not_found": 404,
    "stale_revision": 409,
    "revision_conflict": 409,
    "ref_stale": 409,
    "ref_invalid": 422,
    "epoch_gone": 409,
    "bad_point": 422,
    "idempotency_key_missing": 400,
    "idempotency_key_reused": 422,
    "invalid_request": 422,
    "dispute_answered": 409,
    "leaf_unknown": 404,
    "bad_tree_size": 422,
    "simulated_rate_limit": 429,
    "simulated_outage": 503,
}


@dataclass
class ProblemError(Exception):
    """A refusal on its way out."""

    code: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """Its HTTP status."""
        return STATUS[self.code]

    def document(self) -> dict[str, Any]:
        """As a problem document (RFC 9457)."""
        return {
            "type": f"/docs/problems#{self.code}",
            "title": self.code.replace("_", " "),
            "status": self.status,
            "detail": "from the fake registry",
            "code": self.code,
            "errors": [],
        }
