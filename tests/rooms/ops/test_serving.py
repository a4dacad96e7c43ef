"""What must be true before a worker starts."""

import http.client
import os
import re
import signal
import socket
import time
from dataclasses import fields, replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from registry.kernel.db import db
from registry.ops import schema, serving
from registry.ops.bench.servers import serving as serving_at
from registry.ops.output import Failed
from registry.ops.running import opened
from registry.settings import Settings
from tests.ports import free_port

ROOT = Path(__file__).parents[3]


def test_an_empty_database_is_made_ready(tmp_path: Path, key_dir: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    settings = Settings(database_url=url, key_dir=key_dir, demo=True)
    serving.prepare(settings)
    serving.prepare(settings)
    with opened(settings), db.engine.connect() as connection:
        assert schema.current(connection) == schema.head()
        states = connection.execute(text("SELECT world, state FROM tag_generation")).all()
    assert sorted(tuple(row) for row in states) == [("live", "current"), ("test", "current")]


def test_a_database_that_may_lose_reports_is_refused(postgresql_url: str, key_dir: Path) -> None:
    settings = Settings(database_url=postgresql_url, key_dir=key_dir, demo=True)
    engine = create_engine(postgresql_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER DATABASE registry SET synchronous_commit = off"))
    engine.dispose()
    try:
        with pytest.raises(Failed, match="turn on synchronous_commit"):
            serving.prepare(settings)
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER DATABASE registry RESET synchronous_commit"))
        engine.dispose()
    serving.prepare(settings)


@pytest.mark.parametrize(
    ("bind", "loopback"),
    [
        ("127.0.0.1:8080", True),
        ("[::1]:80", True),
        ("localhost:80", True),
        ("unix:/run/registry.sock", True),
        ("0.0.0.0:8080", False),
        (":8080", False),
        ("registry.example:80", False),
    ],
)
def test_an_open_door_is_noticed(bind: str, *, loopback: bool) -> None:
    assert serving.is_loopback(bind) is loopback


def test_a_second_service_on_the_same_port_does_not_start() -> None:
    port = free_port()
    serving.refuse_taken(f"127.0.0.1:{port}")
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(Failed, match="nobody can listen on"):
            serving.refuse_taken(f"127.0.0.1:{port}")
    serving.refuse_taken("unix:/run/bonafide.sock")


def test_at_the_start_it_is_said_who_can_come_in_and_why() -> None:
    default = serving.door(Settings.bind)
    assert default.startswith("registry: 127.0.0.1:8080 is reachable from this machine only")
    assert "slow clients would occupy every thread" in default
    assert "is reachable from outside" in serving.door("0.0.0.0:8080")


def _workers(pid: int) -> dict[int, set[int]]:
    """The workers below a service, and where each may run."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    return {int(each): os.sched_getaffinity(int(each)) for each in text.split()}


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="there is one processor here")
def test_workers_keep_to_a_processor_each_and_a_new_one_takes_the_place_of_a_dead_one(
    settings: Settings, tmp_path: Path
) -> None:
    def bound(*, without: int = 0) -> dict[int, set[int]]:
        """Both workers, once they are where they belong."""
        for _ in range(400):
            found = {pid: where for pid, where in _workers(running.pid).items() if len(where) == 1}
            if len(found) == 2 and without not in found:
                break
            time.sleep(0.05)
        return found

    with serving_at("service", settings, tmp_path / "log") as running:
        workers = bound()
        assert len(set.union(*workers.values())) == 2
        for _ in range(3):  # chance would be right in one of eight times
            gone = min(workers)
            os.kill(gone, signal.SIGKILL)
            workers = bound(without=gone)
            assert len(set.union(*workers.values())) == 2


def test_workers_run_anywhere_if_told_so(settings: Settings, tmp_path: Path) -> None:
    loose = replace(settings, pin_workers=False)
    with serving_at("service", loose, tmp_path / "log") as running:
        workers = _workers(running.pid)
    assert set(map(frozenset, workers.values())) == {frozenset(os.sched_getaffinity(0))}


def test_no_log_tells_who_asked_about_whom(settings: Settings) -> None:
    chosen = serving.gunicorn_settings(settings)
    assert (chosen["accesslog"], chosen["control_socket_disable"]) == (None, True)
    assert chosen["preload_app"] is True


@pytest.mark.parametrize(("proxies", "believed"), [(0, False), (1, True)])
def test_only_a_proxy_that_was_named_may_say_that_a_request_came_by_https(
    tmp_path: Path, key_dir: Path, proxies: int, *, believed: bool
) -> None:
    """gunicorn itself would believe anybody on this machine."""
    url = f"sqlite:///{tmp_path / 'new.db'}"
    settings = Settings(database_url=url, key_dir=key_dir, demo=True, trusted_proxies=proxies)
    with serving_at("service", settings, tmp_path / "log") as running:
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
        connection.request("GET", "/live", headers={"X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
    assert answer.status == 200
    assert ("Strict-Transport-Security" in answer.headers) is believed


@pytest.mark.parametrize("page", ["deploy/env.example", "docs/settings.md"])
def test_every_setting_is_explained(page: str) -> None:
    named = set(re.findall(r"BONAFIDE_[A-Z_]+", (ROOT / page).read_text(encoding="utf-8")))
    ours = {f"BONAFIDE_{field.name.upper()}" for field in fields(Settings)}
    clients = {"BONAFIDE_URL", "BONAFIDE_API_KEY", "BONAFIDE_LANGUAGE"}
    assert ours - named == set()
    assert named - ours - clients == set()
