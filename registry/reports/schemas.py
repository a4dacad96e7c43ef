"""How reports travel. Every field is a word, a day or an id: there is no place for free text."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from bonafide.protocol.words import (
    BAD_OUTCOMES,
    AmountBand,
    Evidence,
    Fault,
    Outcome,
    Payment,
    ReportState,
)
from registry.identifiers.schemas import IdentifierSchema
from registry.kernel.web.each import Each, Items
from registry.kernel.web.fields import ShortList, StrictBoolean, StrictInteger
from registry.kernel.web.openapi import ProblemSchema
from registry.reports.couriers import COURIERS
from registry.reports.quick import MOST_REVISIONS, quick_report

MOST_IN_BATCH = 1_000

ORDER_REF_FORM = validate.And(
    validate.Length(1, 100),
    validate.Regexp(r"[^\x00-\x1f\x7f]+\Z", error="Control characters are not taken."),
)

SEGMENT_FORM = validate.Regexp(r"[A-Za-z0-9_.:-]{1,40}\Z")


class StatementSchema(Schema):
    """What is said about one order."""

    outcome = fields.Enum(Outcome, by_value=True, required=True)
    fault = fields.Enum(
        Fault,
        by_value=True,
        metadata={"description": "Whose doing; required when the order was not paid."},
    )
    evidence = fields.Enum(
        Evidence,
        by_value=True,
        metadata={"description": "The kind of proof you hold; required when it was not paid."},
    )
    payment = fields.Enum(Payment, by_value=True, required=True)
    occurred_on = fields.Date(required=True, metadata={"description": "The UTC day."})
    amount_band = fields.Enum(
        AmountBand, by_value=True, required=True, metadata={"description": "In your currency."}
    )
    courier = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(sorted(COURIERS))
    )
    segment = fields.String(
        load_default=None,
        allow_none=True,
        validate=SEGMENT_FORM,
        metadata={"description": "Your own label, never shown to others."},
    )
    lookup = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(r"lkp_[a-z2-7]{26}\Z"),
        metadata={"description": "The lookup that preceded the order."},
    )
    customer_told_on = fields.Date(load_default=None, allow_none=True)
    imported = StrictBoolean(
        load_default=False,
        metadata={"description": "From your past records: spends your import allowance."},
    )


class ReportSchema(StatementSchema):
    """One report as it is sent."""

    order_ref = fields.String(
        required=True,
        validate=ORDER_REF_FORM,
        metadata={"description": "Your own id of the order; stored only as a keyed MAC."},
    )
    identifiers = ShortList(
        fields.Nested(IdentifierSchema), required=True, validate=validate.Length(1, 4)
    )
    revision = StrictInteger(load_default=1, validate=validate.Range(1, MOST_REVISIONS))

    @validates_schema
    def blame_needs_words(self, data: dict[str, Any], **_: Any) -> None:
        """An order that failed names a fault and a kind of evidence."""
        if data.get("outcome") not in BAD_OUTCOMES:
            return
        missing = [name for name in ("fault", "evidence") if name not in data]
        if missing:
            text = "Required when the order was not paid."
            raise ValidationError({name: [text] for name in missing})

    @post_load
    def fill(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """What may be left out of a paid order."""
        return {"fault": Fault.UNKNOWN, "evidence": Evidence.STATEMENT} | data


class BatchSchema(Items):
    """Up to 1,000 reports; each is checked by itself, so that one bad one harms no other."""

    reports = Each(
        fields.Nested(ReportSchema),
        quick=quick_report,
        required=True,
        validate=validate.Length(1, MOST_IN_BATCH),
    )


class NoticeSchema(Schema):
    """A text to send to the customer, in both languages."""

    ru = fields.String(required=True)
    en = fields.String(required=True)


COMMITMENT = {
    "description": "The entry of the log that answers for this state of the report: "
    "`/v1/log/inclusion` proves, within a minute, that it is there."
}


class ReceiptSchema(Schema):
    """What became of a report. ``ignored`` says why nothing was stored."""

    id = fields.String(required=True, allow_none=True)
    revision = fields.Integer(required=True)
    state = fields.Enum(ReportState, by_value=True, required=True, allow_none=True)
    counts_on = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "From this UTC day it counts for others; null: it does not."},
    )
    ignored = fields.String(
        required=True, allow_none=True, validate=validate.OneOf(["erased", "opted_out", "expired"])
    )
    refs = fields.List(fields.String(), required=True)
    notice = fields.Nested(NoticeSchema, required=True, allow_none=True)
    commitment = fields.String(required=True, allow_none=True, metadata=COMMITMENT)


class ReceiptOrProblemSchema(ReceiptSchema):
    """One answer of a batch: a receipt, or ``error`` and nothing else."""

    id = fields.String(allow_none=True)
    revision = fields.Integer()
    state = fields.Enum(ReportState, by_value=True, allow_none=True)
    counts_on = fields.Date(allow_none=True)
    ignored = fields.String(allow_none=True)
    refs = fields.List(fields.String())
    notice = fields.Nested(NoticeSchema, allow_none=True)
    commitment = fields.String(allow_none=True)
    error = fields.Nested(ProblemSchema)


class BatchAnswerSchema(Schema):
    """One answer for each report, in the order sent."""

    data = fields.List(fields.Nested(ReceiptOrProblemSchema), required=True)


class FindSchema(Schema):
    """Which order."""

    order_ref = fields.String(required=True, validate=ORDER_REF_FORM)


class RetractSchema(Schema):
    """The next revision, which takes the report back."""

    revision = StrictInteger(required=True, validate=validate.Range(2, MOST_REVISIONS))


class StoredReportSchema(Schema):
    """A report as its shop may read it: without the order reference, which is not stored."""

    id = fields.String(required=True)
    revision = fields.Integer(required=True)
    state = fields.Enum(ReportState, by_value=True, required=True)
    counts_on = fields.Date(required=True, allow_none=True)
    counts_elsewhere = fields.Boolean(
        required=True,
        metadata={"description": "Whether it can ever count for other shops."},
    )
    outcome = fields.Enum(Outcome, by_value=True, required=True)
    fault = fields.Enum(Fault, by_value=True, required=True)
    evidence = fields.Enum(Evidence, by_value=True, required=True)
    payment = fields.Enum(Payment, by_value=True, required=True)
    occurred_on = fields.Date(required=True)
    amount_band = fields.Enum(AmountBand, by_value=True, required=True)
    courier = fields.String(required=True, allow_none=True)
    segment = fields.String(required=True, allow_none=True)
    lookup = fields.String(required=True, allow_none=True)
    customer_told_on = fields.Date(required=True, allow_none=True)
    imported = fields.Boolean(required=True)
    filed_on = fields.Date(required=True)
    revised_on = fields.Date(required=True)
    commitment = fields.String(required=True, allow_none=True, metadata=COMMITMENT)
    refs = fields.List(fields.String(), required=True)


class ReportPageSchema(Schema):
    """One page of the shop's reports, oldest filing first."""

    data = fields.List(fields.Nested(StoredReportSchema), required=True)
    next = fields.String(
        required=True, allow_none=True, metadata={"description": "The cursor of the next page."}
    )
