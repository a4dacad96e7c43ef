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


def test_nobody_is_sent_to_the_package_index_where_the_name_is_anothers() -> None:
    """In documents, pages and what programs say; only the sources have this client."""
    root = Path(__file__).parents[2]
    places = [*(root / "docs").rglob("*.md"), *root.glob("*.md")]
    for room in ("client", "registry", "deploy", "examples"):
        places += [*(root / room).rglob("*.*")]
    wrong = re.compile(r"pip3? install ['\"]?bonafide")
    texts = {".md", ".py", ".html", ".php", ".mjs", ".service", ".txt"}
    told = [each for each in places if each.suffix in texts and wrong.search(each.read_text())]
    assert told == []
    assert "somebody else's package" in TEXT
