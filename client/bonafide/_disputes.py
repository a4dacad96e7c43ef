"""Disputes of this shop's reports: read them, answer them in time."""

import base64
import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from bonafide._desk import Desk
from bonafide._flow import Call, Flow
from bonafide._pages import page
from bonafide._parse import day_or_none, read
from bonafide._wire import word
from bonafide.cases import Dispute
from bonafide.protocol.words import Evidence, Stance

MOST_PAGES = 1000


def disputes(desk: Desk) -> Flow[list[Dispute]]:
    """All of them, page by page."""
    found: list[Dispute] = []
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        listed = yield from page(desk, "/v1/disputes", cursor)
        found += [_dispute_from(each, listed.request_id) for each in listed.data]
        if listed.following is None or listed.following == cursor:
            break
        cursor = listed.following
    return found


def dispute(desk: Desk, dispute_id: str) -> Flow[Dispute]:
    """One."""
    body, request_id = yield from desk.call(Call("GET", _path(dispute_id)), desk.window())
    return _dispute_from(body, request_id)


def answer(
    desk: Desk,
    dispute_id: str,
    *,
    stance: Stance | str,
    evidence: Evidence | str | None,
    files: Sequence[bytes],
    contact_files: Sequence[bytes],
    comment: str | None,
) -> Flow[Dispute]:
    """Stand by the report, or give it up. A second try is the same try."""
    body: dict[str, Any] = {
        "stance": word(Stance, stance),
        "proof_of_contact": bool(contact_files),
        "files": [_file(each, "evidence") for each in files]
        + [_file(each, "contact") for each in contact_files],
    }
    if evidence is not None:
        body["evidence"] = word(Evidence, evidence)
    if comment:
        body["comment"] = comment
    path = f"{_path(dispute_id)}/answer"
    call = Call("POST", path, body, idempotency_key=str(uuid.uuid4()))
    found, request_id = yield from desk.call(call, desk.window())
    return _dispute_from({"id": dispute_id, **found}, request_id)


def _file(content: bytes, purpose: str) -> dict[str, str]:
    return {"purpose": purpose, "content": base64.b64encode(content).decode("ascii")}


def _path(dispute_id: str) -> str:
    return f"/v1/disputes/{quote(dispute_id, safe='')}"


def _dispute_from(body: Mapping[str, Any], request_id: str | None) -> Dispute:
    return read(
        lambda: Dispute(
            id=str(body["id"]),
            report=body.get("report"),
            reason=body.get("reason"),
            state=body.get("state"),
            opened_on=day_or_none(body.get("opened_on")),
            answer_by=day_or_none(body.get("answer_by")),
            stance=body.get("stance"),
            verdict=body.get("verdict"),
            report_state=body.get("report_state"),
            request_id=request_id,
            raw=body,
        ),
        request_id,
    )
