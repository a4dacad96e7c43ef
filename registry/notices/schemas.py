"""How webhooks and changes travel."""

from marshmallow import Schema, fields, validate

from bonafide.protocol.words import ChangeKind
from registry.notices.addresses import LONGEST_URL
from registry.notices.rules import DeliveryState, HookState


class NewWebhookSchema(Schema):
    """Where to be told."""

    url = fields.String(
        required=True,
        validate=validate.Length(min=10, max=LONGEST_URL),
        metadata={
            "description": "https, on the public internet; redirects are not followed.",
            "example": "https://shop.example/bonafide",
        },
    )


class WebhookSchema(Schema):
    """A webhook. Its secret is shown once, when it is made or changed."""

    id = fields.String(attribute="public_id", required=True)
    url = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(list(HookState)))
    made_at = fields.AwareDateTime(required=True)


class WebhookWithSecretSchema(WebhookSchema):
    """A webhook right after it was made or its secret changed."""

    secret = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "`whsec_…`, shown this once. A repeat under the same Idempotency-Key "
            "answers with null: then rotate it."
        },
    )


class WebhooksSchema(Schema):
    """All of a shop's webhooks."""

    data = fields.List(fields.Nested(WebhookSchema), required=True)


class DeliverySchema(Schema):
    """One change on its way to one webhook."""

    id = fields.String(attribute="public_id", required=True)
    webhook = fields.String(required=True)
    change = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(list(DeliveryState)))
    tries = fields.Integer(required=True)
    made_at = fields.AwareDateTime(required=True)
    tried_at = fields.AwareDateTime(required=True, allow_none=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    outcome = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "Of the last try: delivered, gone (410), redirect, timeout, "
            "unreachable, bad_address, or http_NNN."
        },
    )


class DeliveriesSchema(Schema):
    """One page of the log of webhooks, newest first."""

    data = fields.List(fields.Nested(DeliverySchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ChangeSchema(Schema):
    """One change: ids of your own and nothing about a person."""

    id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(ChangeKind)))
    report = fields.String()
    dispute = fields.String()
    lookup = fields.String(metadata={"description": "The lookup whose answer is no longer true."})
    on = fields.String(required=True)


class ChangesSchema(Schema):
    """One page of changes, oldest first."""

    data = fields.List(fields.Nested(ChangeSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
