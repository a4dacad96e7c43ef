"""How figures and monthly totals travel."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from registry.kernel.web.fields import DecimalText
from registry.trust.economics.quarters import Quarter, find_quarter
from registry.trust.economics.totals import MonthTotal

_MONTH = validate.Regexp(r"^20[0-9]{2}-(0[1-9]|1[0-2])$", error="Write it as 2026-10.")


class QuarterArguments(Schema):
    """Which quarter."""

    quarter = fields.String(
        load_default=None,
        metadata={
            "description": "`2026-Q3`; unless told, the last whole one with at least 100 orders, "
            "else the running one.",
            "example": "2026-Q3",
        },
    )

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> dict[str, Quarter | None]:
        """The quarter as a value."""
        if data["quarter"] is None:
            return {"quarter": None}
        found = find_quarter(data["quarter"])
        if found is None:
            raise ValidationError({"quarter": ["Write it as 2026-Q3."]})
        return {"quarter": found}


class LossRateSchema(Schema):
    """``failed`` of ``orders``; nine times in ten the true rate lies from ``low`` to ``high``."""

    orders = fields.Integer(required=True)
    failed = fields.Integer(required=True)
    rate = fields.Float(required=True, allow_none=True)
    low = fields.Float(required=True)
    high = fields.Float(required=True)


class SharedRateSchema(Schema):
    """The network's rate; null where fewer than five shops stand behind it."""

    rate = fields.Float(required=True, allow_none=True)
    low = fields.Float(required=True, allow_none=True)
    high = fields.Float(required=True, allow_none=True)
    why = fields.String(required=True, allow_none=True, metadata={"example": "fewer_than_5_shops"})


class LossRatesSchema(Schema):
    """Loss rates split by what may explain them. A segment is the shop's own label."""

    all = fields.Nested(LossRateSchema, required=True)
    by_payment = fields.Dict(fields.String(), fields.Nested(LossRateSchema), required=True)
    by_courier = fields.Dict(fields.String(), fields.Nested(LossRateSchema), required=True)
    by_segment = fields.Dict(fields.String(), fields.Nested(LossRateSchema), required=True)


class SharedRatesSchema(Schema):
    """The same of the network."""

    all = fields.Nested(SharedRateSchema, required=True)
    by_payment = fields.Dict(fields.String(), fields.Nested(SharedRateSchema), required=True)
    by_courier = fields.Dict(fields.String(), fields.Nested(SharedRateSchema), required=True)


class MoneySchema(Schema):
    """Revenue and what failed orders cost; an estimate from amount bands unless totals are in."""

    revenue = DecimalText(required=True)
    losses = DecimalText(required=True)
    loss_percent = fields.String(required=True, allow_none=True)
    estimate = fields.Boolean(required=True)
    months = fields.List(fields.String(), required=True)


class CapSchema(Schema):
    """The most a white buyer's discount may be: max(0, all − white), and its inputs."""

    cap_percent = fields.String(required=True, allow_none=True, metadata={"example": "0.30"})
    all_percent = fields.String(required=True, allow_none=True)
    white_percent = fields.String(required=True, allow_none=True)
    orders = fields.Integer(required=True)
    white_orders = fields.Integer(required=True)
    white_failed = fields.Integer(required=True)
    basis = fields.String(required=True, allow_none=True)
    enough = fields.Boolean(required=True)
    why = fields.String(required=True, allow_none=True)


class FairFeeSchema(Schema):
    """risk / (1 − risk) · cost / amount of the mean cash order; ``percent`` is rounded up."""

    exact_percent = fields.String(required=True)
    percent = fields.String(required=True)
    risk = fields.String(required=True)
    cost = fields.String(required=True)
    amount = fields.String(required=True)


class CoverageSchema(Schema):
    """Lookups that met a history elsewhere, only your own, or nothing; counted up to last night."""

    lookups = fields.Integer(required=True)
    elsewhere = fields.Integer(required=True)
    own_only = fields.Integer(required=True)
    nothing = fields.Integer(required=True)
    elsewhere_percent = fields.String(required=True, allow_none=True)


class ShopFiguresSchema(Schema):
    """Your own figures, from your reports as they stand now."""

    loss_rate = fields.Nested(LossRatesSchema, required=True)
    courier_failures = fields.Dict(fields.String(), fields.Nested(LossRateSchema), required=True)
    excused = fields.Dict(
        fields.String(),
        fields.Integer(),
        required=True,
        metadata={"description": "Failures that were not the buyer's doing, by whose they were."},
    )
    money = fields.Nested(MoneySchema, required=True)
    discount = fields.Nested(CapSchema, required=True)
    fair_cash_fee = fields.Nested(FairFeeSchema, required=True, allow_none=True)
    coverage = fields.Nested(CoverageSchema, required=True)


class SharedCapSchema(Schema):
    """The network's discount cap."""

    cap_percent = fields.String(required=True)
    all_percent = fields.String(required=True)
    white_percent = fields.String(required=True)
    enough = fields.Boolean(required=True)


class SharedMoneySchema(Schema):
    """Of the shops whose currency is yours."""

    loss_percent = fields.String(required=True, allow_none=True)
    discount = fields.Nested(SharedCapSchema, required=True, allow_none=True)
    why = fields.String(required=True, allow_none=True)


class NetworkFiguresSchema(Schema):
    """The benchmark, counted last night."""

    counted_on = fields.String(required=True, allow_none=True)
    why = fields.String(required=True, allow_none=True)
    loss_rate = fields.Nested(SharedRatesSchema)
    courier_failures = fields.Dict(fields.String(), fields.Nested(SharedRateSchema))
    money = fields.Nested(SharedMoneySchema, allow_none=True)


class EconomicsSchema(Schema):
    """What failed orders cost you in one quarter, and the network beside it."""

    quarter = fields.String(required=True, metadata={"example": "2026-Q3"})
    first_on = fields.String(required=True)
    last_on = fields.String(required=True)
    complete = fields.Boolean(required=True)
    currency = fields.String(required=True)
    base = fields.Float(required=True)
    shop = fields.Nested(ShopFiguresSchema, required=True)
    network = fields.Nested(NetworkFiguresSchema, required=True)


class MonthTotalSchema(Schema):
    """Exact revenue and losses of one month, in the currency of your terms."""

    month = fields.String(required=True, validate=_MONTH, metadata={"example": "2026-10"})
    revenue = DecimalText(required=True, metadata={"example": "412300.00"})
    losses = DecimalText(required=True, metadata={"example": "6100.50"})

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> MonthTotal:
        """The month as a value."""
        return MonthTotal(**data)


class TotalsSchema(Schema):
    """Every month that you gave."""

    data = fields.List(fields.Nested(MonthTotalSchema), required=True)


class BacktestArguments(Schema):
    """How many orders."""

    limit = fields.Integer(
        load_default=2_000,
        validate=validate.OneOf(range(500, 5_001, 500)),
        metadata={
            "description": "The newest so many of your orders are replayed, in steps of 500.",
            "example": 2_000,
        },
    )


class BacktestStepSchema(Schema):
    """What one step of your ladder would have done; ``losses_avoided`` is the most it could.

    ``null`` where others' reports moved a figure by fewer than ``hidden_below`` orders.
    """

    code = fields.String(required=True, metadata={"example": "confirm_call"})
    from_times = fields.String(required=True)
    failed_caught = fields.Integer(required=True, allow_none=True)
    failed_caught_percent = fields.String(required=True, allow_none=True)
    losses_avoided = fields.String(required=True, allow_none=True)
    good_bothered = fields.Integer(required=True, allow_none=True)
    good_bothered_percent = fields.String(required=True, allow_none=True)
    revenue_bothered = fields.String(required=True, allow_none=True)


class BacktestSchema(Schema):
    """Your past orders, replayed with what was known on the day of each.

    Others' reports speak about ``with_others`` of them: those reported within 14 days, not today,
    not by import, and never corrected.
    """

    orders = fields.Integer(required=True)
    with_others = fields.Integer(required=True)
    failed = fields.Integer(required=True)
    losses = fields.String(required=True)
    currency = fields.String(required=True)
    first_on = fields.String(required=True, allow_none=True)
    last_on = fields.String(required=True, allow_none=True)
    limit = fields.Integer(required=True)
    thresholds = fields.List(fields.Nested(BacktestStepSchema), required=True)
    own_history_only = fields.List(fields.Nested(BacktestStepSchema), required=True)
    hidden_below = fields.Integer(required=True)
    estimate = fields.Boolean(required=True)
