"""The documents keep up with the code: what exists is written down where a reader looks for it."""

import re
from dataclasses import fields
from enum import StrEnum
from pathlib import Path

import pytest

from bonafide.protocol.words import (
    Advice,
    AmountBand,
    Evidence,
    Fault,
    Level,
    Outcome,
    Payment,
    Purpose,
    ReportState,
)
from registry.app import create_app
from registry.identifiers.magic import Magic
from registry.kernel.db import Base
from registry.ops.jobs import JOBS
from registry.settings import Settings
from registry.shops.terms import Terms

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_every_setting_is_explained(field: object) -> None:
    name = getattr(field, "name", "")
    assert f"`BONAFIDE_{name.upper()}`" in text_of("settings.md")


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_the_privacy_page_names_every_table(table: str) -> None:
    assert f"`{table}`" in text_of("privacy.md")


@pytest.mark.parametrize("job", sorted(JOBS))
def test_every_job_is_explained_to_operators(job: str) -> None:
    assert f"`{job}`" in text_of("runbook.md")


def test_every_address_of_the_api_is_in_its_guide(tmp_path: Path, key_dir: Path) -> None:
    guide = text_of("api.md")
    url = f"sqlite:///{tmp_path / 'none.db'}"
    app = create_app(Settings(database_url=url, key_dir=key_dir, demo=True))
    served = {rule.rule.partition("<")[0].rstrip("/") for rule in app.url_map.iter_rules()}
    addresses = {path for path in served if path.startswith("/v1/")}
    assert {path for path in addresses if path not in guide} == set()
    assert addresses


@pytest.mark.parametrize(
    "words", [Advice, AmountBand, Evidence, Fault, Level, Outcome, Payment, Purpose]
)
def test_every_word_of_the_wire_is_in_the_guide_of_the_api(words: type[StrEnum]) -> None:
    guide = text_of("api.md") + text_of("trust.md")
    assert [word for word in words if f"`{word}`" not in guide] == []


def test_every_state_of_a_report_is_in_the_guide_of_the_api() -> None:
    guide = text_of("api.md")
    assert [state for state in ReportState if f"`{state}`" not in guide] == []


def test_every_person_of_the_test_world_is_in_the_guide_of_the_api() -> None:
    guide = text_of("api.md")
    assert [person for person in Magic if f"`+7 000 000 00 {person:02d}`" not in guide] == []


def test_every_field_of_the_terms_is_shown_in_the_guide_of_the_api() -> None:
    guide = text_of("api.md")
    assert [each.name for each in fields(Terms) if each.name not in guide] == []


def test_every_decision_is_listed() -> None:
    listed = text_of("decisions/README.md")
    pages = [path.name for path in (DOCS / "decisions").glob("[0-9]*.md")]
    assert [page for page in pages if f"({page})" not in listed] == []
    assert pages


def found(name: str) -> Path | None:
    """A file of the map; paths are below ``registry`` unless they begin with ``client``."""
    return next((base / name for base in (ROOT / "registry", ROOT) if (base / name).exists()), None)


def test_the_map_of_a_request_names_files_and_functions_that_exist() -> None:
    page = text_of("request-flow.md")
    files = set(re.findall(r"`([a-z_0-9]+/[a-z_0-9/]+\.py)`", page))
    assert [name for name in sorted(files) if found(name) is None] == []
    named = re.findall(r"`([a-z_0-9/]+\.py)` \(`([A-Za-z_]+)`", page)
    lost = [
        (name, inside)
        for name, inside in named
        if not re.search(rf"(def|class) {inside}\b", (found(name) or ROOT / name).read_text())
    ]
    assert lost == []
    assert len(named) > 10
