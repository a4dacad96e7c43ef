"""Metrics for Prometheus, on a port of their own that is never the public one.

Labels are the route's pattern, the method and the status: nothing that a caller can choose. Every
worker writes files into one folder, and the master, which serves nobody else, adds them up.
"""

import os
import tempfile
import time
from typing import Any

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server, values
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    """The counters of one process."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Counters that ``registry`` collects."""
        labels = ("route", "method", "status")
        self.requests = Counter(
            "bonafide_requests_total", "Answered requests.", labels, registry=registry
        )
        self.seconds = Histogram(
            "bonafide_request_seconds",
            "Time to answer.",
            ("route",),
            buckets=_BUCKETS,
            registry=registry,
        )

    def started(self) -> None:
        """Before a request."""
        g.started_at = time.perf_counter()

    def answered(self, response: Response) -> Response:
        """After a request."""
        route = request.url_rule.rule if request.url_rule else "none"
        method = request.method if request.method in _METHODS else "other"
        self.requests.labels(route, method, str(response.status_code)).inc()
        if "started_at" in g:
            self.seconds.labels(route).observe(time.perf_counter() - g.started_at)
        return response


def register(app: Flask) -> None:
    """Count the requests of ``app``, in a folder that workers forked from here on share."""
    os.environ.setdefault(_FOLDER, tempfile.mkdtemp(prefix="bonafide-metrics-"))
    values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]  # theirs
    metrics = Metrics(CollectorRegistry())
    app.before_request(metrics.started)
    app.after_request(metrics.answered)


def collected() -> CollectorRegistry:
    """The sum of all processes."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # theirs has no hints
    return registry


def hooks(bind: str) -> dict[str, Any]:
    """gunicorn's hooks that serve the metrics on ``HOST:PORT`` and forget dead workers."""
    host, _, port = bind.rpartition(":")

    def when_ready(_server: Any) -> None:
        start_http_server(int(port), addr=host, registry=collected())

    def child_exit(_server: Any, worker: Any) -> None:
        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # theirs has no hints

    return {"when_ready": when_ready, "child_exit": child_exit}
