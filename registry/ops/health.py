"""Is it alive, and may it be sent requests."""

from typing import Any

from flask import current_app
from marshmallow import Schema, fields

from registry.kernel.db import db
from registry.kernel.engines import unsafe_settings
from registry.kernel.errors import DomainError
from registry.kernel.web import context
from registry.kernel.web.blueprint import NO_AUTH, Blueprint
from registry.ops import schema

blp = Blueprint("health", __name__, guard=NO_AUTH, description="For the operator's monitoring.")


class NotReadyError(DomainError):
    """The database is not at this code's schema, or would lose acknowledged reports."""

    code = "unavailable"


class HealthSchema(Schema):
    """All is well."""

    status = fields.String(required=True, metadata={"example": "ok"})


@blp.route("/live", methods=["GET"])
@blp.response(200, HealthSchema)
def live() -> dict[str, Any]:
    """The process answers."""
    return {"status": "ok"}


@blp.route("/ready", methods=["GET"])
@blp.response(200, HealthSchema)
def ready() -> dict[str, Any]:
    """Keys can be read, the database answers, and its schema is this code's."""
    context.keyring()
    session = db.session()
    if schema.current(session.connection()) != current_app.config["SCHEMA_HEAD"]:
        raise NotReadyError
    if unsafe_settings(session):
        raise NotReadyError
    return {"status": "ok"}
