"""Every test that asks for ``group`` runs once in each backend found here."""

import pytest

from bonafide.protocol.group import Group, available_groups


@pytest.fixture(params=available_groups(), ids=lambda group: str(group.name))
def group(request: pytest.FixtureRequest) -> Group:
    backend: Group = request.param
    return backend
