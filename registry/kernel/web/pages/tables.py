"""What lets a table be read on a phone, where each row is stacked as a card.

Each cell carries the heading of its column, for the stylesheet to write beside it, and its role in
the table, which a browser forgets once a row is laid out as something else (ARIA in HTML).
"""

import re
from collections.abc import Sequence
from itertools import chain, repeat
from typing import Final

from flask import Flask
from markupsafe import Markup, escape

_CELL: Final = re.compile(r"<(td|th)\b([^>]*)>(.*?)</\1>", re.DOTALL)
_ROLES: Final = {"td": "cell", "th": "rowheader"}


def stacked(cells: Markup, heads: Sequence[str]) -> Markup:
    """The cells of one row with their headings; ``cells`` is what a template wrote."""
    labels = chain(heads, repeat(""))

    def label(found: re.Match[str]) -> str:
        tag, attributes, inside = found.groups()
        return (
            f'<{tag}{attributes} role="{_ROLES[tag]}" data-label="{escape(next(labels))}">'
            f"<div>{inside.strip()}</div></{tag}>"
        )

    return Markup(_CELL.sub(label, str(cells)))  # noqa: S704 - a template's own, escaped there


def register(app: Flask) -> None:
    """Offer it to templates."""
    app.jinja_env.filters["stacked"] = stacked
