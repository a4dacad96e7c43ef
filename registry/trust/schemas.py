"""How questions and trust answers travel."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from bonafide.protocol.words import Advice, Level, Payment, Purpose
from registry.identifiers.schemas import IdentifierSchema
from registry.kernel.web.each import Each, Items
from registry.kernel.web.fields import DecimalText, ShortList
from registry.kernel.web.openapi import ProblemSchema
from registry.reports.schemas import ORDER_REF_FORM, SEGMENT_FORM
from registry.shops.terms import CURRENCIES
from registry.trust.quick import MOST_MONEY, quick_question
from registry.trust.risk import Confidence
from registry.trust.service import Question

MOST_ITEMS = 1_000


class QuestionSchema(Schema):
    """One question about one person for one order or cart."""

    identifiers = ShortList(
        fields.Nested(IdentifierSchema), required=True, validate=validate.Length(1, 4)
    )
    order_ref = fields.String(
        required=True,
        validate=ORDER_REF_FORM,
        metadata={"description": "Your order or cart; stored only as a keyed MAC."},
    )
    purpose = fields.Enum(Purpose, by_value=True, required=True)
    payment = fields.Enum(Payment, by_value=True, required=True)
    amount = DecimalText(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, MOST_MONEY),
        metadata={"description": "Used for this answer and dropped.", "example": "3490.00"},
    )
    currency = fields.String(
        load_default="RUB",
        validate=validate.OneOf(sorted(CURRENCIES)),
        metadata={"description": "Of the amount; the one of your terms."},
    )
    segment = fields.String(load_default=None, allow_none=True, validate=SEGMENT_FORM)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Question:
        """The question that was meant."""
        return Question(
            names=tuple(data["identifiers"]),
            order_ref=data["order_ref"],
            purpose=data["purpose"],
            payment=data["payment"].value,
            amount=data["amount"],
            currency=data["currency"],
            segment=data["segment"],
        )


class LookupsSchema(Items):
    """Up to 1,000 questions; each is checked by itself."""

    items = Each(
        fields.Nested(QuestionSchema),
        quick=quick_question,
        required=True,
        validate=validate.Length(1, MOST_ITEMS),
    )


class RiskSchema(Schema):
    """How likely the next order fails, rounded to steps; ``base`` is the network's rate."""

    estimate = fields.Float(required=True)
    low = fields.Float(required=True)
    high = fields.Float(required=True)
    base = fields.Float(required=True)
    confidence = fields.Enum(Confidence, by_value=True, required=True)


class EvidenceSchema(Schema):
    """Others' reports in bands (0, 1-2, 3-9, 10+); null where they are not shown."""

    paid = fields.String(required=True, allow_none=True)
    shops = fields.String(required=True, allow_none=True)
    unpaid = fields.String(required=True, allow_none=True)
    excused = fields.String(required=True, allow_none=True)
    pending = fields.String(required=True, allow_none=True)
    disputed = fields.String(required=True, allow_none=True)
    last_seen = fields.String(required=True, allow_none=True)


class WhiteSchema(Schema):
    """Whether the person is on the white list."""

    enrolled = fields.Boolean(required=True)
    since = fields.String(required=True, allow_none=True, metadata={"example": "2026-10"})
    valid_until = fields.String(required=True, allow_none=True, metadata={"example": "2027-04"})


class ReasonSchema(Schema):
    """A code and its text in the language asked for."""

    code = fields.String(required=True)
    text = fields.String(required=True)


class AdviceSchema(Schema):
    """What to do, by your own terms. There is no advice to refuse."""

    code = fields.Enum(Advice, by_value=True, required=True)
    prepay_percent = fields.Integer(required=True)
    cod_fee_percent = fields.Float(required=True)
    because = fields.List(fields.Nested(ReasonSchema), required=True)


class DiscountSchema(Schema):
    """The discount that a white buyer's record has earned; null until it was measured."""

    eligible = fields.Boolean(required=True)
    cap_percent = fields.Float(required=True, allow_none=True)
    basis = fields.String(required=True, allow_none=True)


class TrustAnswerSchema(Schema):
    """One trust answer, or ``error`` and nothing else."""

    id = fields.String(metadata={"description": "Name it in the report on this order."})
    level = fields.Enum(Level, by_value=True)
    opted_out = fields.Boolean()
    risk = fields.Nested(RiskSchema)
    evidence = fields.Nested(EvidenceSchema)
    own_history = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "Your own reports on this person, exact, by outcome."},
    )
    white = fields.Nested(WhiteSchema)
    advice = fields.Nested(AdviceSchema)
    discount = fields.Nested(DiscountSchema)
    reasons = fields.List(fields.Nested(ReasonSchema))
    notice = fields.String(metadata={"description": "A text for your customer."})
    refs = fields.List(
        fields.String(),
        metadata={"description": "Name the person by these from now on; in the order given."},
    )
    policy = fields.String()
    model = fields.String()
    error = fields.Nested(ProblemSchema)


class TrustAnswersSchema(Schema):
    """One answer for each question, in the order asked."""

    data = fields.List(fields.Nested(TrustAnswerSchema), required=True)


class OwnReportSchema(Schema):
    """One of your own reports that had been filed by that day."""

    id = fields.String(required=True, metadata={"example": "rep_…"})
    outcome = fields.String(required=True)
    fault = fields.String(required=True)
    evidence = fields.String(required=True)
    occurred_on = fields.String(required=True)
    counts = fields.Boolean(required=True)


class PriorPartSchema(Schema):
    """One part of what is expected of a stranger: the odds are multiplied by ``times``."""

    name = fields.String(required=True, metadata={"example": "payment"})
    times = fields.Float(required=True)
    percent = fields.Float(required=True)
    text = fields.String(required=True)


class PriorSchema(Schema):
    """What is expected before anything is known about the person."""

    percent = fields.Float(required=True)
    parts = fields.List(fields.Nested(PriorPartSchema), required=True)


class LadderStepSchema(Schema):
    """From how many times the usual risk a step of your ladder begins."""

    code = fields.String(required=True)
    from_times = fields.String(required=True)


class AdviceExplainedSchema(Schema):
    """The advice by your own terms, without the amount, which is not kept."""

    code = fields.Enum(Advice, by_value=True, required=True)
    because = fields.List(fields.Nested(ReasonSchema), required=True)
    times_usual = fields.Float(required=True, allow_none=True)
    ladder = fields.List(fields.Nested(LadderStepSchema), required=True)
    prepay_above = fields.String(required=True, allow_none=True)
    cost_of_a_failure = fields.String(required=True)
    expected_loss = fields.String(required=True)
    currency = fields.String(required=True)


class ExplanationSchema(Schema):
    """How the answer to one lookup came about."""

    id = fields.String(required=True)
    asked_on = fields.String(required=True)
    purpose = fields.Enum(Purpose, by_value=True, required=True)
    payment = fields.Enum(Payment, by_value=True, required=True)
    segment = fields.String(required=True, allow_none=True)
    level = fields.Enum(Level, by_value=True, required=True)
    risk = fields.Nested(RiskSchema, required=True)
    evidence = fields.Nested(EvidenceSchema, required=True)
    own_reports = fields.List(fields.Nested(OwnReportSchema), required=True)
    expected_of_a_stranger = fields.Nested(PriorSchema, required=True)
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)
    advice = fields.Nested(AdviceExplainedSchema, required=True)
    would_change = fields.String(required=True)
    notes = fields.List(fields.Nested(ReasonSchema), required=True)
    rates_of = fields.String(required=True, allow_none=True)
    policy = fields.String(required=True)
    model = fields.String(required=True)


class ReliabilityBinSchema(Schema):
    """Orders that would have been shown one risk: predicted and observed failures in percent."""

    shown = fields.Float(required=True)
    predicted = fields.Float(required=True)
    observed = fields.Float(required=True)
    low = fields.Float(required=True)
    high = fields.Float(required=True)
    orders = fields.Integer(required=True)
    inside = fields.Boolean(required=True)


class ReliabilitySchema(Schema):
    """The reliability diagram of the live world, counted at night."""

    counted_on = fields.String(required=True, allow_none=True)
    bins = fields.List(fields.Nested(ReliabilityBinSchema), required=True)


class PolicySchema(Schema):
    """The policy that answers follow."""

    version = fields.String(required=True)
    model = fields.String(required=True)
    negatives = fields.String(required=True)
    constants = fields.Dict(required=True)
    couriers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    reliability = fields.Nested(ReliabilitySchema, required=True)
