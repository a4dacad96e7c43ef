"""Reports that arrive whatever happens: written to disk first, sent when the registry can be heard.

Owns a file in which a report stands from the moment the shop wrote it until it was answered.
Uses the client's own batches; what arrives twice is one report.
Never sends before it has written, nor forgets before it was answered.
"""

from bonafide.outbox.box import Outbox
from bonafide.outbox.entries import Refusal, Status

__all__ = ["Outbox", "Refusal", "Status"]
