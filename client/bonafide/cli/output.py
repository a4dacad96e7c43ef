"""What is said, in which language, on which stream."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table


def language() -> str:
    """``ru`` or ``en``: BONAFIDE_LANGUAGE, else the locale's."""
    named = os.environ.get("BONAFIDE_LANGUAGE") or os.environ.get("LC_ALL")
    return "ru" if (named or os.environ.get("LANG", "")).lower().startswith("ru") else "en"


class Output:
    """Results on standard output, talk on standard error; ``as_json``: one document, no table."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.language = language()
        self.talk = Console(stderr=True, highlight=False)
        self._tables = Console(highlight=False)

    def text(self, english: str, russian: str) -> str:
        """The one of the two that the reader reads."""
        return russian if self.language == "ru" else english

    def say(self, english: str, russian: str) -> None:
        """Tell the person at the terminal something."""
        self.talk.print(escape(self.text(english, russian)))

    def document(self, document: Mapping[str, Any]) -> None:
        """The one JSON document."""
        json.dump(document, sys.stdout, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write("\n")

    def table(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        """Names and values."""
        table = Table(show_header=False)
        # A path is one long word: it goes on in the next line instead of ending in dots.
        table.add_column(overflow="fold")
        table.add_column(overflow="fold")
        for name, value in rows:
            table.add_row(escape(name), escape(value))
        # Not the table's own title: that would be broken where the table is narrow, ids too.
        self._tables.print(escape(title), soft_wrap=True)
        self._tables.print(table)
