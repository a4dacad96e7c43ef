"""The bench fills and measures; what it measures is nobody's business here, only that it does."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.engine import Connection

from bonafide.protocol import canonical, digest, points
from bonafide.protocol.words import Kind, World
from registry.identifiers import service as identifiers
from registry.identifiers.names import ElementName
from registry.identifiers.service import Located
from registry.identifiers.vault import current_vault
from registry.kernel.db import Base, transaction
from registry.ops import logbook
from registry.ops.bench.databases import give_memory
from registry.ops.bench.entries import measure_entries
from registry.ops.bench.evaluations import measure_evaluations
from registry.ops.bench.filings import measure_reports
from registry.ops.bench.fill import Filled, fill
from registry.ops.bench.lookups import measure_lookups
from registry.ops.bench.measure import Plan
from registry.ops.bench.show import rows
from registry.ops.bench.stage import stage
from registry.ops.output import Failed
from registry.ops.running import opened
from registry.settings import Settings
from tests.conftest import Databases

REPORTS = 400
TABLES = Base.metadata.tables
SHORT = Plan(
    reports=200,
    seconds=0.3,
    warm_up=0.1,
    runs=1,
    connections=2,
    people=20,
    batch=10,
    engines=("sqlite",),
)


@pytest.fixture
def filled(settings: Settings) -> Filled:
    return fill(settings, reports=REPORTS, seed=3)


def count(connection: Connection, table: str) -> int:
    return connection.execute(select(func.count()).select_from(TABLES[table])).scalar_one()


def test_a_log_is_made_placed_and_verified() -> None:
    said: list[str] = []
    document = measure_entries(7_000, say=said.append)
    assert document["entries"] == 7_000
    steps = ["committed", "placed", "verified"]
    assert list(document["seconds"]) == list(document["processor_seconds"]) == steps
    assert len(said) == 3


def test_a_filled_registry_is_whole(filled: Filled, settings: Settings) -> None:
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        assert count(connection, "report") == count(connection, "order_guard") == REPORTS
        assert count(connection, "identifier") == count(connection, "identifier_tag")
        assert count(connection, "shop") == filled.shops
        history, report = TABLES["history"], TABLES["report"]
        joined = history.join(
            report,
            (history.c.report_id == report.c.id) & (history.c.shop_id == report.c.shop_id),
        )
        whole = connection.execute(select(func.count()).select_from(joined)).scalar_one()
        assert whole == count(connection, "history") >= REPORTS
    engine.dispose()
    with opened(settings):
        assert logbook.examine().faults == []


def test_a_sample_of_phones_is_found_by_element(filled: Filled, settings: Settings) -> None:
    asker = filled.askers[0]
    with opened(settings), transaction() as session:
        vault = current_vault()
        generation = identifiers.current_generation(session, vault, World.LIVE)
        for number, identifier_id in list(filled.sample.items())[:5]:
            point = vault.group.hash_to_group(digest(Kind.PHONE, canonical(Kind.PHONE, number)))
            [element] = vault.holder.evaluate(World.LIVE, generation.epoch, [point])
            name = ElementName(Kind.PHONE, points.encode(element), generation.epoch)
            [found] = identifiers.locate(
                session,
                vault,
                [name],
                shop_id=asker.shop_id,
                world=World.LIVE,
                direct_tier=False,
            )
            assert isinstance(found, Located)
            assert found.identifier_id == identifier_id


def test_a_registry_with_members_is_never_filled(filled: Filled, settings: Settings) -> None:
    with pytest.raises(Failed, match="has members"):
        fill(settings, reports=filled.reports)


def test_lookups_are_measured_beside_the_ceiling(tmp_path: Path) -> None:
    """And what was filled stays where it is told to, to be asked again."""
    document = measure_lookups(replace(SHORT, keep=tmp_path / "kept"))
    figures = document["engines"]["sqlite"]
    assert figures["ceiling"]["per_second"] > 0
    assert figures["own_ceiling"]["per_second"] > 0
    assert figures["single"]["ratio"] > 0
    assert figures["single"]["ratio_to_own_ceiling"] > 0
    assert figures["batch"]["people_per_ceiling_request"] > 0
    assert figures["batch"]["people_per_own_ceiling_request"] > 0
    assert figures["latency"]["ratio"] > 0
    assert {"server", "load"} <= figures["single"]["cpu_us_per_request"].keys()
    _can_be_shown(document)
    assert len(Filled.kept(tmp_path / "kept" / "sqlite-200.json").ids) == 200


def test_a_kept_postgresql_registry_is_filled_once(
    tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BONAFIDE_DATABASE_URL", databases.postgresql)
    said: list[str] = []
    plan = replace(SHORT, engines=("postgresql",), keep=tmp_path / "kept", say=said.append)
    with stage(plan) as at:
        for _ in range(2):
            with at.registry("postgresql", 100) as registry:
                registry.prime([registry.requests(at).lookups()[0][:1]])
    assert said == ["postgresql: making up 100 reports", "postgresql: 100 reports are there"]


def test_the_benchs_own_server_gets_memory_once(tmp_path: Path) -> None:
    settings = tmp_path / "postgresql.conf"
    settings.write_text("port = 5432\n")
    for _ in range(2):
        give_memory(settings)
        port, buffers = settings.read_text().splitlines()
        assert port == "port = 5432"
        assert re.fullmatch(r"shared_buffers = [1-9][0-9]*MB", buffers)


def test_reports_are_measured_beside_the_databases_commits() -> None:
    document = measure_reports(replace(SHORT, engines=("postgresql",)))
    assert document["machine"]["shared_buffers"] not in (None, "128MB")
    figures = document["engines"]["postgresql"]
    assert figures["single"]["per_second"] > 0
    assert figures["batch"]["units_per_second"] > 0
    assert "database" in figures["single"]["cpu_us_per_request"]
    _can_be_shown(document)


def test_evaluations_are_measured_beside_the_multiplications() -> None:
    document = measure_evaluations(SHORT)
    figures = document["engines"]["sqlite"]
    assert figures["bare_multiplications_per_second"] > 0
    assert figures["times_the_bare_multiplications"] > 0
    _can_be_shown(document)


def _can_be_shown(document: dict[str, Any]) -> None:
    table = list(rows(document))
    assert len({len(row) for row in table}) == 1
    assert json.loads(json.dumps(document)) == document
