"""The post room of one worker: takes messages after the commit, sends them beside the requests.

So a slow gateway holds no request, and what a person sees does not tell how long it took. The bag
is bounded: when it is full, everybody is refused alike. A message that fails is lost and logged by
its failure; the person asks for another one.
"""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

import structlog
from flask import Flask, current_app

from bonafide.protocol.words import Kind
from registry.kernel.errors import DomainError
from registry.kernel.senders.choosing import Senders
from registry.kernel.senders.message import Message, NotSent

CARRIERS: Final = 4
BAG: Final = 64
_EXTENSION = "bonafide-post"

log = structlog.get_logger(__name__)


class PostFullError(DomainError):
    """So many messages wait that another one would come too late."""

    code = "unavailable"


class PostRoom:
    """Carries messages on a few threads, which start with the first message (after a fork)."""

    def __init__(self, senders: Senders, *, carriers: int = CARRIERS, bag: int = BAG) -> None:
        """Nothing is started yet."""
        self.senders = senders
        self._pool = ThreadPoolExecutor(carriers, thread_name_prefix="post")
        self._room = threading.BoundedSemaphore(bag)
        self._waiting: set[Future[None]] = set()

    def takes(self, kind: Kind) -> bool:
        """Whether there is a way to such an address."""
        return self.senders.find(kind) is not None

    def hand_in(self, message: Message) -> None:
        """Take a message, or raise PostFullError at once."""
        if not self._room.acquire(blocking=False):
            raise PostFullError
        carried = self._pool.submit(self._carry, message)
        self._waiting.add(carried)
        carried.add_done_callback(self._waiting.discard)

    def drain(self) -> None:
        """Wait until everything handed in was carried: for tests and the end of a program."""
        for carried in list(self._waiting):
            carried.result()

    def _carry(self, message: Message) -> None:
        try:
            sender = self.senders.find(message.kind)
            if sender is not None:
                sender.send(message)
        except NotSent as error:
            log.warning("message_not_sent", kind=message.kind.value, failure=error.failure.value)
        except Exception as error:
            log.error("message_not_sent", kind=message.kind.value, error=type(error).__qualname__)
        finally:
            self._room.release()


def register(app: Flask, post: PostRoom) -> None:
    """Hand the post room to ``app``."""
    app.extensions[_EXTENSION] = post


def current_post() -> PostRoom:
    """The post room of the application at hand."""
    post: PostRoom = current_app.extensions[_EXTENSION]
    return post
