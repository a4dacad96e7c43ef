"""Trust on first use: the key that a registry showed once is the key that it must go on using.

A registry that answered one shop with a special key could tell that shop's customers apart. The
pinned key, the canary and, for small batches, a proof make that visible.
"""

import json
from dataclasses import asdict
from datetime import date

from bonafide._cache import Shelf
from bonafide.answers import Params
from bonafide.errors import KeyChanged


class Pins:
    """The pinned parameters of one registry, and the day on which its key was last tried."""

    def __init__(self, kept: Shelf, slot: str) -> None:
        self._kept = kept
        self._slot = slot
        self._tried_on = ""
        self.params: Params | None = self._read()

    def accept(self, seen: Params) -> Params:
        """Pin ``seen`` when it is the first, the same, or the announced next; else KeyChanged."""
        pinned = self.params or self._read()
        if pinned is not None and not (_same(pinned, seen) or _announced(pinned, seen)):
            raise KeyChanged("the registry shows another key than the one it was pinned to")
        if pinned is not None and pinned.epoch != seen.epoch:
            self._tried_on = ""
        self._write(seen)
        return seen

    def due(self, today: date) -> bool:
        """Whether the key has yet to be tried today."""
        return self._tried_on != today.isoformat()

    def tried(self, today: date) -> None:
        """The key was tried and held."""
        self._tried_on = today.isoformat()
        if self.params is not None:
            self._write(self.params)

    def _write(self, params: Params) -> None:
        self.params = params
        text = json.dumps({"params": asdict(params), "tried_on": self._tried_on})
        if self._kept.find(self._slot) != text:
            self._kept.keep({self._slot: text})

    def _read(self) -> Params | None:
        kept = self._kept.find(self._slot)
        if kept is None:
            return None
        found = json.loads(kept)
        self._tried_on = str(found["tried_on"])
        return Params(**found["params"])


def _same(pinned: Params, seen: Params) -> bool:
    return _key(pinned) == _key(seen)


def _key(params: Params) -> tuple[object, ...]:
    return (
        params.protocol,
        params.suite,
        params.epoch,
        params.public_key,
        params.canary_x,
        params.canary_element,
    )


def _announced(pinned: Params, seen: Params) -> bool:
    return (pinned.next_epoch, pinned.next_public_key) == (seen.epoch, seen.public_key)
