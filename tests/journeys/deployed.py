"""The files of deploy/ started on this machine: only ports, paths and certificates are replaced."""

import ipaddress
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ports import free_port

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
START_SECONDS = 300
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Proxy:
    """nginx with the rendered file. ``tls`` trusts its certificate."""

    https: int
    http: int
    tls: ssl.SSLContext

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.https}"


def need_nginx() -> str:
    """The program, or a loud skip that is a failure in CI."""
    if NGINX is not None:
        return NGINX
    missing = "nginx is not installed (Debian: nginx-light)"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that nginx's and PostgreSQL's own users may enter, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="bonafide-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def proxy(folder: Path, upstream: int, *, limit: int = 512) -> Iterator[Proxy]:
    """nginx in front of ``upstream``, until the block ends; ``limit``: connections an address."""
    program = need_nginx()
    https, http = free_port(), free_port()
    certificate = make_certificate(folder)
    conf = render(folder, https=https, http=http, upstream=upstream, limit=limit)
    checked = subprocess.run(
        [program, "-t", "-c", conf], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen([program, "-c", conf, "-g", "daemon off;"])
    try:
        wait_for(https, process)
        yield Proxy(https, http, ssl.create_default_context(cafile=str(certificate)))
    finally:
        end(process)


def render(folder: Path, *, https: int, http: int, upstream: int, limit: int) -> Path:
    """deploy/nginx.conf with this machine's ports and paths; every replacement must apply."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    folders = "".join(f" {name}_temp_path {folder}/{name};" for name in TEMPORARY)
    replaced = {
        "listen 80 default_server;": f"listen 127.0.0.1:{http} default_server;",
        "listen 443 ssl default_server;": f"listen 127.0.0.1:{https} ssl default_server;",
        "server service:8080;": f"server 127.0.0.1:{upstream};",
        "/etc/nginx/tls/": f"{folder}/",
        "pid /run/nginx.pid;": f"pid {folder}/nginx.pid;",
        "access_log off;": f"access_log off;{folders}",
        "limit_conn addresses 512;": f"limit_conn addresses {limit};",
        "worker_processes auto;": "worker_processes 1;",
        "worker_rlimit_nofile 32768;": "",
    }
    for old, new in replaced.items():
        assert old in text, f"deploy/nginx.conf has no {old!r}"
        text = text.replace(old, new)
    path = folder / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    return path


def make_certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, where nginx.conf looks for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bonafide")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "fullchain.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with the service's variables and no others of that name."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("BONAFIDE_")}
    return kept | dict(settings)


@contextmanager
def gunicorn(settings: Mapping[str, str]) -> Iterator[int]:
    """The service by deploy/gunicorn.conf.py, until the block ends; its port."""
    port = free_port()
    variables = environment(settings) | {"BONAFIDE_BIND": f"127.0.0.1:{port}"}
    conf = DEPLOY / "gunicorn.conf.py"
    command = [sys.executable, "-m", "gunicorn", "--config", str(conf), "registry.wsgi:app"]
    process = subprocess.Popen(command, cwd=ROOT, env=variables)
    try:
        wait_for(port, process)
        ask_until_answered(port)
        yield port
    finally:
        end(process)


@contextmanager
def embedded(folder: Path) -> Iterator[int]:
    """The service on SQLite with keys of its own; its port."""
    settings = {
        "BONAFIDE_DATABASE_URL": f"sqlite:///{folder}/registry.db",
        "BONAFIDE_KEY_DIR": str(folder / "keys"),
        "BONAFIDE_LOG_LEVEL": "WARNING",
    }
    registry(settings, "keys", "init")
    with gunicorn(settings) as port:
        yield port


def registry(settings: Mapping[str, str], *args: str) -> str:
    """One ``registry`` command; what it printed."""
    command = [sys.executable, "-m", "registry.ops.cli", *args]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(settings), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until somebody listens on ``port``; fails when the process ends before that."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the process ended instead of listening"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"nobody listens on {port}")


def ask_until_answered(port: int) -> None:
    """Until a worker is up: gunicorn listens long before that, and who connects then waits."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/live", timeout=START_SECONDS) as answer:
        assert answer.status == 200


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a process that we started."""
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
