"""Multiplies points until its time is over and prints how many a second: libsodium, bare.

A program of its own; the library is called past every check and copy that the service makes.
"""

import ctypes
import sys
import time
from typing import Final

import pysodium

from bonafide.protocol.group import default_group

_AT_ONCE: Final = 200


def main() -> None:
    """``SECONDS`` on the command line."""
    seconds = float(sys.argv[1])
    group = default_group()
    scalar, point = group.random_scalar(), group.multiply_base(group.random_scalar())
    bare, out = pysodium.sodium.crypto_scalarmult_ristretto255, ctypes.create_string_buffer(32)
    made, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        for _ in range(_AT_ONCE):
            bare(out, scalar, point)
        made += _AT_ONCE
    print(made / (time.perf_counter() - started))  # noqa: T201 - this is its answer


if __name__ == "__main__":
    main()
