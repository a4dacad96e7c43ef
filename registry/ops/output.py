"""What commands say: one JSON document or plain lines on stdout, talk on standard error."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

import click

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print exactly one JSON document."
)
world_option = click.option(
    "--world",
    type=click.Choice(["live", "test"]),
    default="live",
    show_default=True,
    help="The registry proper, or the one that shops test against.",
)


class Failed(click.ClickException):
    """Something that was to be expected went wrong; the message says what to do."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """One sentence on standard error."""
        say(f"registry: {self.format_message()}")


def fail(sentence: str) -> NoReturn:
    """Stop with one sentence that says what to do."""
    raise Failed(sentence)


def say(sentence: str) -> None:
    """Talk to the person at the terminal."""
    click.echo(sentence, err=True)


def show(document: Mapping[str, Any], lines: Iterable[str], *, as_json: bool) -> None:
    """The result: ``document`` for a program or ``lines`` for a person."""
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))
        return
    for line in lines:
        click.echo(line)


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines with aligned columns."""
    if not rows:
        return []
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
