"""Migrations take as long as they need."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from registry.kernel.engines import engine_options
from registry.ops import schema


def test_a_migration_is_not_ended_by_the_time_limit_of_requests(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(postgresql_url, **engine_options(postgresql_url))
    limit, seen = text("SHOW statement_timeout"), []

    def upgrade(config: Config, _: str) -> None:
        seen.append(config.attributes["connection"].scalar(limit))

    monkeypatch.setattr(command, "upgrade", upgrade)
    schema.upgrade(engine)
    with engine.begin() as connection:
        seen.append(connection.scalar(limit))
    engine.dispose()
    assert seen == ["0", "10s"]
