"""Why an answer is as it is, as codes whose texts are in ``registry.trust.texts``."""

from bonafide.protocol.words import Level
from registry.trust.coarse import Coarse
from registry.trust.levels import Person, under_review
from registry.trust.policy import Negatives
from registry.trust.scene import Scene
from registry.trust.weigh import NOTHING, Weighed

_ABOVE, _BELOW = 1.25, 0.8


def reasons_for(
    seen: Coarse, everywhere: Weighed, level: Level, person: Person, scene: Scene
) -> tuple[str, ...]:
    """Codes of what moved the answer, the weightiest first.

    What other shops reported is named only as far as the policy and the enrolment itemise it.
    Somebody frozen reads like somebody whom nobody knows: that was promised to the person.
    """
    full, usual = scene.policy.negatives is Negatives.FULL, scene.network.base
    failed_elsewhere, paid_elsewhere = bool(seen.others.bad_groups), seen.others.orders > 0
    flags = {
        "opted_out": person.opted_out,
        "identifiers_disagree": person.disagree,
        "watch_confirmed": level is Level.WATCH,
        "unpaid_here": bool(seen.own.bad_groups),
        "unpaid_elsewhere": failed_elsewhere and full,
        "history_raises": failed_elsewhere and not full,
        "one_shop_only": full and under_review(everywhere, scene.policy.levels),
        "paid_here": seen.own.orders > 0,
        "paid_elsewhere": paid_elsewhere and person.enrolled,
        "history_lowers": paid_elsewhere and not person.enrolled and not failed_elsewhere,
        "redeemed": full and bool(seen.own.redeemed or seen.others.redeemed),
        "white": level is Level.WHITE,
        "shared_identifier": person.shared,
        "context_raises": scene.p0 > _ABOVE * usual,
        "context_lowers": scene.p0 < _BELOW * usual,
        "no_history": seen.own is NOTHING and seen.others is NOTHING and not person.opted_out,
    }
    return tuple([code for code, holds in flags.items() if holds])
