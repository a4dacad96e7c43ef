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
    ],
)
def test_what_makes_no_sense_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({**WHOLE, name: value})


@pytest.mark.parametrize(
    ("text", "meant"), [("1", True), ("YES", True), ("true", True), ("0", False), ("no", False)]
)
def test_a_flag_is_yes_or_no(text: str, meant: object) -> None:
    assert load_settings({**WHOLE, "BONAFIDE_DEMO": text}).demo is meant


def test_settings_are_frozen() -> None:
    with pytest.raises(AttributeError):
        load_settings(WHOLE).workers = 3  # type: ignore[misc]  # that is what is tested
