"""Disputes for shops over HTTP. Texts and files travel inside a case and nowhere else."""

from typing import Any

from flask import Response

from bonafide.protocol.words import Fault, Outcome, Stance
from registry.disputes import answering, rules
from registry.disputes.answering import Answer, Member
from registry.disputes.attachments import attached
from registry.disputes.errors import DisputeNotFoundError
from registry.disputes.papers import NewFile, Paper
from registry.disputes.schemas import (
    AnswerSchema,
    AppealSchema,
    CaseSchema,
    DisputePageSchema,
    DisputeSchema,
    RequestSchema,
)
from registry.disputes.seen import Seen
from registry.disputes.shown import FILE_PREFIX
from registry.disputes.words import Kind, Phase
from registry.kernel.db import db
from registry.kernel.ids import find_row_id, public_id
from registry.kernel.web import context
from registry.kernel.web.blueprint import Blueprint
from registry.kernel.web.idempotency import idempotent
from registry.kernel.web.paging import PageArguments, cut_page, decode_cursor
from registry.kernel.web.parsing import JSON_BATCH
from registry.reports.service import PREFIX as REPORT_PREFIX
from registry.shops.auth import current_caller, guard, needs
from registry.shops.rules import Scope

blp = Blueprint(
    "disputes",
    __name__,
    guard=guard,
    template_folder="templates",
    description="Customers contest reports; answer in time.",
)

PAPERS_REFUSED = ("file_refused", "file_too_large", "text_refused")


@blp.route("/v1/disputes", methods=["GET"])
@needs(Scope.REPORT, Scope.MANAGE)
@blp.arguments(PageArguments, location="query")
@blp.response(200, DisputePageSchema)
@blp.problems("bad_cursor")
def list_disputes(query: dict[str, Any]) -> dict[str, Any]:
    """The disputes about your reports, oldest first."""
    found = answering.list_cases(
        db.session(),
        shop=_member(),
        after=decode_cursor(query["cursor"], size=2) if query["cursor"] else None,
        limit=query["limit"] + 1,
        today=context.now().date(),
    )
    rows, cursor = cut_page(
        found,
        limit=query["limit"],
        position=lambda each: (each.case.opened_on.toordinal(), each.dispute_id),
    )
    return {"data": [_body(each) for each in rows], "next_cursor": cursor}


@blp.route("/v1/disputes/<dispute_id>", methods=["GET"])
@needs(Scope.REPORT, Scope.MANAGE)
@blp.response(200, CaseSchema)
def get(dispute_id: str) -> dict[str, Any]:
    """One dispute with what both sides brought."""
    seen = answering.get_case(
        db.session(),
        context.keyring(),
        shop=_member(),
        public_id=dispute_id,
        today=context.now().date(),
    )
    return _body(seen) | {"papers": [_paper(seen, each) for each in seen.papers]}


@blp.route("/v1/disputes/<dispute_id>/files/<file_id>", methods=["GET"])
@needs(Scope.REPORT, Scope.MANAGE)
@blp.response(200, content_type="application/octet-stream")
def get_file(dispute_id: str, file_id: str) -> Response:
    """The bytes of a file in a dispute."""
    shop = _member()
    paper_id = find_row_id(FILE_PREFIX, shop.shop_id, file_id)
    if paper_id is None:
        raise DisputeNotFoundError
    paper, content = answering.get_file(
        db.session(), context.keyring(), shop=shop, public_id=dispute_id, paper_id=paper_id
    )
    return attached(paper, content)


@blp.route("/v1/disputes/<dispute_id>/answer", methods=["POST"])
@needs(Scope.REPORT, Scope.MANAGE)
@blp.arguments(AnswerSchema, location=JSON_BATCH)
@idempotent
@blp.response(200, DisputeSchema)
@blp.problems("dispute_phase", "evidence_needed", "proof_of_contact_needed", *PAPERS_REFUSED)
def answer(body: dict[str, Any], dispute_id: str) -> dict[str, Any]:
    """Stand by your report with evidence, or concede, which clears it at once."""
    seen = answering.answer(
        db.session(),
        context.keyring(),
        shop=_member(),
        public_id=dispute_id,
        said=_said(body),
        now=context.now(),
    )
    return _body(seen)


@blp.route("/v1/disputes/<dispute_id>/appeal", methods=["POST"])
@needs(Scope.REPORT, Scope.MANAGE)
@blp.arguments(AppealSchema)
@idempotent
@blp.response(200, DisputeSchema)
@blp.problems("dispute_phase", "text_refused")
def appeal(body: dict[str, Any], dispute_id: str) -> dict[str, Any]:
    """Ask another admin, once, within 14 days of a ruling against you."""
    seen = answering.appeal(
        db.session(),
        context.keyring(),
        shop=_member(),
        public_id=dispute_id,
        comment=body["comment"],
        now=context.now(),
    )
    return _body(seen)


@blp.route("/v1/disputes", methods=["POST"])
@needs(Scope.REPORT, Scope.MANAGE)
@blp.arguments(RequestSchema, location=JSON_BATCH)
@idempotent
@blp.response(201, DisputeSchema)
@blp.problems(
    "no_ruling_needed", "already_disputed", "evidence_needed", "evidence_not_new", *PAPERS_REFUSED
)
def request_ruling(body: dict[str, Any]) -> dict[str, Any]:
    """Put an abusive claim, or new evidence for a removed report, before an admin."""
    seen = answering.request_ruling(
        db.session(),
        context.keyring(),
        shop=_member(),
        report_id=body["report"],
        said=_said(body | {"stance": Stance.UPHOLD}),
        now=context.now(),
    )
    return _body(seen)


def _member() -> Member:
    caller = current_caller()
    return Member(caller.shop_id, caller.world)


def _said(body: dict[str, Any]) -> Answer:
    new_files = [
        NewFile(each["content"], body["evidence"], each["purpose"]) for each in body["files"]
    ]
    return Answer(body["stance"], new_files, body["comment"])


def _body(seen: Seen) -> dict[str, Any]:
    case, report = seen.case, seen.report
    waits = case.phase is Phase.OPEN and case.kind is Kind.CONTEST
    return {name: getattr(case, name) for name in _PLAIN} | {
        "id": seen.public_id,
        "state": case.phase,
        "report": public_id(REPORT_PREFIX, seen.shop_id, seen.report_id),
        "answer_by": rules.answer_by(case) if waits else None,
        "rule_by": seen.rule_by,
        "stop_on": rules.stop_on(case),
        "appeal_by": rules.appeal_by(case),
        "days_left": seen.days_left,
        "report_state": report and report.state,
        "outcome": report and Outcome(report.outcome),
        "fault": report and Fault(report.fault),
    }


_PLAIN = (
    "kind",
    "reason",
    "via",
    "opened_on",
    "answered_on",
    "stance",
    "verdict",
    "ending",
    "ground",
    "ruled_on",
    "appealed_on",
    "appealed_by",
    "closed_on",
)


def _paper(seen: Seen, paper: Paper) -> dict[str, Any]:
    return {
        "id": public_id(FILE_PREFIX, seen.shop_id, paper.paper_id),
        "side": paper.side,
        "purpose": paper.purpose,
        "kind": paper.evidence,
        "media": paper.media,
        "size": paper.size,
        "added_on": paper.added_on,
        "text": paper.text,
    }
