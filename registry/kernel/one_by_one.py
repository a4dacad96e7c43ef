"""One at a time in a worker; if the database does not answer one, those who wait do not ask it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError


class OneByOne:
    """A turn that threads take one after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._unanswered = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, which lasts as long as the block.

        Raises OperationalError at once if the database did not answer somebody meanwhile: else each
        would learn that anew, one after the other.
        """
        unanswered = self._unanswered
        with self._lock:
            if self._unanswered != unanswered:
                gone = ConnectionError("the database did not answer the one before")
                raise OperationalError("a turn", None, gone)
            try:
                yield
            except OperationalError as error:
                self._unanswered += not _is_answer(error)
                raise


def _is_answer(error: OperationalError) -> bool:
    """Whether PostgreSQL said so itself, of one request alone: a deadlock, a statement too long."""
    return getattr(error.orig, "sqlstate", None) is not None
