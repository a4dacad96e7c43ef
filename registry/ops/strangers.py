"""People who were asked about and never reported: they leave after ninety days.

A lookup makes a row, because the shop gets a ref. No room knows all that keeps one: reports know
who has history, inquiries who was asked about lately, shops whom they decided something about,
disputes who contests, the white list who proved to hold what.
"""

from datetime import date, timedelta
from typing import Final

from registry.disputes import deadlines as disputes
from registry.identifiers import retention as identifiers
from registry.identifiers.service import remove
from registry.inquiries import planted
from registry.inquiries import retention as inquiries
from registry.kernel.db import transaction
from registry.reports import retention as reports
from registry.shops import retention as shops
from registry.whitelist import retention as whitelist

KEPT: Final = timedelta(days=90)
ROWS_AT_ONCE: Final = 1_000


def forget_all(*, today: date) -> int:
    """Remove every stranger, a thousand looked at in one transaction; returns how many."""
    removed, after = 0, 0
    while True:
        last, count = _forget_some(after, before=today - KEPT)
        removed += count
        if last is None:
            return removed
        after = last


def _forget_some(after: int, *, before: date) -> tuple[int | None, int]:
    """The last id looked at, None when there was none, and how many went."""
    with transaction() as session:
        old = identifiers.lock_plain(session, before=before, after=after, limit=ROWS_AT_ONCE)
        if not old:
            return None, 0
        kept = reports.with_history(session, old)
        kept |= inquiries.asked_since(session, old, since=before)
        kept |= disputes.with_cases(session, old)
        kept |= planted.among(session, old)
        kept |= shops.with_overrides(session, old)
        kept |= whitelist.linked(session, old)
        strangers = [each for each in old if each not in kept]
        inquiries.forget_people(session, strangers)
        remove(session, strangers)
        return old[-1], len(strangers)
