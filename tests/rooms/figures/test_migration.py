"""The second migration keeps what the first one's tables hold, there and back."""

from pathlib import Path

from alembic import command
from sqlalchemy import create_engine, inspect, text

from registry.kernel.engines import prepare_engine
from registry.ops import schema

NEW = {"coverage", "network_books", "network_day", "shop_books", "shop_total"}


def test_a_lookup_of_before_survives_the_second_migration(tmp_path: Path) -> None:
    engine = create_engine(
        f"sqlite:///{tmp_path / 'old.db'}", connect_args={"isolation_level": None}
    )
    prepare_engine(engine)
    with engine.begin() as connection:
        command.upgrade(schema._config(connection), "0001")
        connection.execute(
            text(
                "INSERT INTO lookup (shop_id, id, world, asked_on, purpose, payment, order_mac) "
                "VALUES (1, 2, 'live', '2026-10-01', 'dispatch', 'cod', x'00')"
            )
        )
    with engine.begin() as connection:
        command.upgrade(schema._config(connection), "0002")
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT id, segment, asked_about FROM lookup")).all()
        assert rows == [(2, None, None)]
        assert set(inspect(connection).get_table_names()) >= NEW
        command.downgrade(schema._config(connection), "0001")
    with engine.begin() as connection:
        assert NEW.isdisjoint(inspect(connection).get_table_names())
        assert connection.execute(text("SELECT id FROM lookup")).all() == [(2,)]
    engine.dispose()
