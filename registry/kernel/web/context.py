"""What a request may ask its application for: the clock and the keys."""

from datetime import datetime

from flask import Flask

from registry.kernel.clock import Clock
from registry.kernel.kept import Kept, kept
from registry.kernel.keys import Keyring, KeySource

_CLOCK = "bonafide-clock"
_KEYS = "bonafide-keys"


def register(app: Flask, *, clock: Clock, keys: KeySource) -> None:
    """Hand clock and keys to ``app``."""
    app.extensions[_CLOCK] = clock
    app.extensions[_KEYS] = keys


def clock(at_hand: Kept | None = None) -> Clock:
    """The clock of the application at hand."""
    clock: Clock = (at_hand or kept())[_CLOCK]
    return clock


def now(at_hand: Kept | None = None) -> datetime:
    """The present moment, aware and UTC."""
    return clock(at_hand).now()


def keyring() -> Keyring:
    """The keys as they are on disk now."""
    keys: KeySource = kept()[_KEYS]
    return keys.current()
