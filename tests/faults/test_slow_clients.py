"""Slow clients: the proxy takes them upon itself; without it they hold every thread."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.trickle import drill
from tests.journeys.deployed import embedded, open_folder, proxy

FEW = {"headers": 40, "bodies": 40, "asked": 40}
GOAL = 0.99


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[int]:
    """The embedded default under gunicorn; its port."""
    with embedded(folder) as port:
        yield port


def test_behind_the_proxy_slow_clients_harm_nobody(folder: Path, service: int) -> None:
    with proxy(folder, service) as in_front:
        outcome = asyncio.run(drill(in_front.https, in_front.tls, patience=20, **FEW))
    assert outcome.share >= GOAL


def test_without_the_proxy_the_same_clients_keep_the_others_out(service: int) -> None:
    outcome = asyncio.run(drill(service, None, patience=1, **FEW))
    assert outcome.share < GOAL
