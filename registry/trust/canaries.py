"""Shops that reported planted people: no order can come from a number that belongs to nobody."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy.orm import Session

from registry.inquiries import planted
from registry.reports import counts
from registry.trust.facts import is_failure, is_paid


def reported(session: Session) -> Mapping[int, int]:
    """Shop → about how many planted people it filed something that stands, since they were planted.

    What the shop took back, or an admin removed, exposes nobody: a slip can be mended.
    """
    since = planted.days(session)
    people: dict[int, set[int]] = defaultdict(set)
    for identifier_id, rows in counts.histories(session, sorted(since)).items():
        for fact in rows:
            standing = is_paid(fact) or is_failure(fact)
            if standing and fact.filed_on >= since[identifier_id]:
                people[fact.shop_id].add(identifier_id)
    return {shop_id: len(each) for shop_id, each in people.items()}
