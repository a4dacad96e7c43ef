"""Why an answer is as it is, as codes whose texts are in ``registry.trust.texts``."""

from functools import lru_cache
from typing import Final

from bonafide.protocol.words import Level
from registry.trust.coarse import Coarse
from registry.trust.levels import Person
from registry.trust.policy import Negatives
from registry.trust.scene import Scene
from registry.trust.weigh import NOTHING

_MOST: Final = 4096


def reasons_for(
    seen: Coarse, level: Level, person: Person, scene: Scene, *, lone: bool
) -> tuple[str, ...]:
    """Codes of what moved the answer, the weightiest first; see ``_codes``.

    ``lone``: one shop alone says that the person failed.
    """
    own, others = seen.own, seen.others
    return _codes(
        level,
        person,
        scene.leaning,
        scene.policy.negatives is Negatives.FULL,
        own is NOTHING and others is NOTHING,
        own.orders > 0,
        others.orders > 0,
        bool(own.bad_groups),
        bool(others.bad_groups),
        bool(own.redeemed or others.redeemed),
        lone,
    )


@lru_cache(maxsize=_MOST)
def _codes(
    level: Level,
    person: Person,
    leaning: int,
    full: bool,
    unknown: bool,
    paid_here: bool,
    paid_elsewhere: bool,
    failed_here: bool,
    failed_elsewhere: bool,
    redeemed: bool,
    lone: bool,
) -> tuple[str, ...]:
    """Made once for all of whom the same is known.

    What other shops reported is named only as far as the policy and the enrolment itemise it.
    Somebody frozen reads like somebody whom nobody knows: that was promised to the person.
    """
    flags = {
        "opted_out": person.opted_out,
        "identifiers_disagree": person.disagree,
        "watch_confirmed": level is Level.WATCH,
        "unpaid_here": failed_here,
        "unpaid_elsewhere": failed_elsewhere and full,
        "history_raises": failed_elsewhere and not full,
        "one_shop_only": lone and full,
        "paid_here": paid_here,
        "paid_elsewhere": paid_elsewhere and person.enrolled,
        "history_lowers": paid_elsewhere and not person.enrolled and not failed_elsewhere,
        "redeemed": redeemed and full,
        "white": level is Level.WHITE,
        "shared_identifier": person.shared,
        "context_raises": leaning > 0,
        "context_lowers": leaning < 0,
        "no_history": unknown and not person.opted_out,
    }
    return tuple([code for code, holds in flags.items() if holds])
