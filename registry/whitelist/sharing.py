"""Shared by the company it keeps: the night marks what orders name with many others.

An admin's word stands, and the rule takes back no mark but its own. An admin is asked about each,
once a year.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.identifiers import marking
from registry.identifiers import service as identifiers
from registry.identifiers.magic import IDS
from registry.identifiers.marking import Sharer
from registry.identifiers.service import State
from registry.reports import partners
from registry.trust.responding import Surroundings
from registry.trust.sharing import is_shared
from registry.whitelist import ends
from registry.whitelist.reviews import SHARED, ask_about

LOOKED_BACK: Final = timedelta(days=7)
"""Only who was named in these days can have become shared; a few missed nights lose nobody."""
_OTHERS: Final = 3
"""A report names at most so many beside one."""


def worth_a_look(session: Session, world: World, *, today: date) -> list[int]:
    """Whom to judge tonight: named beside others lately, or marked by the rule before."""
    named = partners.named_together(session, world=world, since=today - LOOKED_BACK)
    return sorted((named | set(marking.marked_by(session, world, Sharer.PARTNERS))) - IDS)


def judge_some(
    session: Session, identifier_ids: Sequence[int], *, around: Surroundings, now: datetime
) -> int:
    """Mark those that are shared, unmark those that are no longer; returns how many changed."""
    states = identifiers.states(session, identifier_ids)
    limits = around.policy.levels
    fewest = -(-limits.shared_partners // _OTHERS)
    changed = 0
    for each, named in partners.partners_of(session, list(states), reports=fewest).items():
        heard = [said for said in named if said[0] not in around.silenced]
        shared = is_shared(heard, network=around.network, limits=limits)
        if not _change(states[each], shared=shared):
            continue
        ends.mark(session, each, shared=shared, by=Sharer.PARTNERS, around=around, now=now)
        if shared:
            ask_about(session, each, SHARED, today=now.date())
        changed += 1
    return changed


def _change(said: State, *, shared: bool) -> bool:
    """Whether the rule may change the mark: never what an admin said, nor a customer's own mark."""
    if shared:
        return not said.shared and said.shared_by != Sharer.ADMIN
    return said.shared and said.shared_by == Sharer.PARTNERS
