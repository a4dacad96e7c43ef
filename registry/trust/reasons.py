"""Why an answer is as it is, as codes whose texts are in ``registry.trust.texts``."""

from bonafide.protocol.words import Level
from registry.trust.levels import Person, under_review
from registry.trust.network import Context, Network
from registry.trust.policy import Negatives, Policy
from registry.trust.weigh import Weighed

_ABOVE, _BELOW = 1.25, 0.8


def fails_here(here: Weighed, shop_id: int) -> bool:
    """Whether an order failed in the asking shop itself and nothing made good for it."""
    return any(f.shop_id == shop_id and f.report_id not in here.redeemed for f in here.failures)


def reasons_for(
    here: Weighed,
    everywhere: Weighed,
    *,
    p0: float,
    level: Level,
    asking: Context,
    network: Network,
    person: Person,
    policy: Policy,
) -> tuple[str, ...]:
    """Codes of what moved the answer, the weightiest first.

    What other shops reported is named only as far as the policy and the enrolment itemise it.
    """
    full = policy.negatives is Negatives.FULL
    own = asking.shop_id
    failed_elsewhere = any(
        f.shop_id != own and f.report_id not in here.redeemed for f in here.failures
    )
    paid_elsewhere = any(f.shop_id != own for f in here.paid)
    flags = {
        "opted_out": person.opted_out,
        "frozen": person.frozen and not person.opted_out,
        "identifiers_disagree": person.disagree,
        "watch_confirmed": level is Level.WATCH,
        "unpaid_here": fails_here(here, own),
        "unpaid_elsewhere": failed_elsewhere and full,
        "history_raises": failed_elsewhere and not full,
        "one_shop_only": full and under_review(everywhere, policy.levels),
        "paid_here": any(f.shop_id == own for f in here.paid),
        "paid_elsewhere": paid_elsewhere and person.enrolled,
        "history_lowers": paid_elsewhere and not person.enrolled and not failed_elsewhere,
        "redeemed": full and bool(here.redeemed),
        "white": level is Level.WHITE,
        "shared_identifier": person.shared,
        "context_raises": p0 > _ABOVE * network.base,
        "context_lowers": p0 < _BELOW * network.base,
        "no_history": not here.rows,
    }
    return tuple(code for code, holds in flags.items() if holds)
