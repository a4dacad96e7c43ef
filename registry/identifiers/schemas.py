"""How identifiers travel: exactly one of three ways to name one."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from bonafide.protocol.words import Kind
from registry.identifiers.names import DigestName, ElementName, Name, RefName

_FORMS = (
    frozenset({"ref"}),
    frozenset({"kind", "element", "epoch"}),
    frozenset({"kind", "digest"}),
)
_HOW = "name it by `ref`, by `kind`, `element` and `epoch`, or by `kind` and `digest`"


class IdentifierSchema(Schema):
    """One identifier: a ref from an earlier answer, a blinded element, or a digest."""

    ref = fields.String(
        validate=validate.Length(max=64),
        metadata={"description": "From an earlier answer; yours alone."},
    )
    kind = fields.Enum(Kind, by_value=True)
    element = fields.String(
        validate=validate.Length(max=64), metadata={"description": "43 characters, base64url."}
    )
    epoch = fields.Integer(
        strict=True,
        validate=validate.Range(0, 65_535),
        metadata={"description": "The epoch that `/v1/evaluations` answered with."},
    )
    digest = fields.String(
        validate=validate.Length(max=64),
        metadata={"description": "Direct tier only: 43 characters, base64url."},
    )

    @validates_schema
    def one_form(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse a mixture."""
        if frozenset(data) not in _FORMS:
            raise ValidationError(_HOW)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Name:
        """The name that was meant."""
        if "ref" in data:
            return RefName(data["ref"])
        if "element" in data:
            return ElementName(data["kind"], data["element"], data["epoch"])
        return DigestName(data["kind"], data["digest"])
