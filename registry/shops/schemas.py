"""How shops, keys and terms travel."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from bonafide.protocol.words import World
from registry.kernel.web.fields import DecimalText, ShortList, StrictBoolean, StrictInteger
from registry.shops.rules import Scope, Standing
from registry.shops.terms import CURRENCIES, CodFee, Terms, mistakes

_DEFAULT = Terms()


class ShopSchema(Schema):
    """The shop that the key belongs to."""

    id = fields.String(metadata={"example": "shp_aaaab4qz5hc2m"})
    name = fields.String(metadata={"example": "Чайная лавка"})
    standing = fields.Enum(Standing, by_value=True)
    direct_tier = StrictBoolean(
        metadata={"description": "Whether the shop may send digests instead of blinded elements."}
    )
    world = fields.Enum(World, by_value=True)
    scopes = fields.List(
        fields.Enum(Scope, by_value=True), metadata={"description": "What this key is good for."}
    )


class NewKeySchema(Schema):
    """A key to be issued."""

    scopes = ShortList(
        fields.Enum(Scope, by_value=True),
        required=True,
        validate=validate.Length(min=1, max=len(Scope)),
        metadata={"description": "What the key shall be good for.", "example": ["lookup"]},
    )


class KeySchema(Schema):
    """A key without its text."""

    id = fields.String(attribute="key_id", metadata={"example": "q3k7w2mzn4xa"})
    world = fields.Enum(World, by_value=True)
    scopes = fields.List(fields.Enum(Scope, by_value=True))
    created_at = fields.AwareDateTime()
    revoked_at = fields.AwareDateTime(allow_none=True)


class IssuedKeySchema(KeySchema):
    """A new key."""

    key = fields.String(
        allow_none=True,
        dump_default=None,
        metadata={
            "description": "The text of the key: shown this once and stored nowhere. A repeat "
            "under the same Idempotency-Key answers with null; when the first answer was lost, "
            "revoke the key and issue another.",
            "example": None,
        },
    )


class KeysSchema(Schema):
    """Every key of the shop in this world, oldest first."""

    data = fields.List(fields.Nested(KeySchema))


class TermsSchema(Schema):
    """The shop's own terms. What is left out of a PUT goes back to its default."""

    failure_cost_percent = DecimalText(
        load_default=_DEFAULT.failure_cost_percent,
        metadata={"description": "Of a failed order's amount.", "example": "25"},
    )
    failure_cost_fixed = DecimalText(
        load_default=_DEFAULT.failure_cost_fixed,
        metadata={"description": "On top: both ways of the parcel.", "example": "400"},
    )
    failure_cost_no_amount = DecimalText(
        load_default=_DEFAULT.failure_cost_no_amount,
        metadata={"description": "In all, when a lookup names no amount.", "example": "1000"},
    )
    currency = fields.String(
        load_default=_DEFAULT.currency, validate=validate.OneOf(sorted(CURRENCIES))
    )
    prepay_above = DecimalText(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "From this amount the shop wants prepayment unless the record is good.",
            "example": "15000",
        },
    )
    call_attempts = StrictInteger(
        load_default=_DEFAULT.call_attempts,
        validate=validate.Range(0, 10),
        metadata={"description": "How often the shop rings before it gives up."},
    )
    part_prepay_percent = StrictInteger(
        load_default=_DEFAULT.part_prepay_percent,
        validate=validate.Range(1, 99),
        metadata={"description": "How much of the amount a part prepayment asks for."},
    )
    cod_fee = fields.Enum(
        CodFee,
        by_value=True,
        load_default=_DEFAULT.cod_fee,
        metadata={"description": "For payment on delivery; `fair` covers the expected loss."},
    )
    cod_fee_percent = DecimalText(
        load_default=None,
        allow_none=True,
        metadata={"description": "With `fixed` only.", "example": None},
    )
    confirm_call_times = DecimalText(
        load_default=_DEFAULT.confirm_call_times,
        metadata={"description": "Advise a call from this many times the usual risk."},
    )
    part_prepay_times = DecimalText(
        load_default=_DEFAULT.part_prepay_times,
        metadata={"description": "The same for part prepayment; more than for a call."},
    )
    prepay_times = DecimalText(
        load_default=_DEFAULT.prepay_times,
        metadata={"description": "The same for full prepayment; more than for a part."},
    )
    compensate_up_to = DecimalText(
        load_default=None,
        allow_none=True,
        metadata={"description": "Claims above it are always looked at.", "example": "3000"},
    )

    @validates_schema
    def make_sense(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse terms that contradict themselves."""
        if found := mistakes(Terms(**data)):
            raise ValidationError({name: [text] for name, text in found.items()})

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Terms:
        """The terms as a value."""
        return Terms(**data)
