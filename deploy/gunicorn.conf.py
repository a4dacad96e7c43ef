"""For ``gunicorn -c deploy/gunicorn.conf.py registry.wsgi:app``; the same as ``registry serve``.

Every setting comes from the BONAFIDE_* variables (deploy/env.example). Workers are gthread, two of
eight threads unless told otherwise, each with a listening socket and a processor of its own:
measured in docs/performance.md ("How gunicorn serves", and the ninth round).
"""

from typing import Any

from registry.ops.running import or_exit
from registry.ops.serving import gunicorn_settings, prepare, refuse_taken
from registry.settings import load_settings

with or_exit():
    _settings = load_settings()
globals().update(gunicorn_settings(_settings))


def on_starting(_server: Any) -> None:
    """Check port, keys and database, and bring the schema up, before a worker is forked."""
    with or_exit():
        refuse_taken(_settings.bind)
        prepare(_settings)
