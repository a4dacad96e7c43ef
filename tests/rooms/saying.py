"""What rows of the history say, for tests that write them past the service."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from registry.reports.models import History
from registry.reports.numbers import PARTS, number_of, taken_apart


def history_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row of ``history`` from its key and its words by name."""
    said = number_of(**{name: row[name] for name in PARTS})
    return {key: value for key, value in row.items() if key not in PARTS} | {"said": said}


def say(session: Session, **words: Any) -> None:
    """Let every row of the history say something else."""
    for said in session.scalars(select(History.said).distinct()).all():
        other = number_of(**taken_apart(said) | words)
        session.execute(update(History).where(History.said == said).values(said=other))
