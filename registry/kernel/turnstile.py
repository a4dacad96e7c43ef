"""Who writes to an SQLite file next: whoever has waited longest, in this process and beside others.

SQLite takes one writer at a time and keeps no queue: whoever waits sleeps, longer each time, and
looks again, while whoever has just written may begin anew at once. Two busy workers starve each
other so, until one's patience ends and its caller gets a 503. Here writers queue before they ask
SQLite: threads of a process in their order, and the first of each process through two locks beside
the database file. Who holds the first one is the next to write, so nobody overtakes it.

This orders writers and protects nothing: SQLite's own lock does. It ends with the process.
"""

import fcntl
import os
import threading
import time
from collections import deque
from itertools import count
from typing import Final

_NEXT, _WRITING = 0, 1
"""Two bytes of the lock file, each a lock of its own."""
_LOOK_AGAIN: Final = 0.0001
_LOOK_LATER: Final = 0.0005
"""Seconds between two looks: at first, and when somebody writes for long."""
_OFTEN: Final = 20
"""Looks at first, for some three milliseconds."""
_SUFFIX: Final = "-turn"


class Turnstile:
    """One SQLite file's; safe to share between threads, and new in a process that was forked.

    ``path`` is None for a database that no other process can see.
    """

    def __init__(self, path: str | None) -> None:
        self._path = path and path + _SUFFIX
        self._file: int | None = None
        self._begin_anew()

    def __del__(self) -> None:
        self._close()

    def enter(self, patience: float) -> bool:
        """Wait for a turn, which lasts until ``leave``; False when ``patience`` (seconds) ended.

        Raises OSError where there can be no file beside the database; the next in line is called.
        """
        ends_at = time.monotonic() + patience
        if self._process != os.getpid():
            self._begin_anew()
        if not self._queue(patience):
            return False
        passed = False
        try:
            passed = self._path is None or self._pass_others(self._path, ends_at)
        finally:
            if not passed:
                self._call_next()
        return passed

    def leave(self) -> None:
        """The turn of this process's longest waiter, or another one's."""
        try:
            if self._file is not None:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _WRITING)
        finally:
            self._call_next()

    def waiting(self) -> int:
        """How many threads of this process stand in line."""
        return len(self._line)

    def _begin_anew(self) -> None:
        self._process = os.getpid()
        self._mutex = threading.Lock()
        self._taken = False
        self._line: deque[threading.Lock] = deque()
        self._close()

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _queue(self, patience: float) -> bool:
        with self._mutex:
            if not self._taken:
                self._taken = True
                return True
            called = threading.Lock()
            called.acquire()
            self._line.append(called)
        if called.acquire(timeout=patience):
            return True
        with self._mutex:
            if called in self._line:
                self._line.remove(called)
                return False
        return True  # called in the last moment

    def _call_next(self) -> None:
        with self._mutex:
            if self._line:
                self._line.popleft().release()
            else:
                self._taken = False

    def _pass_others(self, path: str, ends_at: float) -> bool:
        if self._file is None:
            self._file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        if not _lock(self._file, _NEXT, ends_at):
            return False
        try:
            return _lock(self._file, _WRITING, ends_at)
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _NEXT)


def _lock(file: int, place: int, ends_at: float) -> bool:
    """One byte of the file; the system gives it back when the process ends, however it ends."""
    for look in count():
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except OSError:
            if time.monotonic() >= ends_at:
                break
            time.sleep(_LOOK_AGAIN if look < _OFTEN else _LOOK_LATER)
        else:
            return True
    return False
