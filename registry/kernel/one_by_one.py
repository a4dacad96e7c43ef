"""One at a time in a worker, and what fails for want of the database fails for all who wait."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError


class OneByOne:
    """A turn that threads take one after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._last: OperationalError | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, which lasts as long as the block.

        If a block fails with an OperationalError, everybody who waits for a turn then raises it at
        once: of a database that is gone each would learn it anew, one after the other.
        """
        failures = self._failures
        with self._lock:
            if self._last is not None and self._failures != failures:
                raise self._last
            try:
                yield
            except OperationalError as error:
                self._last = error
                self._failures += 1
                raise
