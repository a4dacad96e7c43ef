"""Acknowledged is not yet kept for good: the log must hold it, under a signature."""

import logging

from bonafide._client import Registry
from bonafide.errors import BonafideError, LogRewritten
from bonafide.outbox.entries import Entries

AT_ONCE = 100

log = logging.getLogger("bonafide")


def cover(entries: Entries, registry: Registry) -> None:
    """Ask the log about the oldest acknowledged reports and mark those that it holds.

    Raises LogRewritten; a registry that cannot be heard is asked about the rest another time.
    """
    promised = entries.promised(AT_ONCE)
    held: list[int] = []
    try:
        if promised and (checkpoint := registry.check_log()):
            for number, commitment in promised:
                if registry.is_logged(commitment, checkpoint):
                    held.append(number)
    except LogRewritten:
        raise
    except BonafideError as error:
        log.warning("the registry's log could not be asked: %s", error)
    finally:
        entries.cover(held)
