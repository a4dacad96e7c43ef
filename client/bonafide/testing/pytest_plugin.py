"""Fixtures for a shop's tests: ``pytest_plugins = ["bonafide.testing.pytest_plugin"]``."""

from collections.abc import Iterator

import pytest

from bonafide._client import Registry
from bonafide.testing.fake import FakeRegistry


@pytest.fixture
def bonafide_registry() -> FakeRegistry:
    """A registry in memory: say who is who, look at what arrived."""
    return FakeRegistry()


@pytest.fixture
def bonafide_client(bonafide_registry: FakeRegistry) -> Iterator[Registry]:
    """A client of it, with the options of a checkout."""
    with bonafide_registry.client() as client:
        yield client
