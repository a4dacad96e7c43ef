"""A file of a case as an answer: to be saved, never to be shown by the browser itself."""

from typing import Final

from flask import Response

from registry.disputes import files
from registry.disputes.papers import Paper

_ENDINGS: Final = {files.JPEG: "jpg", files.PNG: "png", files.PDF: "pdf", files.TEXT: "txt"}


def attached(paper: Paper, content: bytes) -> Response:
    """The bytes under a name of ours and a policy that lets nothing in them act."""
    response = Response(content, mimetype=paper.media)
    name = f"evidence.{ending_of(paper)}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response


def ending_of(paper: Paper) -> str:
    """What a file of this kind is called behind the dot."""
    return _ENDINGS[paper.media]


def kilobytes(paper: Paper) -> int:
    """Its size, begun kilobytes counted whole: no file is empty."""
    return -(-paper.size // 1024)
