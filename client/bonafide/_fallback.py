"""What a shop does when the registry is not heard in time: its own choice, made beforehand."""

import logging
import threading
from typing import Literal

from bonafide.answers import Advised, Reason, TrustAnswer
from bonafide.errors import BonafideError, KeyChanged, Misuse, NotAllowed
from bonafide.protocol.words import Advice, Level, Purpose
from bonafide.questions import Question

OnFailure = Literal["open", "closed", "raise"]

log = logging.getLogger("bonafide")

_AWAY = "the registry was not asked or did not answer in time"
_GRAVE = "the registry refuses this key, or its own key changed: run `bonafide doctor`"


class Fallback:
    """``open`` ships as if nobody had been asked, ``closed`` has a human look, ``raise`` raises.

    A question about a compensation falls back to a human look in both cases: the registry never
    says no, so neither does its absence.
    """

    def __init__(self, on_failure: OnFailure) -> None:
        if on_failure not in ("open", "closed", "raise"):
            raise Misuse("on_failure must be one of open, closed, raise")
        self._on_failure = on_failure
        self._lock = threading.Lock()
        self.given = 0

    def answer(self, question: Question, error: BonafideError) -> TrustAnswer:
        """The answer instead; raises ``error`` where the shop wanted that."""
        self.note(error)
        grave = _is_grave(error)
        ships = self._on_failure == "open" and question.purpose != Purpose.COMPENSATION
        return TrustAnswer(
            id=None,
            level=Level.UNKNOWN,
            advice=Advised(Advice.SHIP if ships else Advice.REVIEW),
            reasons=(Reason(error.code, _GRAVE if grave else _AWAY),),
            source="fallback",
            degraded=True,
            request_id=error.request_id,
        )

    def note(self, error: BonafideError) -> None:
        """Count and log that the registry was not heard; raises ``error`` where that is wanted."""
        if self._on_failure == "raise":
            raise error
        with self._lock:
            self.given += 1
        level = logging.ERROR if _is_grave(error) else logging.WARNING
        log.log(level, "answered without the registry: %s", error)


def _is_grave(error: BonafideError) -> bool:
    return isinstance(error, KeyChanged | NotAllowed)
