"""The code of client/README.md, run as it stands."""

import re
from pathlib import Path

import pytest

import bonafide
from bonafide import Registry
from bonafide.testing import FakeRegistry

TEXT = (Path(__file__).parents[2] / "client" / "README.md").read_text("utf-8")
ASKING, OUTBOX, PASS, CHANGES, TESTING = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


def test_the_readme_asks_reports_and_keeps(
    fake: FakeRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bonafide, "Registry", lambda *_: fake.client())
    names: dict[str, object] = {}
    exec(ASKING + OUTBOX, names)
    assert fake.reports["SHOP-1"]["outcome"] == "paid"
    dispute = fake.contest("SHOP-1")
    exec(PASS + CHANGES, names)
    assert fake._news.dispute(dispute)["stance"] == "uphold"
    outbox, registry = names["outbox"], names["registry"]
    assert isinstance(outbox, bonafide.Outbox)
    assert outbox.status().waiting == 0
    outbox.close()
    assert isinstance(registry, Registry)
    registry.close()


def test_the_readme_shows_how_to_test() -> None:
    exec(TESTING, {})
