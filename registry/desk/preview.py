"""What terms would make of orders: the advice for a few risks and amounts, before they are saved.

Pure: terms and the policy in, rows for a table out. Nobody in particular is asked about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bonafide.protocol.words import Level, Payment
from registry.shops.terms import Terms
from registry.trust.advice import AdviceGiven, advise
from registry.trust.network import Context, Network
from registry.trust.policy import Policy
from registry.trust.rules import assess
from registry.trust.scene import Scene

AMOUNTS = (Decimal(1_000), Decimal(3_500), Decimal(10_000), Decimal(30_000))
RISKS = (0.01, 0.03, 0.05, 0.12, 0.30)
_NOBODY = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One risk, and the advice for each of ``AMOUNTS``."""

    risk: float
    advice: tuple[AdviceGiven, ...]


def preview(terms: Terms, *, network: Network, policy: Policy, today: date) -> Sequence[Row]:
    """The advice that these terms give for people without a good record, paid on delivery."""
    asking = Context(_NOBODY, Payment.COD, None)
    stranger = assess((), Scene(asking, network=network, policy=policy, today=today))
    rows = []
    for risk in RISKS:
        shown = stranger.risk._replace(estimate=risk, base=network.base)
        somebody = stranger._replace(risk=shown, level=Level.UNKNOWN)
        given = tuple(
            advise(somebody, terms, ladder=policy.advice, amount=amount) for amount in AMOUNTS
        )
        rows.append(Row(risk, given))
    return rows
