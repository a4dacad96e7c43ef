"""Why an answer is as it is, as codes whose texts are in ``registry.trust.texts``."""

from bonafide.protocol.words import Level
from registry.trust.coarse import Coarse
from registry.trust.levels import Person, under_review
from registry.trust.network import Context, Network
from registry.trust.policy import Negatives, Policy
from registry.trust.weigh import NOTHING, Weighed

_ABOVE, _BELOW = 1.25, 0.8


def reasons_for(
    seen: Coarse,
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
    failed_elsewhere, paid_elsewhere = bool(seen.others.bad_groups), bool(seen.others.paid)
    flags = {
        "opted_out": person.opted_out,
        "frozen": person.frozen and not person.opted_out,
        "identifiers_disagree": person.disagree,
        "watch_confirmed": level is Level.WATCH,
        "unpaid_here": bool(seen.own.bad_groups),
        "unpaid_elsewhere": failed_elsewhere and full,
        "history_raises": failed_elsewhere and not full,
        "one_shop_only": full and under_review(everywhere, policy.levels),
        "paid_here": bool(seen.own.paid),
        "paid_elsewhere": paid_elsewhere and person.enrolled,
        "history_lowers": paid_elsewhere and not person.enrolled and not failed_elsewhere,
        "redeemed": full and bool(seen.own.redeemed or seen.others.redeemed),
        "white": level is Level.WHITE,
        "shared_identifier": person.shared,
        "context_raises": p0 > _ABOVE * network.base,
        "context_lowers": p0 < _BELOW * network.base,
        "no_history": seen.own is NOTHING and seen.others is NOTHING,
    }
    return tuple(code for code, holds in flags.items() if holds)
