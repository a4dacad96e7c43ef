"""The command line run in this process, against the fake registry."""

from collections.abc import Callable

Run = Callable[..., tuple[int, str, str]]
