"""The service as a child process of the demo, under gunicorn on a free port of this machine."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx2

from registry.ops.output import fail
from registry.settings import Settings

_PORTS_TRIED = 100
_PATIENCE_SECONDS = 180
_DRAIN_SECONDS = 40


def free_port(first: int) -> int:
    """``first``, or the next port that nobody uses; fails when a hundred are taken."""
    ports = range(first, min(first + _PORTS_TRIED, 65_536))
    found = next((port for port in ports if _is_free(port)), None)
    if found is None:
        fail(f"no free port from {first} on: name another one with --port")
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def environment(settings: Settings) -> dict[str, str]:
    """The child's environment: ours without any BONAFIDE_ variable, and the demo's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BONAFIDE_")}
    return kept | {
        "BONAFIDE_DATABASE_URL": settings.database_url,
        "BONAFIDE_KEY_DIR": str(settings.key_dir),
        "BONAFIDE_BIND": settings.bind,
        "BONAFIDE_PUBLIC_URL": settings.public_url,
        "BONAFIDE_DEMO": "1",
        "BONAFIDE_DEMO_DAYS_AGO": str(settings.demo_days_ago),
    }


@dataclass
class Child:
    """A running service; ``stop`` it in the end."""

    process: subprocess.Popen[bytes]
    log: Path

    def wait_until_ready(self, url: str) -> None:
        """Return when it answers; fails with the end of its log when it does not."""
        give_up_at = time.monotonic() + _PATIENCE_SECONDS
        with httpx2.Client(trust_env=False, timeout=5) as web:
            while time.monotonic() < give_up_at:
                if self.process.poll() is not None:
                    break
                try:
                    if web.get(f"{url}/ready").status_code == 200:
                        return
                except httpx2.HTTPError:
                    pass
                time.sleep(0.1)
        said = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
        fail("the service did not start; the end of its log:\n  " + "\n  ".join(said))

    def stop(self) -> None:
        """End it as a supervisor would, and by force when it does not listen."""
        if self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(_DRAIN_SECONDS)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            self.process.kill()
            self.process.wait()


def start(settings: Settings, log: Path) -> Child:
    """``registry serve`` in a session of its own, so that Ctrl-C reaches only the demo."""
    command = [sys.executable, "-P", "-m", "registry.ops.cli", "serve"]
    with log.open("ab") as file:
        process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            command,
            env=environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    return Child(process, log)
