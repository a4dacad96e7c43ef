"""gunicorn around the service: one set of settings for ``registry serve`` and for deploy/."""

import gc
import ipaddress
import os
import socket
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from registry.identifiers import rotation
from registry.identifiers.vault import current_vault
from registry.kernel import processors
from registry.kernel.db import db, reading, transaction
from registry.kernel.engines import unsafe_settings
from registry.kernel.web import context
from registry.ops import metrics, schema
from registry.ops.output import fail
from registry.ops.running import build, opened
from registry.settings import Settings

_FAST_TMP = "/dev/shm"  # noqa: S108 (memory, for heartbeats only: a slow disk must not look like a hang)


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn has no type hints
    """gunicorn's log without the raw text of a request that it could not read."""

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Say that there was one; keys and digests may stand in it."""
        if msg.startswith("Invalid request"):
            super().warning("Invalid request refused")
        else:
            super().warning(msg, *args, **kwargs)


def gunicorn_settings(settings: Settings) -> dict[str, Any]:
    """gunicorn's settings by name.

    The application is loaded before workers fork, so that a mistake stops the start and not every
    worker in turn. There is no access log, for a log of who asked when is a record of its own; and
    no control socket, for nobody is to change a running service but by its settings. Every worker
    has a listening socket of its own: of a shared one the first to wake may take all connections.
    Every worker keeps to a processor of its own, as far as there are enough (BONAFIDE_PIN_WORKERS).
    """
    hooks = metrics.hooks(settings.metrics_bind) if settings.metrics_bind else {}
    hooks["pre_fork"] = _leave_in_peace
    if settings.pin_workers:
        hooks |= {"pre_fork": _begin_in_place, "post_fork": _keep_in_place}
    return hooks | {
        "bind": settings.bind,
        "workers": settings.workers,
        "worker_class": "gthread",
        "threads": settings.threads,
        "preload_app": True,
        "reuse_port": not settings.bind.startswith("unix:"),
        "timeout": 30,
        "graceful_timeout": 25,
        "keepalive": 5,
        "limit_request_fields": 50,
        "forwarded_allow_ips": "",  # what a proxy says is read by ProxyFix, and only if told so
        "accesslog": None,
        "errorlog": "-",
        "loglevel": settings.log_level.lower(),
        "control_socket_disable": True,
        "worker_tmp_dir": _FAST_TMP if os.access(_FAST_TMP, os.W_OK) else None,
        "proc_name": "bonafide",
        "logger_class": QuietLogger,
    }


def _begin_in_place(server: Any, worker: Any) -> None:
    """Choose the worker's processor: whoever follows one that died takes its place."""
    _leave_in_peace(server, worker)
    worker.processor = processors.choose([each.processor for each in server.WORKERS.values()])


def _keep_in_place(_server: Any, worker: Any) -> None:
    if worker.processor is not None:
        processors.keep_to(worker.processor)


def _leave_in_peace(_server: Any, _worker: Any) -> None:
    """What was loaded before a fork is never garbage: the collector of a worker need not look.

    A batch makes some ten thousands of small objects and keeps them until it is answered; by
    Python's own thresholds they are looked through dozens of times, a third of its time; by this
    one not at all.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def prepare(settings: Settings) -> None:
    """What must be true before a worker starts; raises Failed with what to do.

    Keys are complete, the database keeps what it acknowledged, its schema is this code's, and both
    worlds have their first generation of tags.
    """
    with opened(settings):
        _refuse_unsafe()
        db.session.remove()
        schema.upgrade(db.engine)
        with transaction() as session:
            rotation.begin_worlds(session, current_vault(), now=context.now())
            if not rotation.can_open(session, current_vault()):
                fail(
                    "these keys do not open the rows of this database: set BONAFIDE_KEY_DIR to "
                    "the keys that belong to it"
                )


def refuse_taken(bind: str) -> None:
    """Raise Failed where somebody listens on ``bind`` already.

    With sockets that share a port (SO_REUSEPORT) a second service would not notice the first.
    """
    if bind.startswith("unix:"):
        return
    host, _, port = bind.rpartition(":")
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        fail(
            f"nobody can listen on {bind} ({error.strerror}): stop what does, or set BONAFIDE_BIND "
            "to another HOST:PORT"
        )


def _refuse_unsafe() -> None:
    with reading(), transaction() as session:
        if unsafe := unsafe_settings(session):
            names = ", ".join(unsafe)
            fail(f"PostgreSQL could lose acknowledged reports: turn on {names} in postgresql.conf")


def is_loopback(bind: str) -> bool:
    """Whether only this machine reaches ``HOST:PORT`` (or a unix socket)."""
    host = bind.rpartition(":")[0].strip("[]")
    if bind.startswith("unix:") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def door(bind: str) -> str:
    """Who can reach the service at ``bind``, and what that means, in one sentence."""
    if is_loopback(bind):
        return (
            f"registry: {bind} is reachable from this machine only, for a few slow clients would "
            "occupy every thread: others come through a buffering TLS proxy (docs/runbook.md)"
        )
    return (
        f"registry: {bind} is reachable from outside: make sure that only a buffering TLS proxy "
        "can connect, or slow clients will occupy every thread (docs/runbook.md)"
    )


def sqlite_file(settings: Settings) -> Path | None:
    """The database file of the embedded default."""
    prefix = "sqlite:///"
    url = settings.database_url
    return Path(url.removeprefix(prefix)) if url.startswith(prefix) else None


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no type hints
    """gunicorn started from Python instead of from its own command line."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Take the settings; nothing is read from the command line or a file."""
        for name, value in gunicorn_settings(self._settings).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, once, before workers fork."""
        return build(self._settings)
