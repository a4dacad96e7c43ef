"""The migrations of the white list keep the people who were there before them, there and back."""

from pathlib import Path

from alembic import command
from sqlalchemy import create_engine, inspect, text

from registry.kernel.engines import prepare_engine
from registry.ops import schema

BEFORE, THIS = "0003", "0004"
NEW = {
    *("customer", "customer_link", "consent", "notice_address", "white_pass", "pass_guess"),
    *("order_guess", "ticket", "review", "erasure"),
}


def test_people_of_before_survive_it(tmp_path: Path) -> None:
    engine = create_engine(
        f"sqlite:///{tmp_path / 'old.db'}", connect_args={"isolation_level": None}
    )
    prepare_engine(engine)
    row = (
        "INSERT INTO identifier (id, world, kind, created_on, frozen, opted_out, shared, level) "
        "VALUES (7, 'live', 'phone', '2026-10-01', 1, 0, 0, 'good')"
    )
    with engine.begin() as connection:
        command.upgrade(schema._config(connection), BEFORE)
        connection.execute(text(row))
    with engine.begin() as connection:
        command.upgrade(schema._config(connection), THIS)
    kept = text("SELECT id, frozen, level, pass_shop_id, pass_on FROM identifier")
    with engine.begin() as connection:
        assert connection.execute(kept).all() == [(7, 1, "good", None, None)]
        assert set(inspect(connection).get_table_names()) >= NEW
        command.downgrade(schema._config(connection), BEFORE)
    with engine.begin() as connection:
        assert NEW.isdisjoint(inspect(connection).get_table_names())
        assert connection.execute(text("SELECT id, level FROM identifier")).all() == [(7, "good")]
    engine.dispose()


def test_who_was_marked_as_shared_was_so_by_the_customers_word(tmp_path: Path) -> None:
    engine = create_engine(
        f"sqlite:///{tmp_path / 'old.db'}", connect_args={"isolation_level": None}
    )
    prepare_engine(engine)
    row = (
        "INSERT INTO identifier (id, world, kind, created_on, frozen, opted_out, shared) "
        "VALUES (7, 'live', 'phone', '2026-10-01', 0, 0, 1), "
        "(8, 'live', 'phone', '2026-10-01', 0, 0, 0)"
    )
    with engine.begin() as connection:
        command.upgrade(schema._config(connection), "0011")
        connection.execute(text(row))
    with engine.begin() as connection:
        command.upgrade(schema._config(connection), "0012")
    said = text("SELECT id, shared, shared_by, doubted_on, sign_outs FROM identifier ORDER BY id")
    with engine.begin() as connection:
        assert connection.execute(said).all() == [
            (7, 1, "customer", None, 0),
            (8, 0, None, None, 0),
        ]
        command.downgrade(schema._config(connection), "0011")
    with engine.begin() as connection:
        assert connection.execute(text("SELECT id, shared FROM identifier")).all() == [
            (7, 1),
            (8, 0),
        ]
    engine.dispose()
