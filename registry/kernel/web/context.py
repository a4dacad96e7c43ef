"""What a request may ask its application for: the clock and the keys."""

from datetime import datetime

from flask import Flask, current_app

from registry.kernel.clock import Clock
from registry.kernel.keys import Keyring, KeySource

_CLOCK = "bonafide-clock"
_KEYS = "bonafide-keys"


def register(app: Flask, *, clock: Clock, keys: KeySource) -> None:
    """Hand clock and keys to ``app``."""
    app.extensions[_CLOCK] = clock
    app.extensions[_KEYS] = keys


def clock() -> Clock:
    """The clock of the application at hand."""
    clock: Clock = current_app.extensions[_CLOCK]
    return clock


def now() -> datetime:
    """The present moment, aware and UTC."""
    return clock().now()


def keyring() -> Keyring:
    """The keys as they are on disk now."""
    keys: KeySource = current_app.extensions[_KEYS]
    return keys.current()
