"""What the bench serves under gunicorn: the service itself, or a ceiling beside it.

A ceiling is the least that any Flask service does: a route that answers a constant. It stands
under gunicorn as one starts it for Flask, and once more under the very settings of ``registry
serve``. A program of its own that ends when its standard input does, so that nothing is left
running when the bench is killed.
"""

import os
import signal
import sys
import threading

from flask import Flask

from registry.ops.serving import Server
from registry.settings import load_settings


def ceiling() -> Flask:
    """A Flask application with one route and nothing around it."""
    app = Flask("ceiling")

    @app.get("/live")
    def live() -> dict[str, str]:
        return {"status": "ok"}

    return app


class Ceiling(Server):
    """The same gunicorn around the constant."""

    def load(self) -> Flask:
        """The application."""
        return ceiling()


class PlainCeiling(Ceiling):
    """gunicorn as one starts it for Flask: two workers of four threads, a socket for each worker.

    Of one socket a worker may take all connections by chance, and then answers a third as much.
    """

    def load_config(self) -> None:
        """Take the address."""
        plain = {"worker_class": "gthread", "workers": 2, "threads": 4, "reuse_port": True}
        plain |= {"bind": self._settings.bind, "control_socket_disable": True}
        for name, value in plain.items():
            self.cfg.set(name, value)


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """``service``, ``ceiling`` or ``own_ceiling``, with settings from the environment."""
    kinds = {"service": Server, "ceiling": PlainCeiling, "own_ceiling": Ceiling}
    kind = kinds[sys.argv[1]]
    threading.Thread(target=_end_with_input, daemon=True).start()
    kind(load_settings()).run()


if __name__ == "__main__":
    main()
