"""Metrics: what is counted, and that no label carries what a caller sent."""

from pathlib import Path

import pytest
from prometheus_client import generate_latest, values

from registry.app import create_app
from registry.kernel.db import db
from registry.ops import metrics
from registry.ops.serving import gunicorn_settings
from registry.settings import Settings


def test_requests_are_counted_by_route_and_never_by_what_was_sent(
    database_url: str, key_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "metrics"
    folder.mkdir()
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(folder))
    monkeypatch.setattr(values, "ValueClass", values.ValueClass)
    settings = Settings(
        database_url=database_url, key_dir=key_dir, demo=True, metrics_bind="127.0.0.1:1"
    )
    app = create_app(settings)
    client = app.test_client()
    client.get("/live")
    client.get("/v1/reports/rep_79161234567", headers={"Authorization": "Bearer 79161234567"})
    client.get("/79161234567")
    text = generate_latest(metrics.collected()).decode()
    with app.app_context():
        db.engine.dispose()
    assert 'bonafide_requests_total{method="GET",route="/live",status="200"} 1.0' in text
    assert 'route="/v1/reports/<report_id>",status="401"' in text
    assert 'route="none",status="404"' in text
    assert "79161234567" not in text


def test_metrics_have_a_port_of_their_own_only_when_it_is_set(settings: Settings) -> None:
    assert "when_ready" not in gunicorn_settings(settings)
    private = Settings(
        database_url=settings.database_url, key_dir=settings.key_dir, metrics_bind="127.0.0.1:9100"
    )
    assert "when_ready" in gunicorn_settings(private)
