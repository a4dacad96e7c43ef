"""The registry's log, watched from here: the last checkpoint is kept, the next must continue it.

A registry that showed one shop another history than the rest, or dropped an entry after it had
acknowledged it, would have to fork the log; then the kept checkpoint and the new one contradict
each other, and both are signed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bonafide._desk import Desk
from bonafide._flow import Call, Flow
from bonafide.errors import LogRewritten, NotFound, UnreadableAnswer
from bonafide.protocol.base64url import unpack
from bonafide.protocol.errors import ProtocolError
from bonafide.protocol.log import BadProof, check_consistency, check_inclusion
from bonafide.protocol.notes import Checkpoint, LogKey, open_note, parse_key

CHECKPOINT = Call("GET", "/v1/log/checkpoint")
MOST_KEYS = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest checkpoint that was believed, as it was signed, and by which keys."""

    note: str
    keys: tuple[str, ...]
    checkpoint: Checkpoint


class LogWatch:
    """Keeps the newest checkpoint of one registry beside the refs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._slot = desk.slot("log")

    def check(self) -> Flow[Checkpoint | None]:
        """The newest checkpoint, if it continues the kept one; None while there is no log yet.

        Raises LogRewritten otherwise, and keeps the old one: both notes are evidence.
        """
        kept = self._read()
        try:
            body, _ = yield from self._desk.call(CHECKPOINT, self._desk.window())
        except NotFound as absent:
            if kept is None:
                return None
            raise LogRewritten("the log is gone", kept=kept.note) from absent
        fresh = _opened(body, kept)
        if kept is not None:
            yield from self._continues(kept, fresh)
        self._write(fresh)
        return fresh.checkpoint

    def covers(self, commitment: str, checkpoint: Checkpoint) -> Flow[bool]:
        """Whether ``checkpoint`` holds the entry of a receipt; False while it is not yet in.

        Raises LogRewritten for a proof that proves something else.
        """
        path = f"/v1/log/inclusion?leaf={commitment}&size={checkpoint.size}"
        try:
            leaf = unpack(commitment, size=32)
            body, _ = yield from self._desk.call(Call("GET", path), self._desk.window())
        except (NotFound, ProtocolError):
            return False
        try:
            check_inclusion(
                leaf,
                index=_whole(body.get("index")),
                size=checkpoint.size,
                proof=_hashes(body),
                root=checkpoint.root,
            )
        except BadProof:
            pass
        else:
            return True
        kept = self._read()
        raise LogRewritten(
            "the log does not hold what a receipt promised", kept=kept.note if kept else ""
        )

    def _continues(self, kept: Kept, fresh: Kept) -> Flow[None]:
        old, new = kept.checkpoint, fresh.checkpoint
        if new.origin != old.origin or new.size < old.size:
            raise LogRewritten("the log became shorter", kept=kept.note, shown=fresh.note)
        proof: list[bytes] = []
        if 0 < old.size < new.size:
            path = f"/v1/log/consistency?from={old.size}&to={new.size}"
            body, _ = yield from self._desk.call(Call("GET", path), self._desk.window())
            proof = _hashes(body)
        try:
            check_consistency(
                old=old.size, old_root=old.root, new=new.size, new_root=new.root, proof=proof
            )
        except BadProof:
            pass
        else:
            return
        raise LogRewritten("the log was rewritten", kept=kept.note, shown=fresh.note)

    def _read(self) -> Kept | None:
        kept = self._desk.shelf.find(self._slot)
        if kept is None:
            return None
        found = json.loads(kept)
        keys = tuple(found["keys"])
        checkpoint = open_note(found["note"], [parse_key(key) for key in keys])
        return Kept(found["note"], keys, checkpoint)

    def _write(self, kept: Kept) -> None:
        text = json.dumps({"note": kept.note, "keys": kept.keys})
        if self._desk.shelf.find(self._slot) != text:
            self._desk.shelf.keep({self._slot: text})


def _opened(body: Mapping[str, Any], kept: Kept | None) -> Kept:
    """The checkpoint, signed by a key that was pinned; at first by one that is shown with it.

    A new key is taken from a registry that signs with a pinned one, too, as it does while one key
    replaces another.
    """
    note, shown = body.get("note"), body.get("keys")
    if not isinstance(note, str) or not isinstance(shown, list):
        raise UnreadableAnswer("the registry answered with something that is no checkpoint")
    pinned = kept.keys if kept is not None else tuple(str(key) for key in shown[:MOST_KEYS])
    try:
        keys: list[LogKey] = [parse_key(key) for key in pinned]
        checkpoint = open_note(note, keys)
        for key in shown[:MOST_KEYS]:
            parse_key(str(key))
    except ProtocolError:
        if kept is None:
            raise UnreadableAnswer("the checkpoint is not signed") from None
        raise LogRewritten(
            "the checkpoint is not signed by the known key", kept=kept.note, shown=note
        ) from None
    return Kept(note, tuple(str(key) for key in shown[:MOST_KEYS]), checkpoint)


def _hashes(body: Mapping[str, Any]) -> list[bytes]:
    listed = body.get("hashes")
    try:
        return [unpack(str(each), size=32) for each in listed or ()]
    except (ProtocolError, TypeError):
        raise UnreadableAnswer("the registry answered with something that is no proof") from None


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1
