"""Ports for servers that must be told theirs.

They lie below those that the system hands to whoever asks for any, each worker of a run has a
stretch of its own, and none is given twice: so nobody takes one between choosing and listening.
"""

import os
import socket
from itertools import count

_FIRST, _STRETCH, _STRETCHES = 20_000, 1_500, 8
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_steps = count(os.getpid())


def free_port() -> int:
    """One that nobody listens on."""
    begin = _FIRST + _STRETCH * (_worker % _STRETCHES)
    for _ in range(_STRETCH):
        port = begin + next(_steps) % _STRETCH
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise RuntimeError("no port is free")
