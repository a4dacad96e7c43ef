"""The client that a shop installs: ask about a buyer, report an outcome, never hand over a number.

Owns the wire protocol's one implementation, the clients, and what surrounds them in a shop.
Uses httpx2 for the wire and libsodium where it is found.
Never sends, stores or logs a phone number or an e-mail address.
"""

import importlib
from typing import TYPE_CHECKING

from bonafide._cache import FileCache, MemoryCache
from bonafide.answers import (
    Advised,
    Discount,
    EvidenceSeen,
    ItemError,
    Params,
    Reason,
    ReportReceipt,
    Risk,
    TrustAnswer,
    White,
)
from bonafide.cases import Change, Dispute, OfflinePass, OfflineResult, PassAnswer
from bonafide.errors import (
    BadIdentifier,
    BonafideError,
    CircuitOpen,
    Conflict,
    ConnectionLost,
    FieldError,
    Invalid,
    KeyChanged,
    LogRewritten,
    Misuse,
    NotAllowed,
    NotConnected,
    NotFound,
    OutboxError,
    RateLimited,
    Refused,
    ServerFailed,
    TimedOut,
    Unavailable,
    UnreadableAnswer,
    WebhookRejected,
)
from bonafide.protocol.notes import Checkpoint
from bonafide.protocol.words import (
    Advice,
    AmountBand,
    ChangeKind,
    Evidence,
    Fault,
    Kind,
    Level,
    Outcome,
    PassResult,
    Payment,
    Purpose,
    ReportState,
    Stance,
)
from bonafide.questions import Question, Report
from bonafide.webhooks import verify_webhook

if TYPE_CHECKING:
    from bonafide._async_client import AsyncRegistry
    from bonafide._client import Registry
    from bonafide.outbox import Outbox

__version__ = "0.1.0"

__all__ = [
    "Advice",
    "Advised",
    "AmountBand",
    "AsyncRegistry",
    "BadIdentifier",
    "BonafideError",
    "Change",
    "ChangeKind",
    "Checkpoint",
    "CircuitOpen",
    "Conflict",
    "ConnectionLost",
    "Discount",
    "Dispute",
    "Evidence",
    "EvidenceSeen",
    "Fault",
    "FieldError",
    "FileCache",
    "Invalid",
    "ItemError",
    "KeyChanged",
    "Kind",
    "Level",
    "LogRewritten",
    "MemoryCache",
    "Misuse",
    "NotAllowed",
    "NotConnected",
    "NotFound",
    "OfflinePass",
    "OfflineResult",
    "Outbox",
    "OutboxError",
    "Outcome",
    "Params",
    "PassAnswer",
    "PassResult",
    "Payment",
    "Purpose",
    "Question",
    "RateLimited",
    "Reason",
    "Refused",
    "Registry",
    "Report",
    "ReportReceipt",
    "ReportState",
    "Risk",
    "ServerFailed",
    "Stance",
    "TimedOut",
    "TrustAnswer",
    "Unavailable",
    "UnreadableAnswer",
    "WebhookRejected",
    "White",
    "verify_webhook",
]

_LATE = {
    "AsyncRegistry": "bonafide._async_client",
    "Outbox": "bonafide.outbox",
    "Registry": "bonafide._client",
}


def __getattr__(name: str) -> object:
    """Load a client with its HTTP library when it is asked for: the protocol needs neither."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_LATE[name]), name)
