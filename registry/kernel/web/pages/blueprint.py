"""The blueprint of pages: it names its guard and takes no form without this session's token."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect

from registry.kernel.errors import DomainError
from registry.kernel.web.blueprint import NoGuard

PageGuard = Callable[[], ResponseReturnValue | None]
"""Lets in by returning None, sends elsewhere by a redirect, refuses by a DomainError."""

protection = CSRFProtect()
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class FormExpiredError(DomainError):
    """A form came without the token of this browser's session: cookie lost, or another site's."""

    code = "form_expired"


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a menu; ``here`` says that it is the page at hand."""

    href: str
    label: str
    here: bool = False


Menu = Callable[[], Sequence[Link]]


def no_menu() -> Sequence[Link]:
    """The menu of pages that have none."""
    return ()


class PageBlueprint(Blueprint):
    """Pages behind one guard, or ``NO_AUTH`` said aloud.

    ``menu`` is asked for every page, refusals too, so it reads no database. ``largest_form`` is in
    bytes, where files are sent (``uploads.MOST_IN_FORM``); ``deploy/nginx.conf`` has to know, too.
    """

    def __init__(
        self,
        name: str,
        import_name: str,
        *,
        guard: PageGuard | NoGuard,
        menu: Menu = no_menu,
        largest_form: int | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("template_folder", "templates")
        super().__init__(name, import_name, **options)
        self.guarded = not isinstance(guard, NoGuard)
        self.menu = menu
        self.largest_form = largest_form
        self.before_request(self._prepare)
        if not isinstance(guard, NoGuard):
            self.before_request(guard)
        self.before_request(_check_token)

    def _prepare(self) -> None:
        """Before anything reads the form: its token stands in it."""
        g.page_menu = self.menu
        if self.largest_form is not None:
            request.max_content_length = self.largest_form


def current_menu() -> Sequence[Link]:
    """The menu of the page at hand."""
    menu: Menu = g.get("page_menu", no_menu)
    return menu()


def _check_token() -> None:
    """Raises FormExpiredError. Only pages come here: the JSON API takes keys, not cookies."""
    if request.method in _READING:
        return
    try:
        protection.protect()
    except CSRFError:
        raise FormExpiredError from None
