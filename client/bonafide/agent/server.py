"""The agent's HTTP: ``POST /lookup``, ``POST /report``, ``GET /health``."""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bonafide._client import Registry
from bonafide.agent.guard import Rejected, check
from bonafide.agent.requests import QUESTION, REPORT, fields_of, question_from, report_from
from bonafide.errors import BonafideError
from bonafide.outbox import Outbox

MOST_AT_ONCE = 32
PATIENCE = 5.0

log = logging.getLogger("bonafide")


@dataclass(frozen=True, slots=True)
class Work:
    """What the agent works with. ``say`` puts an error into the language of whoever started it."""

    registry: Registry
    outbox: Outbox
    token: str
    say: Callable[[str | BonafideError], str] = str


class Server(ThreadingHTTPServer):
    """On 127.0.0.1 only, at most ``MOST_AT_ONCE`` connections; one more is closed at once."""

    daemon_threads = True
    request_queue_size = 2 * MOST_AT_ONCE

    def __init__(self, work: Work, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.work = work
        self._room = threading.BoundedSemaphore(MOST_AT_ONCE)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection if there is room."""
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve it, and make room again."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went away is no event; what it sent is not written down."""


class Handler(BaseHTTPRequestHandler):
    """One request. Its log lines name no caller and no field."""

    server: Server
    server_version = "bonafide-agent"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE

    def do_GET(self) -> None:
        """Whether the agent lives, and what waits."""
        self._answer({"/health": lambda _: self._health()})

    def do_POST(self) -> None:
        """Ask or report."""
        self._answer({"/lookup": self._look_up, "/report": self._report})

    def log_message(self, *_: object) -> None:
        """Nothing: the standard line holds the path, and somebody will put a phone there."""

    def _answer(self, routes: Mapping[str, Any]) -> None:
        try:
            length = check(
                dict(self.headers.items()),
                token=self.server.work.token,
                port=self.server.server_port,
            )
            body = self.rfile.read(length)
            route = routes.get(self.path)
            if route is None:
                raise Rejected(404, "not_found", "POST /lookup, POST /report, GET /health")
            self._send(*route(body))
        except Rejected as refusal:
            self.close_connection = True
            self._refuse(refusal.status, refusal.code, refusal.detail)
        except ValueError as error:
            if not isinstance(error, BonafideError):
                raise
            self._refuse(422, error.code, error)
        except BonafideError as error:
            self._refuse(502, error.code, error)

    def _look_up(self, body: bytes) -> tuple[int, dict[str, Any]]:
        kind = self.headers.get("Content-Type", "")
        question = question_from(fields_of(kind, body, QUESTION))
        asked = {name: getattr(question, name) for name in QUESTION}
        answer = self.server.work.registry.look_up(**asked)
        document = asdict(answer)
        document.pop("raw")
        return 200, document

    def _report(self, body: bytes) -> tuple[int, dict[str, Any]]:
        kind = self.headers.get("Content-Type", "")
        number = self.server.work.outbox.put(report_from(fields_of(kind, body, REPORT)))
        return 202, {"queued": number}

    def _health(self) -> tuple[int, dict[str, Any]]:
        status = self.server.work.outbox.status()
        return 200, {"waiting": status.waiting, "refused": status.refused}

    def _refuse(self, status: int, code: str, why: str | BonafideError) -> None:
        self._send(status, {"code": code, "detail": self.server.work.say(why)})

    def _send(self, status: int, document: Mapping[str, Any]) -> None:
        content = json.dumps(document, ensure_ascii=False, default=str).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)


def serve(work: Work, port: int) -> Server:
    """A server that is bound and not yet running."""
    return Server(work, port)
