"""A real browser against the real service on loopback, with SQLite and a clock that stands.

A machine without Chromium skips these loudly; with ``CI=true`` that is a failure.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine

from registry.kernel.clock import FixedClock
from registry.kernel.engines import prepare_engine
from registry.ops import schema
from tests.browser.guests import Guest, Hall
from tests.browser.house import House, open_house

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the system's Chromium is."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("Chromium is not installed: apt-get install chromium")
    if found is None:
        pytest.skip("NOT TESTED: Chromium is not installed: apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests of a process; each guest has an empty profile of its own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated database to copy."""
    path = tmp_path_factory.mktemp("migrated") / "registry.db"
    engine = create_engine(f"sqlite:///{path}", connect_args={"isolation_level": None})
    prepare_engine(engine)
    schema.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def house(migrated: Path, key_dir: Path, tmp_path: Path, clock: FixedClock) -> Iterator[House]:
    """The service, listening."""
    shutil.copy(migrated, tmp_path / "registry.db")
    with open_house(tmp_path, key_dir, clock) as opened:
        yield opened


@pytest.fixture
def hall(browser: Browser, house: House) -> Iterator[Hall]:
    """Lets guests in, and sees that no page asked another host for anything."""
    opened = Hall(browser, house)
    yield opened
    opened.close()
    assert opened.asked_outside == []
    assert opened.refused_by_policy == []
    assert opened.broken == []


@pytest.fixture
def guest(hall: Hall) -> Guest:
    """Somebody with a phone in one hand, who reads English."""
    return hall.let_in()
