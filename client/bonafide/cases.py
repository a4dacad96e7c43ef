"""What comes back about white passes, disputes and changes: frozen, typed, without a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bonafide.answers import Discount, Raw, Source
from bonafide.protocol.words import ChangeKind, PassResult


@dataclass(frozen=True, slots=True)
class PassAnswer:
    """What the registry says of a pass; the pass is spent on this order from now on.

    ``result`` is None where the registry was not heard in time (``degraded``): then there is no
    discount, and the buyer may show the pass again. ``bound`` says whether the pass belongs to the
    phone or e-mail that was given. ``text`` is for the buyer.
    """

    result: PassResult | None
    text: str = ""
    discount: Discount = field(default_factory=Discount)
    bound: bool = False
    verified_on: date | None = None
    source: Source = "registry"
    degraded: bool = False
    request_id: str | None = None
    raw: Raw = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_white(self) -> bool:
        """Whether this is a white buyer: the only case in which a discount is in order."""
        return self.result is PassResult.WHITE


class OfflineResult(StrEnum):
    """What can be said of a pass without asking the registry."""

    PROBABLY = "probably"
    EXPIRED = "expired"
    NOT_SIGNED = "not_signed"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class OfflinePass:
    """A pass whose signature was looked at and nothing else: it may be spent or withdrawn since.

    There is no discount here on purpose. ``CANNOT_TELL``: this machine has never seen the key.
    """

    result: OfflineResult

    @property
    def is_probable(self) -> bool:
        """Whether the registry did sign it and its time is not over."""
        return self.result is OfflineResult.PROBABLY


@dataclass(frozen=True, slots=True)
class Dispute:
    """A customer contests one of your reports. Without an answer in time the report is deleted.

    ``report`` is the report's id, ``reason`` and ``state`` are words of the registry, ``answer_by``
    is the last day for ``answer_dispute``, ``stance`` your word, ``verdict`` an admin's.
    """

    id: str
    report: str | None = None
    reason: str | None = None
    state: str | None = None
    opened_on: date | None = None
    answer_by: date | None = None
    stance: str | None = None
    verdict: str | None = None
    report_state: str | None = None
    request_id: str | None = None
    raw: Raw = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened since you asked: ids only, so look up what you need.

    ``names`` holds what it is about: ``ref``, ``report``, ``dispute`` or ``lookup``. A ``kind``
    that this version does not know stays the text that it is.
    """

    id: str
    kind: ChangeKind | str
    on: date | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
