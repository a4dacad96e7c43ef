"""The log's migration keeps reports and keys that were there before it."""

from pathlib import Path

from alembic import command
from sqlalchemy import create_engine, inspect, text

from registry.kernel.engines import prepare_engine
from registry.ops import schema

NEW = {"commitment", "log_tile", "log_checkpoint", "log_head", "lookups_digest"}


def test_a_key_of_before_the_log_survives_and_has_no_entry_yet(tmp_path: Path) -> None:
    engine = create_engine(
        f"sqlite:///{tmp_path / 'old.db'}", connect_args={"isolation_level": None}
    )
    prepare_engine(engine)
    with engine.begin() as connection:
        command.upgrade(schema._config(connection), "0007")
        connection.execute(
            text(
                "INSERT INTO api_key (id, shop_id, world, scopes, mac, mac_key_id, created_at) "
                "VALUES ('k', 1, 'live', 'lookup', x'00', 1, '2026-10-01 00:00:00')"
            )
        )
    with engine.begin() as connection:
        command.upgrade(schema._config(connection), "0008")
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT id, commitment FROM api_key")).all()
        assert rows == [("k", None)]
        assert set(inspect(connection).get_table_names()) >= NEW
        command.downgrade(schema._config(connection), "0007")
    with engine.begin() as connection:
        assert NEW.isdisjoint(inspect(connection).get_table_names())
        assert connection.execute(text("SELECT id FROM api_key")).all() == [("k",)]
    engine.dispose()
