"""What ``registry doctor`` looks at: each check says what it found and what to do about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import click
from flask import Flask
from sqlalchemy import func, select

from bonafide.protocol.group import default_group
from registry.kernel import keys
from registry.kernel.clock import SystemClock
from registry.kernel.db import reading, transaction
from registry.kernel.engines import unsafe_settings
from registry.kernel.wal import recycles_wal
from registry.kernel.web import context
from registry.ops import keyring, logbook, schema, serving
from registry.ops.output import Failed
from registry.ops.running import expected, opened
from registry.settings import Settings, load_settings
from registry.trust.policy import POLICY_FILE, load_policy

MOST_CLOCK_DIFFERENCE: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was seen, and what to do when it is not well."""

    name: str
    well: bool
    seen: str
    todo: str = ""


def examine() -> Iterator[Finding]:
    """Everything that can be looked at; what rests on a failed check is left out."""
    settings: list[Settings] = []
    yield _finding("settings", lambda: _settings(settings))
    if not settings:
        return
    [found] = settings
    yield _finding("libsodium", lambda: _libsodium(found))
    yield _finding("policy", lambda: _policy(found))
    ring = _finding("keys", lambda: _keys(found))
    yield ring
    if ring.well:
        yield from _examine_database(found)


def _examine_database(settings: Settings) -> Iterator[Finding]:
    try:
        with expected(), opened(settings) as app:
            database = _finding("database", lambda: _database(app))
            yield database
            if database.well:
                yield _finding("clock", lambda: _clock(settings))
                yield _finding("stored keys", _stored_keys)
                yield _finding("log", _log)
    except Failed as error:
        yield Finding("service", well=False, seen="the service cannot start", todo=str(error))


def _finding(name: str, look: Callable[[], str]) -> Finding:
    """What ``look`` saw, or the sentence it failed with."""
    try:
        with expected():
            return Finding(name, well=True, seen=look())
    except click.ClickException as error:
        return Finding(name, well=False, seen="not well", todo=error.format_message())


def _settings(out: list[Settings]) -> str:
    out.append(load_settings())
    where = "loopback only" if serving.is_loopback(out[0].bind) else "reachable from outside"
    return f"complete; the service listens on {out[0].bind}, {where}"


def _libsodium(settings: Settings) -> str:
    group = default_group()
    if group.constant_time:
        return "found"
    if not settings.demo:
        raise Failed("libsodium was not found: install it (Debian: libsodium23)")
    return "not found: the slower group in Python does for a demo"


def _policy(settings: Settings) -> str:
    policy = load_policy(settings.policy_file or POLICY_FILE)
    return f"{policy.version}, model {policy.model}"


def _keys(settings: Settings) -> str:
    ring = keys.load(settings.key_dir)
    return f"{sum(len(each) for each in ring.keys.values())} keys in {settings.key_dir}"


def _database(app: Flask) -> str:
    with reading(), transaction() as session:
        connection = session.connection()
        found, head = schema.current(connection), app.config["SCHEMA_HEAD"]
        unsafe, engine = unsafe_settings(session), connection.dialect.name
        keeps = recycles_wal(connection)
    if found != head:
        at = f"at revision {found}" if found else "empty"
        raise Failed(f"the database is {at}, this code needs {head}: run `registry db upgrade`")
    if unsafe:
        raise Failed(f"turn on {', '.join(unsafe)} in postgresql.conf: reports could be lost")
    remark = "; its log keeps what was erased until you set wal_recycle = off" if keeps else ""
    return f"{engine} at revision {found}{remark}"


def _clock(settings: Settings) -> str:
    """Against the database server's clock, or the last change of the database's file."""
    now, other = SystemClock().now(), _other_clock(settings)
    behind = other - now
    if behind > MOST_CLOCK_DIFFERENCE or (
        serving.sqlite_file(settings) is None and -behind > MOST_CLOCK_DIFFERENCE
    ):
        raise Failed(
            f"this machine says {now:%Y-%m-%d %H:%M:%S} UTC, "
            f"the database {other:%Y-%m-%d %H:%M:%S}: let both follow a time server (NTP)"
        )
    return f"{now:%Y-%m-%d %H:%M:%S} UTC"


def _other_clock(settings: Settings) -> datetime:
    file = serving.sqlite_file(settings)
    if file is not None:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    with reading(), transaction() as session:
        said: datetime = session.scalars(select(func.clock_timestamp())).one()
    return said


def _stored_keys() -> str:
    """The keys must be those under which the rows were written, not just keys of their names."""
    if lacking := keyring.missing_generations(context.keyring()):
        raise Failed(f"rows need {', '.join(lacking)}: restore them from the backup")
    if not keyring.opens_rows():
        raise Failed("the keys are not those of this database: restore them from its backup")
    return "they open what is stored"


def _log() -> str:
    """Whatever was changed behind the service's back shows here."""
    found = logbook.examine()
    if found.faults:
        first = found.faults[0]
        raise Failed(
            f"{first.where} {first.what} ({len(found.faults)} faults in all): "
            "`registry log verify` names each"
        )
    kept = "" if found.outside else "; no checkpoint is kept outside (BONAFIDE_CHECKPOINT_FILE)"
    return f"{found.size} entries placed of {found.entries}, nothing was changed{kept}"
