"""The database's write-ahead log, emptied of what was deleted.

The tables' own bytes are another matter: SQLite overwrites them at once (``secure_delete``), for
PostgreSQL see deploy/postgres/forget-rows.sql.
"""

import structlog
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

log = structlog.get_logger(__name__)


def empty_wal(engine: Engine) -> bool:
    """Let nothing of earlier transactions stay in the log; False when that could not be done.

    SQLite moves the log into the file and cuts it off, unless somebody still reads. PostgreSQL
    begins a new segment and removes the others at a checkpoint, if the role may ask for that
    (deploy/roles.sql) and segments are not used again with their old bytes in them.
    """
    if engine.dialect.name == "sqlite":
        return _cut_off(engine)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if recycles_wal(connection):
            log.warning("wal_kept", todo="set wal_recycle = off in postgresql.conf")
            return False
        return _switch(connection)


def recycles_wal(connection: Connection) -> bool:
    """Whether segments of PostgreSQL's log are used again with what stood in them."""
    if connection.dialect.name == "sqlite":
        return False
    return bool(connection.scalar(text("SHOW wal_recycle")) == "on")


def _cut_off(engine: Engine) -> bool:
    connection = engine.raw_connection()
    try:
        busy, _, _ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    return not busy


def _switch(connection: Connection) -> bool:
    """A checkpoint takes as long as it takes: the usual limit of a statement is put aside."""
    connection.execute(text("SET statement_timeout = 0"))
    try:
        connection.execute(text("SELECT pg_switch_wal()"))
        connection.execute(text("CHECKPOINT"))
    except ProgrammingError:
        log.warning("wal_kept", todo="grant what deploy/roles.sql grants to the service's role")
        return False
    finally:
        connection.execute(text("RESET statement_timeout"))
    return True
