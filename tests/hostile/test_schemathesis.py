"""Whatever the description allows, and much that it does not: no 5xx and no undocumented answer."""

from contextvars import Context
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from registry.kernel.clock import FixedClock
from tests.rooms.conftest import admit

Operation = APIOperation[Any, Any, Any, Any]
EXAMPLES = 5
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def assault(operation: Operation, key: str, mode: GenerationMode) -> str | None:
    """Send generated requests to one operation; what the first wrong answer was, if any was."""

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def once(case: schemathesis.Case[Any]) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        Context().run(case.call_and_validate, headers=headers, checks=CHECKS)

    try:
        once()
    except Unsatisfiable:
        return None
    except FailureGroup as wrong:
        return f"{operation.label} ({mode.value}): {wrong}"
    return None


def test_no_generated_request_breaks_the_service(app: Flask, clock: FixedClock) -> None:
    key = admit(app, clock, "Пытливая лавка").key
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    operations = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    wrong = [
        assault(operation, key, mode)
        for operation in operations
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    ]
    assert len(operations) >= 25
    assert [each for each in wrong if each is not None] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_broken_view_would_be_seen(
    app: Flask, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = admit(app, clock, "Пытливая лавка").key
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    monkeypatch.setattr("registry.shops.service.get_terms", lambda *_, **__: 1 / 0)
    seen = assault(schema["/v1/shop/terms"]["GET"], key, GenerationMode.POSITIVE)
    assert "Server error" in str(seen)
