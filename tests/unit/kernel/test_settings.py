"""Settings are complete and make sense, or the program does not start."""

from pathlib import Path

import pytest

from registry.settings import Settings, SettingsError, load_settings

WHOLE = {"BONAFIDE_DATABASE_URL": "sqlite:///x.db", "BONAFIDE_KEY_DIR": "/keys"}


def test_two_variables_are_enough_and_the_rest_has_its_default() -> None:
    found = load_settings(WHOLE)
    assert found == Settings(database_url="sqlite:///x.db", key_dir=Path("/keys"))
    assert found.demo is False


@pytest.mark.parametrize("name", sorted(WHOLE))
@pytest.mark.parametrize("value", ["", "   "])
def test_what_is_missing_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({**WHOLE, name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BONAFIDE_WORKERS", "two"),
        ("BONAFIDE_WORKERS", "0"),
        ("BONAFIDE_THREADS", "-1"),
        ("BONAFIDE_WORKERS", "٢"),
        ("BONAFIDE_DEMO", "maybe"),
        ("BONAFIDE_DATABASE_URL", "mysql://x"),
        ("BONAFIDE_DATABASE_URL", "postgresql://x"),
        ("BONAFIDE_DATABASE_URL", "postgresql+psycopg://a:b:c:d"),
        ("BONAFIDE_DATABASE_URL", "nonsense"),
        ("BONAFIDE_WORKERS", "1000000"),
        ("BONAFIDE_THREADS", "1000000"),
        ("BONAFIDE_BIND", "127.0.0.1"),
        ("BONAFIDE_BIND", "127.0.0.1:99999"),
        ("BONAFIDE_METRICS_BIND", "here"),
        ("BONAFIDE_METRICS_BIND", "127.0.0.1:http"),
        ("BONAFIDE_LOG_LEVEL", "LOUD"),
        ("BONAFIDE_RATE_LIMIT", "lots"),
        ("BONAFIDE_RATE_LIMIT", "0/minute"),
        ("BONAFIDE_RATE_LIMIT", "5/fortnight"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({**WHOLE, name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BONAFIDE_DATABASE_URL", "postgresql+psycopg://postgres:@/registry?host=/run/pg"),
        ("BONAFIDE_DATABASE_URL", "postgresql+psycopg://a:b%40c@[::1]:5432/registry"),
        ("BONAFIDE_BIND", "unix:/run/registry.sock"),
        ("BONAFIDE_BIND", "[::1]:0"),
        ("BONAFIDE_LOG_LEVEL", "debug"),
        ("BONAFIDE_RATE_LIMIT", "5 per 2 hours"),
        ("BONAFIDE_METRICS_BIND", "127.0.0.1:9100"),
    ],
)
def test_what_makes_sense_is_taken_as_it_stands(name: str, value: str) -> None:
    found = load_settings({**WHOLE, name: value})
    assert getattr(found, name.removeprefix("BONAFIDE_").lower()) == value


@pytest.mark.parametrize(
    ("text", "meant"), [("1", True), ("YES", True), ("true", True), ("0", False), ("no", False)]
)
def test_a_flag_is_yes_or_no(text: str, meant: object) -> None:
    assert load_settings({**WHOLE, "BONAFIDE_DEMO": text}).demo is meant


def test_settings_are_frozen() -> None:
    with pytest.raises(AttributeError):
        load_settings(WHOLE).workers = 3  # type: ignore[misc]  # that is what is tested
