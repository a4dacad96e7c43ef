"""A fake registry and a client of it."""

from collections.abc import Iterator

import pytest

from bonafide import Registry
from bonafide.testing import FakeRegistry


@pytest.fixture
def fake() -> FakeRegistry:
    """A registry in memory."""
    return FakeRegistry()


@pytest.fixture
def registry(fake: FakeRegistry) -> Iterator[Registry]:
    """A client that raises."""
    with fake.client(on_failure="raise", budget=1.0) as client:
        yield client
