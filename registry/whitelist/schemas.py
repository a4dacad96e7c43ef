"""How passes and tickets travel."""

from marshmallow import Schema, fields, validate

from bonafide.protocol.words import PassResult
from registry.identifiers.schemas import IdentifierSchema
from registry.kernel.web.fields import ShortList
from registry.reports.schemas import ORDER_REF_FORM
from registry.trust.schemas import DiscountSchema


class VerifySchema(Schema):
    """A white pass that a customer shows for one order."""

    code = fields.String(
        required=True,
        validate=validate.Length(1, 2_048),
        metadata={
            "description": "The 8 characters under the QR, or what the QR holds. Spaces, dashes "
            "and small letters do no harm.",
            "example": "TESTWHTE",
        },
    )
    order_ref = fields.String(
        required=True,
        validate=ORDER_REF_FORM,
        metadata={"description": "Your order: the pass is spent on it and on no other."},
    )
    identifiers = ShortList(
        fields.Nested(IdentifierSchema),
        load_default=list,
        validate=validate.Length(0, 4),
        metadata={
            "description": "The phone and e-mail of the order, if there are any: the pass must be "
            "of the same person. Leave them out at a checkout without a phone."
        },
    )


class VerifiedSchema(Schema):
    """What became of the pass."""

    result = fields.Enum(PassResult, by_value=True, required=True)
    text = fields.String(
        required=True, metadata={"description": "What to do, for whoever stands at the counter."}
    )
    discount = fields.Nested(DiscountSchema, required=True)
    bound = fields.Boolean(
        required=True,
        metadata={"description": "Whether the pass is of the person with these identifiers."},
    )
    verified_on = fields.Date(
        required=True, metadata={"description": "The day on which it was spent or looked at."}
    )


class JwkSchema(Schema):
    """One public key (RFC 8037)."""

    kty = fields.String(required=True)
    crv = fields.String(required=True)
    x = fields.String(required=True)
    kid = fields.String(required=True)
    use = fields.String(required=True)
    alg = fields.String(required=True)


class JwksSchema(Schema):
    """The keys that sign passes (RFC 7517 §5), the newest first."""

    keys = fields.List(fields.Nested(JwkSchema), required=True)


class TicketSchema(Schema):
    """A single-use link for a customer who lost the phone."""

    link = fields.String(
        required=True,
        metadata={
            "description": "Send it to the customer. The code stands behind a #, so browsers send "
            "it to no server and no log keeps it.",
            "format": "uri",
        },
    )
    code = fields.String(
        required=True, metadata={"description": "For whom it is easier to type than to open."}
    )
    expires_on = fields.Date(required=True)
