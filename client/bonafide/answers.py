"""What comes back: frozen and typed, and silent about fields that a newer registry adds.

Every answer keeps the parsed JSON in ``raw``; it never holds a phone number or an address.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from bonafide.errors import BonafideError
from bonafide.protocol.words import Advice, Level

Raw = Mapping[str, Any]
Source = Literal["registry", "fallback"]


@dataclass(frozen=True, slots=True)
class Risk:
    """How likely this order goes wrong in this shop, as shares of one (0.02 is 2 %)."""

    estimate: float
    low: float
    high: float
    base: float
    confidence: str


@dataclass(frozen=True, slots=True)
class EvidenceSeen:
    """What other shops reported, in bands such as ``3-9``; None where it is not shown."""

    paid: str | None = None
    shops: str | None = None
    unpaid: str | None = None
    excused: str | None = None
    pending: str | None = None
    disputed: str | None = None
    last_seen: str | None = None


@dataclass(frozen=True, slots=True)
class White:
    """Whether the person joined the white list, and for how long the standing holds."""

    enrolled: bool = False
    since: str | None = None
    valid_until: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for the level, as a word and as a sentence."""

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Advised:
    """What the registry would do: payment terms, never a refusal."""

    code: Advice
    prepay_percent: float = 0
    cod_fee_percent: float = 0
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Discount:
    """The most that a white buyer's discount may be without costing the shop anything."""

    eligible: bool = False
    cap_percent: float | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class TrustAnswer:
    """The answer about one person for one order.

    ``source`` says who gave it: with ``fallback`` the registry was not heard in time, ``degraded``
    is true, the level is unknown and the advice is what the shop chose for that case.
    ``id`` goes into the report of the same order (``lookup=answer.id``).
    """

    id: str | None
    level: Level
    advice: Advised
    opted_out: bool = False
    risk: Risk | None = None
    evidence: EvidenceSeen = EvidenceSeen()
    own_history: Mapping[str, int] = field(default_factory=dict)
    white: White = White()
    discount: Discount = Discount()
    reasons: tuple[Reason, ...] = ()
    notice: str = ""
    policy: str | None = None
    model: str | None = None
    source: Source = "registry"
    degraded: bool = False
    request_id: str | None = None
    raw: Raw = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class ItemError:
    """One item of a batch that failed; the others are not touched by it."""

    error: BonafideError

    @property
    def code(self) -> str:
        """The word for what is wrong."""
        return self.error.code


@dataclass(frozen=True, slots=True)
class ReportReceipt:
    """What the registry made of a report.

    ``counts_on`` is the first day on which it counts elsewhere (None: not yet known, or never).
    ``ignored`` says why it was dropped. ``notice`` is the text to send to the customer, by
    language: a negative counts only after the customer was told. ``commitment`` is the entry of the
    registry's log that answers for the report: see ``is_logged``.
    """

    id: str | None
    revision: int
    state: str | None
    counts_on: date | None = None
    ignored: str | None = None
    notice: Mapping[str, str] = field(default_factory=dict)
    commitment: str | None = None
    request_id: str | None = None
    raw: Raw = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Params:
    """The registry's public parameters: which key it uses and which comes next."""

    protocol: str
    suite: str
    epoch: int
    public_key: str
    canary_x: str
    canary_element: str
    proofs: bool = False
    max_points: int = 1000
    next_epoch: int | None = None
    next_public_key: str | None = None
