"""The log's jobs: place what was committed to, and commit to each day's questions."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from registry.audit import sequencer
from registry.audit.api import current_signer
from registry.inquiries import digests
from registry.kernel.db import reading, transaction
from registry.kernel.web import context
from registry.ops.running import current_settings
from registry.shops import service as shops

DAYS_BACK: Final = 7
"""A digest that a stopped timer missed is made up for within a week."""


def sequence() -> Mapping[str, int]:
    """Append until nothing waits; keep the newest checkpoint outside of the database."""
    signer, file, placed = current_signer(), current_settings().checkpoint_file, 0
    while True:
        with transaction() as session:
            step, note = sequencer.append(session, signer)
        if note is not None and file is not None:
            sequencer.keep_outside(note, file)
        if not step:
            return {"placed": placed}
        placed += step


def digest_lookups() -> Mapping[str, int]:
    """Commit to the questions of the days that are over, for each shop that asked."""
    today, made = context.now().date(), 0
    with reading(), transaction() as session:
        members = [each.shop_id for each in shops.list_shops(session)]
    for days_ago in range(DAYS_BACK, 0, -1):
        for shop_id in members:
            with transaction() as session:
                made += digests.commit_day(
                    session, shop_id, on=today - timedelta(days=days_ago), today=today
                )
    return {"digests": made}
