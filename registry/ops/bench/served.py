"""What the bench serves under gunicorn: the service itself, or the ceiling beside it.

The ceiling is the least that any Flask service does: a route that answers a constant. Both run with
the very settings of ``registry serve``. A program of its own that ends when its standard input
does, so that nothing is left running when the bench is killed.
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


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """``service`` or ``ceiling``, with settings from the environment."""
    kind = {"service": Server, "ceiling": Ceiling}[sys.argv[1]]
    threading.Thread(target=_end_with_input, daemon=True).start()
    kind(load_settings()).run()


if __name__ == "__main__":
    main()
