"""Help and errors in the language of the person at the terminal."""

import math
import re
import sys
from argparse import Action, ArgumentParser, HelpFormatter
from collections.abc import Iterable
from typing import Any, NoReturn

from bonafide.cli.output import language
from bonafide.cli.russian import KINDS, PATTERNS, REASONS, RUSSIAN
from bonafide.errors import BadIdentifier, BonafideError, Invalid, NotAllowed, Refused, ServerFailed

UNKNOWN_KEY = 401
BAD_KEY = "the registry knows no such key: BONAFIDE_API_KEY is wrong or was revoked"
TOO_MANY = "there are arguments too many: a phone with spaces in it stands in quotes"


def said(text: str, tongue: str | None = None) -> str:
    """In Russian where the reader reads it and we know it, else as it is."""
    if (tongue or language()) != "ru":
        return text
    if text in RUSSIAN:
        return RUSSIAN[text]
    for pattern, russian in PATTERNS:
        if found := re.fullmatch(pattern, text):
            return found.expand(russian)
    return text


def spoken(error: str | BonafideError, tongue: str | None = None) -> str:
    """An error of this package; what the registry says is in the reader's language already.

    ``tongue``: for a reader of another language than the terminal's.
    """
    if isinstance(error, str):
        return said(error, tongue)
    if isinstance(error, Refused | ServerFailed):
        return _of_the_registry(error, tongue)
    if (tongue or language()) != "ru":
        return str(error)
    if isinstance(error, BadIdentifier):
        return f"{KINDS[error.kind]} не подходит: {REASONS.get(error.reason, error.reason)}"
    return said(str(error.args[0]), tongue) + _request(error, tongue)


def _of_the_registry(error: Refused | ServerFailed, tongue: str | None) -> str:
    """Its sentence without its word for programs; of fields that are wrong just which, and why."""
    listed = error.errors if isinstance(error, Refused) else ()
    if isinstance(error, NotAllowed) and error.status == UNKNOWN_KEY:
        plain = said(BAD_KEY, tongue)
    elif isinstance(error, Invalid) and listed:
        plain = "; ".join(
            f"{each.pointer.strip('/')}: {said(each.detail, tongue)}" for each in listed
        )
    else:
        facts = [f"{each.detail.rstrip('.')}." for each in listed if each.detail]
        plain = " ".join([*facts, said(re.sub(r"^\w+: ", "", str(error.args[0])), tongue)])
        plain = plain.replace("`Retry-After`", _wait(error, tongue))
    return plain + _request(error, tongue)


def _wait(error: Refused | ServerFailed, tongue: str | None) -> str:
    """The time that a header tells to programs."""
    seconds = 0.0 if isinstance(error, Refused) else error.retry_after or 0.0
    minutes = math.ceil(seconds / 60)
    if (tongue or language()) == "ru":
        return f"{minutes} мин ожидания" if seconds else "некоторого ожидания"
    return f"{minutes} min" if seconds else "a while"


def _request(error: BonafideError, tongue: str | None) -> str:
    word = "запрос" if (tongue or language()) == "ru" else "request"
    return f" ({word} {error.request_id})" if error.request_id else ""


class Parser(ArgumentParser):
    """argparse whose complaints are in the reader's language and repeat no stray argument: that may
    be the end of a phone number.
    """

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end with status 2."""
        if message.startswith("unrecognized arguments"):
            message = TOO_MANY
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {said('error')}: {said(message)}\n")


class Speaking(HelpFormatter):
    """argparse's help with each of its sentences through ``said``."""

    def add_usage(
        self, usage: str | None, actions: Iterable[Action], groups: Any, prefix: str | None = None
    ) -> None:
        """The first lines."""
        if prefix is None and language() == "ru":
            prefix = "запуск: "
        super().add_usage(usage, actions, groups, prefix)

    def start_section(self, heading: str | None) -> None:
        """A group of arguments."""
        super().start_section(heading and said(heading))

    def add_text(self, text: str | None) -> None:
        """What stands above and below the arguments."""
        super().add_text(text and said(text))

    def _get_help_string(self, action: Action) -> str | None:
        return action.help and said(action.help)
