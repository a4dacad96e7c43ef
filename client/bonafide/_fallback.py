"""What a shop does when the registry is not heard in time: its own choice, made beforehand."""

import logging
import threading
from typing import Literal

from bonafide.answers import Advised, Reason, TrustAnswer
from bonafide.errors import (
    BonafideError,
    KeyChanged,
    Misuse,
    NotAllowed,
    RateLimited,
    UnreadableAnswer,
)
from bonafide.protocol.words import Advice, Level, Purpose
from bonafide.questions import Question

OnFailure = Literal["open", "closed", "raise"]

log = logging.getLogger("bonafide")

Said = tuple[str, str]

_WHY: tuple[tuple[type[BonafideError], Said], ...] = (
    (
        NotAllowed,
        (
            "the registry refused your key (wrong, revoked, or not meant for this): run "
            "`bonafide doctor`",
            "реестр не принял ваш ключ (неверен, отозван или не для этого): запустите "
            "`bonafide doctor`",
        ),
    ),
    (
        KeyChanged,
        (
            "the registry's own key is not the one seen before: run `bonafide doctor`",
            "у реестра другой ключ, не тот, что прежде: запустите `bonafide doctor`",
        ),
    ),
    (
        RateLimited,
        (
            "the registry takes no more questions from you for now",
            "реестр пока не принимает от вас новых вопросов",
        ),
    ),
    (
        UnreadableAnswer,
        (
            "something answered that is not a registry",
            "ответил не реестр",
        ),
    ),
    (
        BonafideError,
        (
            "the registry was not asked or did not answer in time",
            "реестр не спросили, или он не ответил вовремя",
        ),
    ),
)


class Fallback:
    """``open`` ships as if nobody had been asked, ``closed`` has a human look, ``raise`` raises.

    A question about a compensation falls back to a human look in both cases: the registry never
    says no, so neither does its absence.
    """

    def __init__(self, on_failure: OnFailure, language: str = "en") -> None:
        if on_failure not in ("open", "closed", "raise"):
            raise Misuse("on_failure must be one of open, closed, raise")
        self._on_failure = on_failure
        self._russian = language.startswith("ru")
        self._lock = threading.Lock()
        self.given = 0

    def answer(self, question: Question, error: BonafideError) -> TrustAnswer:
        """The answer instead; raises ``error`` where the shop wanted that."""
        self.note(error)
        ships = self._on_failure == "open" and question.purpose != Purpose.COMPENSATION
        return TrustAnswer(
            id=None,
            level=Level.UNKNOWN,
            advice=Advised(Advice.SHIP if ships else Advice.REVIEW),
            reasons=(Reason(error.code, self._why(error)),),
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

    def _why(self, error: BonafideError) -> str:
        said = next(said for kind, said in _WHY if isinstance(error, kind))
        return said[self._russian]


def _is_grave(error: BonafideError) -> bool:
    return isinstance(error, KeyChanged | NotAllowed)
