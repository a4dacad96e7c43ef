"""The documents hold together: every relative link leads somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPPED = {".venv", "var", "node_modules", "vendor"}
_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_HEADING = re.compile(r"^#{1,6}\s+(.*)$", re.MULTILINE)
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def documents() -> Iterator[Path]:
    """Every Markdown file of the repository."""
    for path in sorted(ROOT.rglob("*.md")):
        inside = path.relative_to(ROOT).parts
        if not any(part in SKIPPED or part.startswith(".") for part in inside):
            yield path


def broken_links(path: Path) -> list[str]:
    """The relative links of one document that lead nowhere."""
    text = _CODE.sub("", path.read_text(encoding="utf-8"))
    return [target for target in _LINK.findall(text) if not _leads_somewhere(path, target)]


def _leads_somewhere(path: Path, target: str) -> bool:
    if re.match(r"[a-z]+:", target):
        return True
    name, _, anchor = target.partition("#")
    found = (path.parent / name) if name else path
    if not found.exists():
        return False
    return not anchor or found.suffix != ".md" or anchor in _anchors(found)


def _anchors(path: Path) -> set[str]:
    """What GitHub makes of the headings."""
    headings = _HEADING.findall(path.read_text(encoding="utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("path", list(documents()), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_resolves(path: Path) -> None:
    assert broken_links(path) == []


def test_a_link_to_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](gone.md) [b](page.md#two) [c](#one) [d](https://example.org/x)\n")
    assert broken_links(page) == ["gone.md", "page.md#two"]
