"""Checkpoints of the audit log as signed notes (C2SP signed-note and tlog-checkpoint). Pure.

A note is text that a person can read: the log's name, its size, its root; an empty line; and one
line for each signature. The key that checks it travels as one line, too::

    registry.example/log+7f0c2a31+AeBz…     name + hint of the key + base64 of 0x01 and the key
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bonafide.protocol import ed25519
from bonafide.protocol.errors import ProtocolError

LONGEST_NOTE: Final = 4_096
_ED25519: Final = b"\x01"
_HINT_BYTES: Final = 4
_DASH: Final = "\u2014 "
_NAME = re.compile(r"[^\s+]{1,200}")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")


class BadNote(ProtocolError):  # noqa: N818 - reads as the sentence it is
    """A checkpoint that nobody known has signed, or that is none."""

    code = "bad_note"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself at one moment."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The lines that are signed."""
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class LogKey:
    """The public half of the key that signs a log's checkpoints."""

    name: str
    public_key: bytes

    @property
    def hint(self) -> bytes:
        """Four bytes by which a signature line names its key."""
        named = self.name.encode() + b"\n" + _ED25519 + self.public_key
        return hashlib.sha256(named).digest()[:_HINT_BYTES]

    @property
    def text(self) -> str:
        """The key as one line."""
        return f"{self.name}+{self.hint.hex()}+{_b64(_ED25519 + self.public_key)}"


def parse_key(text: str) -> LogKey:
    """The key of a line; raises BadNote."""
    name, _, rest = text.partition("+")
    hint, _, packed = rest.partition("+")
    raw = _unb64(packed)
    if not _NAME.fullmatch(name) or raw[:1] != _ED25519 or len(raw) != 1 + ed25519.KEY_BYTES:
        raise BadNote("key")
    key = LogKey(name, raw[1:])
    if hint != key.hint.hex():
        raise BadNote("key")
    return key


def write_note(
    checkpoint: Checkpoint, signers: Sequence[tuple[LogKey, Callable[[bytes], bytes]]]
) -> str:
    """The signed note; each signer is a key and what signs with its other half."""
    message = checkpoint.text.encode()
    lines = [f"{_DASH}{key.name} {_b64(key.hint + sign(message))}\n" for key, sign in signers]
    return checkpoint.text + "\n" + "".join(lines)


def open_note(note: str, keys: Sequence[LogKey]) -> Checkpoint:
    """The checkpoint that one of ``keys`` has signed; raises BadNote."""
    if len(note) > LONGEST_NOTE:
        raise BadNote("length")
    text, empty, signatures = note.partition("\n\n")
    text += "\n"
    if not empty or not signatures.endswith("\n"):
        raise BadNote("form")
    checkpoint = _read(text)
    for line in signatures.splitlines():
        for key in keys:
            if key.name == checkpoint.origin and _signed(line, key, text.encode()):
                return checkpoint
    raise BadNote("signature")


def _signed(line: str, key: LogKey, message: bytes) -> bool:
    if not line.startswith(f"{_DASH}{key.name} "):
        return False
    raw = _unb64(line.rpartition(" ")[2])
    mine = raw[:_HINT_BYTES] == key.hint
    return mine and ed25519.verify(key.public_key, message, raw[_HINT_BYTES:])


def _read(text: str) -> Checkpoint:
    origin, size, root, *_ = [*text.split("\n"), "", "", ""]
    raw = _unb64(root)
    if not _NAME.fullmatch(origin) or not _SIZE.fullmatch(size) or len(raw) != 32:
        raise BadNote("form")
    return Checkpoint(origin, int(size), raw)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unb64(text: str) -> bytes:
    """The bytes of exactly one text; raises BadNote."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote("form") from None
    if _b64(data) != text:
        raise BadNote("form")
    return data
