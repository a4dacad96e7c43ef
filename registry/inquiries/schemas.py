"""How evaluations, budgets and overrides travel."""

from marshmallow import Schema, fields, validate

from bonafide.protocol.words import Advice
from registry.identifiers.service import MAX_POINTS
from registry.inquiries.budgets import Counted
from registry.kernel.web.fields import ShortList, StrictBoolean
from registry.shops.rules import OVERRIDES

_POINT = "4kzwn8XZ0sEmX8F1zXc0KXBxmbn2y4Z2m3Y2c3PZ6n0"


class EvaluationSchema(Schema):
    """Blinded points."""

    points = ShortList(
        fields.String(validate=validate.Length(max=64)),
        required=True,
        validate=validate.Length(1, MAX_POINTS),
        metadata={
            "description": "ristretto255 points, 43 characters of base64url each.",
            "example": [_POINT],
        },
    )
    proof = StrictBoolean(
        load_default=False,
        metadata={"description": "Ask for a proof against the published key (at most 16 points)."},
    )


class EvaluatedSchema(Schema):
    """The same points multiplied by the registry's key, in their order."""

    epoch = fields.Integer(metadata={"description": "Send it with the elements you make of them."})
    points = fields.List(fields.String(metadata={"example": _POINT}))
    proof = fields.String(metadata={"description": "Only when asked for: 64 bytes, base64url."})


class BudgetSchema(Schema):
    """One budget of today."""

    name = fields.Enum(Counted, by_value=True)
    limit = fields.Integer(metadata={"description": "Today's units, yesterday's rest included."})
    used = fields.Integer(metadata={"description": "Counted in blocks, so a little ahead of you."})
    left = fields.Integer()


class AllowanceSchema(Schema):
    """What an admin allowed to be imported and is not used yet."""

    people = fields.Integer()
    points = fields.Integer()


class BudgetsSchema(Schema):
    """Everything that is limited per day."""

    budgets = fields.List(fields.Nested(BudgetSchema))
    import_allowance = fields.Nested(AllowanceSchema)
    renewed_at = fields.AwareDateTime(metadata={"description": "When the day's units come back."})


class OverrideSchema(Schema):
    """Your own last word on one person."""

    advice = fields.String(
        required=True,
        validate=validate.OneOf([str(advice) for advice in Advice if advice in OVERRIDES]),
        metadata={"description": "What every answer about this person shall advise you."},
    )


class OverriddenSchema(OverrideSchema):
    """The override as it stands."""

    ref = fields.String(metadata={"description": "A fresh ref of the same person."})


class CanarySchema(Schema):
    """A digest and its element: a registry that used a special key for you would answer another."""

    x = fields.String(required=True)
    element = fields.String(required=True)


class NextKeySchema(Schema):
    """The key that will follow."""

    epoch = fields.Integer(required=True)
    public_key = fields.String(required=True)


class ParamsSchema(Schema):
    """The public facts of a world's key."""

    protocol = fields.String(required=True, metadata={"example": "bf1"})
    suite = fields.String(required=True)
    epoch = fields.Integer(required=True)
    public_key = fields.String(required=True)
    canary = fields.Nested(CanarySchema, required=True)
    next = fields.Nested(NextKeySchema, required=True, allow_none=True)
    proofs = fields.Boolean(required=True)
    max_points = fields.Integer(required=True)
