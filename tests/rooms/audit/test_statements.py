"""A report costs one more insert for its commitment, and a batch of fifty the same one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from registry.kernel import pipeline, sqlite_rows
from registry.kernel.db import db
from tests.rooms.keeper import Keeper

PEOPLE = [f"+791600030{number:02d}" for number in range(50)]


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What is sent to the database meanwhile, each statement once however many rows it has."""
    said: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    run = pipeline.run

    def run_noted(driver: Any, memory: Any, sent: Any, *, alone: bool) -> Any:
        said.extend(each.text.decode() for each, _ in sent)
        return run(driver, memory, sent, alone=alone)

    insert = sqlite_rows.insert_rows

    def insert_noted(connection: Any, table: Any, rows: Any) -> None:
        said.append(f"INSERT INTO {table.name}")
        insert(connection, table, rows)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pipeline, "run", run_noted)
            patch.setattr(sqlite_rows, "insert_rows", insert_noted)
            yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def batch(shop: Keeper, people: list[list[dict[str, Any]]], name: str) -> None:
    reports = [shop.report(f"{name}-{number}", who) for number, who in enumerate(people)]
    answer = shop.send(
        "POST", "/v1/reports", {"reports": reports}, headers={"Idempotency-Key": name}
    )
    assert all("commitment" in each for each in answer.get_json()["data"])


def test_all_reports_of_a_request_are_committed_to_by_one_statement(
    app: Flask, shop: Keeper
) -> None:
    people = [[each] for each in shop.elements(*PEOPLE)]
    batch(shop, people, "warm")
    counts = {}
    for size in (1, 50):
        with statements(app) as said:
            batch(shop, people[:size], f"of-{size}")
        counts[size] = len(said)
        assert len([each for each in said if "INTO commitment" in each]) == 1
    assert counts[1] == counts[50]
