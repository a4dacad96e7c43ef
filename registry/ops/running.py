"""The service inside a command: settings from the environment, an application, its context."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from registry.app import create_app
from registry.kernel.clock import Clock
from registry.kernel.db import db
from registry.kernel.errors import DomainError, UnusableError
from registry.kernel.keys import KeyDirectoryError
from registry.kernel.web import context
from registry.kernel.web.problems import PROBLEMS
from registry.ops.output import Failed
from registry.settings import Settings, SettingsError, load_settings
from registry.trust.policy import BadPolicy

UNREACHABLE = "the database does not answer: look at BONAFIDE_DATABASE_URL, then `registry doctor`"
UNMIGRATED = "the database is not at this version's schema: run `registry db upgrade`"
BUSY = "the database is busy or waits for somebody's lock: try again in a moment"


@contextmanager
def expected() -> Iterator[None]:
    """Inside, what operators can mend becomes one sentence."""
    try:
        yield
    except (SettingsError, KeyDirectoryError, BadPolicy, UnusableError) as error:
        raise Failed(str(error)) from error
    except DomainError as error:
        raise Failed(_sentence(error)) from error
    except PoolTimeoutError as error:
        raise Failed(BUSY) from error
    except (OperationalError, ProgrammingError) as error:
        raise Failed(_database_sentence(error)) from error


@contextmanager
def or_exit() -> Iterator[None]:
    """The same where no command line is around: the sentence on standard error, and status 1."""
    try:
        with expected():
            yield
    except Failed as error:
        error.show()
        raise SystemExit(1) from None


@contextmanager
def service() -> Iterator[Flask]:
    """The application that the environment describes, inside its context."""
    with expected(), opened(load_settings()) as app:
        yield app


def build(settings: Settings) -> Flask:
    """The whole application, for a process that serves it."""
    return create_app(settings)


@contextmanager
def opened(settings: Settings, *, clock: Clock | None = None) -> Iterator[Flask]:
    """The application that ``settings`` describe, inside its context; ends its connections."""
    app = create_app(settings, clock=clock)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def current_settings() -> Settings:
    """The settings of the application at hand."""
    settings: Settings = current_app.extensions["bonafide-settings"]
    return settings


def current_clock() -> Clock:
    """The clock of the application at hand."""
    return context.clock()


def _sentence(error: DomainError) -> str:
    if error.detail:
        return error.detail
    problem = PROBLEMS.get(error.code)
    return f"{problem.title_en} {problem.todo_en}" if problem else error.code


def _database_sentence(error: DBAPIError) -> str:
    text = str(error.orig).lower()
    if "no such table" in text or "no such column" in text or isinstance(error, ProgrammingError):
        return UNMIGRATED
    if "locked" in text or "timeout" in text:
        return BUSY
    return UNREACHABLE
