"""A request that only reads leaves no trace in its thread: the next transaction may write."""

import sqlite3

from flask import Flask
from sqlalchemy import text

from registry.kernel.db import db, transaction


def test_after_a_read_request_a_transaction_takes_the_write_lock_at_once(app: Flask) -> None:
    assert app.test_client().get("/live").status_code == 200
    with transaction() as session:
        session.execute(text("SELECT 1"))
        if db.engine.dialect.name == "sqlite":
            other = sqlite3.connect(str(db.engine.url.database), timeout=0, isolation_level=None)
            try:
                other.execute("BEGIN IMMEDIATE")
                taken = False
            except sqlite3.OperationalError:
                taken = True
            finally:
                other.close()
            assert taken
