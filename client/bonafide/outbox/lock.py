"""Only one process sends at a time. The lock dies with its process: a kill leaves none behind."""

import importlib
import os
from pathlib import Path
from types import ModuleType, TracebackType


def _find(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


_FCNTL = _find("fcntl")


class Lock:
    """``with lock as mine``: whether it is ours. Where there is no flock it always is: two senders
    cost requests, not correctness.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: int | None = None

    def __enter__(self) -> bool:
        descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            if _FCNTL is not None:
                _FCNTL.flock(descriptor, _FCNTL.LOCK_EX | _FCNTL.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._held = descriptor
        return True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None
