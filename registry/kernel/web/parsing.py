"""webargs' parser with our gate in front and our errors behind."""

from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn

import marshmallow
from flask import Request
from webargs.flaskparser import FlaskParser

from registry.kernel.errors import DomainError, FieldError, Where
from registry.kernel.web.body import gated_json
from registry.kernel.web.json_gate import BATCH, SMALL
from registry.kernel.web.pointers import field_errors

JSON_BATCH = "json_batch"
"""A location of ``arguments``: JSON of up to 1 MB instead of 64 KB."""

_WHERE = {
    "query": Where.QUERY,
    "querystring": Where.QUERY,
    "path": Where.PATH,
    "view_args": Where.PATH,
    "headers": Where.HEADER,
}


class InvalidRequestError(DomainError):
    """The request does not fit its schema; ``fields`` says where."""

    code = "invalid_request"

    def __init__(self, *places: FieldError) -> None:
        super().__init__()
        self.places = places

    @property
    def fields(self) -> tuple[FieldError, ...]:
        """Every misfit."""
        return self.places


class StrictParser(FlaskParser):
    """Unknown names are errors in bodies and in queries alike; JSON passes the gate."""

    DEFAULT_UNKNOWN_BY_LOCATION: ClassVar[dict[str, str | None]] = {  # type: ignore[misc]  # theirs is mutable
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": marshmallow.RAISE,
        "querystring": marshmallow.RAISE,
        JSON_BATCH: marshmallow.RAISE,
        "json": marshmallow.RAISE,
    }
    __location_map__ = {**FlaskParser.__location_map__, JSON_BATCH: "load_json_batch"}  # noqa: RUF012 - webargs'

    def parse(
        self,
        argmap: Any,
        req: Request | None = None,
        *,
        location: str | None = None,
        **options: Any,
    ) -> Any:
        """The arguments, those of a batch without a walk by its schema (each.Items) if it may."""
        if location == JSON_BATCH and (read := getattr(argmap, "read_quickly", None)) is not None:
            found = read(gated_json(limit=BATCH))
            if found is not None:
                return found
        return super().parse(argmap, req, location=location, **options)

    def load_json(self, req: Request, schema: marshmallow.Schema) -> Any:
        """A body of up to 64 KB."""
        return gated_json(limit=SMALL)

    def load_json_batch(self, req: Request, schema: marshmallow.Schema) -> Any:
        """A body of up to 1 MB."""
        return gated_json(limit=BATCH)

    def handle_error(
        self,
        error: marshmallow.ValidationError,
        req: Request,
        schema: marshmallow.Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Turn marshmallow's messages, keyed by location, into places of the request."""
        messages = error.messages_dict
        raise InvalidRequestError(
            *(
                place
                for location, below in messages.items()
                for place in field_errors(below, where=_WHERE.get(location, Where.BODY))
            )
        ) from None
