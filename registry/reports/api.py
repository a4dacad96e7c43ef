"""Reports over HTTP. The order reference travels in bodies only."""

from typing import Any

from flask import Response, current_app

from bonafide.protocol.base64url import pack
from bonafide.protocol.words import (
    AmountBand,
    Evidence,
    Fault,
    Outcome,
    Payment,
    ReportState,
)
from registry.identifiers import service as identifiers
from registry.identifiers.vault import current_vault
from registry.kernel.db import db
from registry.kernel.errors import DomainError
from registry.kernel.ids import find_row_id, public_id
from registry.kernel.web import context
from registry.kernel.web.answers import json_answer
from registry.kernel.web.blueprint import Blueprint
from registry.kernel.web.idempotency import idempotent
from registry.kernel.web.paging import PageArguments, cut_page, decode_cursor
from registry.kernel.web.parsing import JSON_BATCH
from registry.kernel.web.problems import as_item_error
from registry.reports import rules, service
from registry.reports.models import Report
from registry.reports.notice import notice
from registry.reports.rules import Statement
from registry.reports.schemas import (
    BatchAnswerSchema,
    BatchSchema,
    FindSchema,
    ReceiptSchema,
    ReportPageSchema,
    ReportSchema,
    RetractSchema,
    StoredReportSchema,
)
from registry.reports.service import Answer, Filing, Receipt
from registry.settings import Settings
from registry.shops.access import Caller
from registry.shops.auth import current_caller, guard, needs
from registry.shops.rules import Scope

LOOKUP_PREFIX = "lkp_"

blp = Blueprint(
    "reports", __name__, guard=guard, description="What became of an order: one report per order."
)

REFUSALS = (
    "bad_day",
    "too_many_reports",
    "bad_point",
    "bad_digest",
    "digest_not_allowed",
    "epoch_gone",
    "epoch_unknown",
    "ref_invalid",
    "ref_stale",
    "ref_gone",
    "stale_revision",
    "revision_conflict",
    "revision_gap",
    "identifiers_immutable",
    "only_towards_neutral",
    "report_removed",
    "order_reserved",
    "nothing_to_settle",
    "budget_exhausted",
)


@blp.route("/v1/reports", methods=["PUT"])
@needs(Scope.REPORT)
@blp.arguments(ReportSchema)
@blp.written(200, ReceiptSchema)
@blp.alt_response(201, schema=ReceiptSchema, description="The first report of this order.")
@blp.problems(*REFUSALS)
def record(body: dict[str, Any]) -> Response:
    """Record or correct one report.

    The order is the natural key: the same body again changes nothing, another body needs the next
    revision.
    """
    caller, session = current_caller(), db.session()
    receipt = service.record(
        session, current_vault(), caller=caller, filing=_filing(caller, body), now=context.now()
    )
    return json_answer(_receipt_body(caller, receipt), 201 if receipt.created else 200)


@blp.route("/v1/reports", methods=["POST"])
@needs(Scope.REPORT)
@blp.arguments(BatchSchema, location=JSON_BATCH)
@idempotent
@blp.written(200, BatchAnswerSchema)
@blp.problems("budget_exhausted")
def record_many(body: dict[str, Any]) -> Response:
    """Record or correct up to 1,000 reports; every item is answered."""
    caller, items = current_caller(), body["reports"]
    good = [index for index, item in enumerate(items) if not isinstance(item, DomainError)]
    answers = service.record_many(
        db.session(),
        current_vault(),
        caller=caller,
        filings=[_filing(caller, items[index]) for index in good],
        now=context.now(),
    )
    by_index = dict(zip(good, answers, strict=True))
    data = [
        _item_body(caller, by_index.get(index, item), index) for index, item in enumerate(items)
    ]
    return json_answer({"data": data})


@blp.route("/v1/reports", methods=["GET"])
@needs(Scope.REPORT)
@blp.arguments(PageArguments, location="query")
@blp.response(200, ReportPageSchema)
@blp.problems("bad_cursor")
def list_reports(query: dict[str, Any]) -> dict[str, Any]:
    """Your reports, oldest filing first."""
    caller = current_caller()
    after = decode_cursor(query["cursor"], size=2) if query["cursor"] else None
    found = service.list_reports(db.session(), caller=caller, after=after, limit=query["limit"] + 1)
    rows, cursor = cut_page(
        found, limit=query["limit"], position=lambda row: (row.filed_on.toordinal(), row.id)
    )
    return {"data": [_stored_body(caller, row) for row in rows], "next": cursor}


@blp.route("/v1/reports/find", methods=["POST"])
@needs(Scope.REPORT)
@blp.arguments(FindSchema)
@blp.response(200, StoredReportSchema)
def find(body: dict[str, Any]) -> dict[str, Any]:
    """Your report of one order."""
    caller = current_caller()
    row = service.find_by_order(
        db.session(), current_vault(), caller=caller, order_ref=body["order_ref"]
    )
    return _stored_body(caller, row)


@blp.route("/v1/reports/<report_id>", methods=["GET"])
@needs(Scope.REPORT)
@blp.response(200, StoredReportSchema)
def get(report_id: str) -> dict[str, Any]:
    """One of your reports."""
    caller = current_caller()
    return _stored_body(
        caller, service.get_report(db.session(), caller=caller, public_id=report_id)
    )


@blp.route("/v1/reports/<report_id>", methods=["DELETE"])
@needs(Scope.REPORT)
@blp.arguments(RetractSchema)
@blp.response(200, StoredReportSchema)
@blp.problems("stale_revision", "revision_conflict", "revision_gap", "report_removed")
def retract(body: dict[str, Any], report_id: str) -> dict[str, Any]:
    """Take a report back. A tombstone stays, so that a late retry cannot bring it back."""
    caller = current_caller()
    row = service.retract(
        db.session(),
        caller=caller,
        public_id=report_id,
        revision=body["revision"],
        today=context.now().date(),
    )
    return _stored_body(caller, row)


def _filing(caller: Caller, body: dict[str, Any]) -> Filing:
    said = {name: body[name] for name in _SAID}
    lookup = body["lookup"] and find_row_id(LOOKUP_PREFIX, caller.shop_id, body["lookup"])
    statement = Statement(**said, amount_band=body["amount_band"].value, lookup_id=lookup)
    return Filing(body["order_ref"], tuple(body["identifiers"]), statement, body["revision"])


_SAID = (
    "outcome",
    "fault",
    "evidence",
    "payment",
    "occurred_on",
    "courier",
    "segment",
    "customer_told_on",
    "imported",
)


def _item_body(caller: Caller, answer: Answer | DomainError, index: int) -> dict[str, Any]:
    if isinstance(answer, DomainError):
        return as_item_error(answer, at=f"/reports/{index}")
    return _receipt_body(caller, answer)


def _receipt_body(caller: Caller, receipt: Receipt) -> dict[str, Any]:
    standing, statement = receipt.standing, receipt.statement
    body: dict[str, Any] = {
        "id": receipt.report_id and public_id(service.PREFIX, caller.shop_id, receipt.report_id),
        "revision": receipt.revision,
        "state": None,
        "counts_on": None,
        "ignored": receipt.ignored,
        "refs": receipt.refs,
        "notice": None,
        "commitment": receipt.commitment and pack(receipt.commitment),
    }
    if standing is None:
        return body
    today = context.now().date()
    counts_on = standing.counts_on if standing.elsewhere else None
    body["state"] = rules.shown_state(standing.state, counts_on, today)
    body["counts_on"] = counts_on
    if rules.is_negative(statement) and body["state"] is ReportState.PENDING:
        settings: Settings = current_app.extensions["bonafide-settings"]
        body["notice"] = notice(
            shop=caller.shop_name,
            occurred_on=statement.occurred_on,
            counts_on=counts_on,
            elsewhere=standing.elsewhere,
            link=f"{settings.public_url}/me",
        )
    return body


def _stored_body(caller: Caller, row: Report) -> dict[str, Any]:
    ring, shop_id = context.keyring(), caller.shop_id
    lookup = row.lookup_id and public_id(LOOKUP_PREFIX, shop_id, row.lookup_id)
    counts_on = row.counts_on if row.elsewhere else None
    state = rules.shown_state(ReportState(row.state), counts_on, context.now().date())
    plain = {name: getattr(row, name) for name in _PLAIN} | {"counts_on": counts_on}
    return plain | {
        "id": public_id(service.PREFIX, shop_id, row.id),
        "state": state,
        "counts_elsewhere": row.elsewhere,
        "lookup": lookup,
        "commitment": row.commitment and pack(row.commitment),
        "outcome": Outcome(row.outcome),
        "fault": Fault(row.fault),
        "evidence": Evidence(row.evidence),
        "payment": Payment(row.payment),
        "amount_band": AmountBand(row.amount_band),
        "refs": [
            identifiers.ref_of(ring, each, shop_id=shop_id, world=caller.world)
            for each in row.identifier_ids
        ],
    }


_PLAIN = (
    "revision",
    "counts_on",
    "occurred_on",
    "courier",
    "segment",
    "customer_told_on",
    "imported",
    "filed_on",
    "revised_on",
)
