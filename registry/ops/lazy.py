"""A group of commands that loads one command when it is called for.

``registry --help`` and every command stay quick: the database, the HTTP framework and the protocol
take half a second to import, and most commands need only some of them.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class Late:
    """Where a command is (``module:attribute``) and the line that the help shows for it."""

    where: str
    help: str


class LazyGroup(click.Group):
    """A click group made of a table. The only place of the service that imports by name."""

    def __init__(self, *args: Any, table: Mapping[str, Late], **options: Any) -> None:
        super().__init__(*args, **options)
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, imported now."""
        late = self._table.get(cmd_name)
        if late is None:
            return None
        module, attribute = late.where.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, late.help) for name, late in self._table.items()])
