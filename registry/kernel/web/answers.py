"""A finished answer as bytes, for views whose answers are many and already made of JSON's types.

The schema of such a view describes the answer and does not make it: marshmallow walks every field
of every item again, which was a fifth of a batch. A test holds what is sent against the schema.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

import orjson
from flask import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class _Written(Response):
    """One whose bytes are there already: only how many they are is said where they leave."""

    automatically_set_content_length = False

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Send it."""
        body = cast("list[bytes]", self.response)
        length = str(sum(map(len, body)))
        start_response(self.status, [*self.headers, ("Content-Length", length)])
        return body


def json_answer(body: Mapping[str, Any], status: int = 200) -> Response:
    """``body``, written as it stands; words of enums become their text, days ISO 8601."""
    return _Written(orjson.dumps(body), status, content_type="application/json")
