"""Starting what is measured on a free port of this machine, and ending it by its process id."""

import dataclasses
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from registry.ops.output import fail
from registry.settings import Settings

_START_SECONDS: Final = 60
_STOP_SECONDS: Final = 30


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    port: int
    pid: int


@contextmanager
def serving(kind: str, settings: Settings, log: Path) -> Iterator[Running]:
    """The ``service`` or a ceiling (served.py) under gunicorn, until the block ends."""
    port = free_port()
    bound = dataclasses.replace(settings, bind=f"127.0.0.1:{port}")
    command = [sys.executable, "-m", "registry.ops.bench.served", kind]
    environment = {**os.environ, **as_environment(bound)}
    with log.open("ab") as file:
        process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            command, env=environment, stdin=subprocess.PIPE, stdout=file, stderr=file
        )
    try:
        _wait(process, port, log)
        yield Running(port, process.pid)
    finally:
        stop(process)


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End one process, politely first."""
    if process.stdin is not None:
        process.stdin.close()
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def as_environment(settings: Settings) -> dict[str, str]:
    """The variables that make these settings."""
    given = {field.name: getattr(settings, field.name) for field in dataclasses.fields(settings)}
    plain = {
        name: int(value) if isinstance(value, bool) else value for name, value in given.items()
    }
    return {
        f"BONAFIDE_{name.upper()}": "" if value is None else str(value)
        for name, value in plain.items()
    }


def free_port() -> int:
    """A port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/live")
            if connection.getresponse().status == http.HTTPStatus.OK:
                connection.close()
                return
        except OSError:
            time.sleep(0.1)
    tail = log.read_text(encoding="utf-8", errors="replace")[-1_500:]
    fail(f"the server to be measured did not start:\n{tail}")
