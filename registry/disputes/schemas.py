"""How disputes travel between the registry and a shop."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from bonafide.protocol.words import Evidence, Fault, Outcome, ReportState, Stance
from registry.disputes.papers import CONTACT, EVIDENCE, MOST_FILES, MOST_LETTERS
from registry.disputes.words import Ending, Ground, Kind, Phase, Reason, Side, Verdict, Via
from registry.kernel.web.fields import ShortList, StrictBoolean


class Base64(fields.String):
    """Bytes as base64 with padding (RFC 4648 §4)."""

    default_error_messages = {"base64": "Write the bytes of the file as base64."}  # noqa: RUF012  # theirs

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        if type(value) is not str:
            raise self.make_error("base64")
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            raise self.make_error("base64") from None


class FileSchema(Schema):
    """A file that proves something: JPEG, PNG, PDF or plain text."""

    purpose = fields.String(
        load_default=EVIDENCE,
        validate=validate.OneOf([EVIDENCE, CONTACT]),
        metadata={
            "description": "What it proves: the report, or that you spoke with the customer."
        },
    )
    content = Base64(
        required=True,
        metadata={"description": "base64; the whole request may have 1 MB.", "format": "byte"},
    )


def _comment() -> fields.String:
    return fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=MOST_LETTERS),
        metadata={"description": "Read by the customer and the admin, and by nobody else."},
    )


class AnswerSchema(Schema):
    """What a shop answers to a dispute."""

    stance = fields.Enum(
        Stance,
        by_value=True,
        required=True,
        metadata={"description": "`concede` clears the report at once."},
    )
    evidence = fields.Enum(
        Evidence,
        by_value=True,
        load_default=None,
        allow_none=True,
        metadata={"description": "Of which kind the files are."},
    )
    proof_of_contact = StrictBoolean(
        load_default=False,
        metadata={
            "description": "Needed where the reason is `not_my_order`, with a file for `contact`."
        },
    )
    files = ShortList(
        fields.Nested(FileSchema), load_default=list, validate=validate.Length(0, MOST_FILES)
    )
    comment = _comment()


class RequestSchema(Schema):
    """What a shop puts before an admin: an abusive claim, or a removed report."""

    report = fields.String(required=True, validate=validate.Regexp(r"rep_[a-z2-7]{26}\Z"))
    evidence = fields.Enum(Evidence, by_value=True, required=True)
    files = ShortList(
        fields.Nested(FileSchema), required=True, validate=validate.Length(1, MOST_FILES)
    )
    comment = _comment()


class AppealSchema(Schema):
    """Why another admin should look at it."""

    comment = _comment()


class DisputeSchema(Schema):
    """One case as its shop sees it, in words and days."""

    id = fields.String(required=True)
    report = fields.String(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    reason = fields.Enum(Reason, by_value=True, required=True, allow_none=True)
    state = fields.Enum(Phase, by_value=True, required=True)
    via = fields.Enum(
        Via,
        by_value=True,
        required=True,
        metadata={"description": "`ticket`: opened by ticket, person not proven."},
    )
    opened_on = fields.Date(required=True)
    answer_by = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "The last UTC day for your answer; without one the report goes."},
    )
    rule_by = fields.Date(required=True)
    stop_on = fields.Date(
        required=True, metadata={"description": "On this day the report goes without a ruling."}
    )
    appeal_by = fields.Date(required=True, allow_none=True)
    days_left = fields.Integer(required=True, allow_none=True)
    answered_on = fields.Date(required=True, allow_none=True)
    stance = fields.Enum(Stance, by_value=True, required=True, allow_none=True)
    verdict = fields.Enum(Verdict, by_value=True, required=True, allow_none=True)
    ending = fields.Enum(Ending, by_value=True, required=True, allow_none=True)
    ground = fields.Enum(Ground, by_value=True, required=True, allow_none=True)
    ruled_on = fields.Date(required=True, allow_none=True)
    appealed_on = fields.Date(required=True, allow_none=True)
    appealed_by = fields.Enum(Side, by_value=True, required=True, allow_none=True)
    closed_on = fields.Date(required=True, allow_none=True)
    report_state = fields.Enum(ReportState, by_value=True, required=True, allow_none=True)
    outcome = fields.Enum(Outcome, by_value=True, required=True, allow_none=True)
    fault = fields.Enum(Fault, by_value=True, required=True, allow_none=True)


class PaperSchema(Schema):
    """A text, or a file to be fetched, that one side brought."""

    id = fields.String(required=True)
    side = fields.Enum(Side, by_value=True, required=True)
    purpose = fields.String(required=True, validate=validate.OneOf(["text", "evidence", "contact"]))
    kind = fields.Enum(Evidence, by_value=True, required=True, allow_none=True)
    media = fields.String(required=True)
    size = fields.Integer(required=True)
    added_on = fields.Date(required=True)
    text = fields.String(required=True, allow_none=True)


class CaseSchema(DisputeSchema):
    """A case with everything in it; once it is closed, nothing is left of the papers."""

    papers = fields.List(fields.Nested(PaperSchema), required=True)


class DisputePageSchema(Schema):
    """Cases, the oldest first; ``next_cursor`` is the cursor of what follows."""

    data = fields.List(fields.Nested(DisputeSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
