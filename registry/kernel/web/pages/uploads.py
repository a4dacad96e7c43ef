"""Files in forms: how much may come at once, and that they never touch a disk on the way.

A form with files is larger than the application takes elsewhere; the guard of its blueprint says
so before anything of the body is read. What comes is kept in memory, never in a temporary file: it
is about people, and is stored sealed or not at all.
"""

from io import BytesIO
from typing import IO, Final

from flask import Request, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from registry.kernel.web.pages.blueprint import PageGuard

MOST_IN_FORM: Final = 12 * 1024 * 1024


class InMemory(Request):
    """A request whose files stay in memory, which the limit of its length bounds."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()

    def close(self) -> None:
        """Close the files; where no form was read there are none."""
        if "files" in self.__dict__:
            super().close()


def with_files(guard: PageGuard) -> PageGuard:
    """The same guard for a blueprint whose forms carry files."""

    def roomy() -> ResponseReturnValue | None:
        request.max_content_length = MOST_IN_FORM
        return guard()

    return roomy


def sent_files(name: str) -> list[bytes]:
    """The contents of the files in one field; an empty field sends one without a name."""
    found: list[FileStorage] = request.files.getlist(name)
    return [each.read() for each in found if each.filename]
