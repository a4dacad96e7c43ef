"""Signed checkpoints have the form of C2SP's notes, and nothing else passes for one."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bonafide.protocol import notes
from bonafide.protocol.notes import BadNote, Checkpoint, LogKey

KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
LOG = LogKey("registry.example/log", KEY.public_key().public_bytes_raw())
SOMEWHERE = Checkpoint("registry.example/log", 12, hashlib.sha256(b"root").digest())


def signed(checkpoint: Checkpoint = SOMEWHERE, key: LogKey = LOG) -> str:
    return notes.write_note(checkpoint, [(key, KEY.sign)])


def test_a_checkpoint_is_three_lines_and_a_signature() -> None:
    lines = signed().split("\n")
    assert lines[:2] == ["registry.example/log", "12"]
    assert lines[3] == ""
    assert lines[4].startswith("\u2014 registry.example/log ")
    assert lines[5:] == [""]
    assert notes.open_note(signed(), [LOG]) == SOMEWHERE


def test_a_key_travels_as_one_line() -> None:
    assert notes.parse_key(LOG.text) == LOG
    hint = hashlib.sha256(b"registry.example/log\n\x01" + LOG.public_key).hexdigest()[:8]
    assert LOG.text.split("+")[1] == hint


@pytest.mark.parametrize(
    "text",
    ["", "a", "a+b", "a+00000000+", "a+00000000+!!", LOG.text + "=", LOG.text.replace("log", "l")],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        notes.parse_key(text)


def test_a_note_of_another_key_or_name_is_refused() -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
    foreign = notes.write_note(SOMEWHERE, [(LOG, other.sign)])
    elsewhere = signed(Checkpoint("evil.example/log", 12, SOMEWHERE.root))
    for note in (foreign, elsewhere, signed().replace("\n12\n", "\n13\n")):
        with pytest.raises(BadNote):
            notes.open_note(note, [LOG])


def test_one_of_two_signatures_is_enough_while_keys_change() -> None:
    newer = Ed25519PrivateKey.from_private_bytes(b"\x09" * 32)
    new_key = LogKey(LOG.name, newer.public_key().public_bytes_raw())
    note = notes.write_note(SOMEWHERE, [(new_key, newer.sign), (LOG, KEY.sign)])
    assert notes.open_note(note, [LOG]) == notes.open_note(note, [new_key]) == SOMEWHERE


@pytest.mark.parametrize(
    "note",
    [
        "",
        "x",
        "\n\n",
        signed()[:-1],
        signed().replace("\n12\n", "\n012\n"),
        signed().replace("\n12\n", "\n-1\n"),
        signed().replace("\u2014", "-"),
        signed().replace("\n\n", "\n"),
        signed() + "x" * notes.LONGEST_NOTE,
        "registry.example/log\n12\nAAAA\n\n\u2014 registry.example/log AAAA\n",
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(BadNote):
        notes.open_note(note, [LOG])
