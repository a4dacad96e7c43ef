"""What can go wrong with an upload."""

from registry.kernel.errors import DomainError


class UploadNotFoundError(DomainError):
    """No such upload, it is over an hour old, or the browser's key does not open it."""

    code = "not_found"


class BadTableError(Exception):
    """The file is no table that can be read; ``reason`` is a word of the page's texts."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
