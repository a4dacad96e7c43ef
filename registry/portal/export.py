"""Everything on file about who is signed in: JSON, and a page to print (GDPR art. 15, 20)."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from typing import Any

from flask import Response, render_template

from registry.disputes.service import Seen, contesting
from registry.kernel.db import db
from registry.kernel.web import context
from registry.portal.at_hand import settings
from registry.portal.cases import summary
from registry.portal.contesting import contestant_of
from registry.portal.data import named
from registry.portal.home import changes
from registry.portal.inside import cabinet_pages, holder, read_cabinet
from registry.portal.orders import told
from registry.portal.passing import spent
from registry.portal.rights import sections
from registry.portal.texts import pick
from registry.portal.texts.cabinet import ASKED, LEVEL
from registry.portal.texts.rights import EXPORT
from registry.portal.texts.white import WHITE
from registry.portal.texts.words import PURPOSES
from registry.whitelist.service import Cabinet

blp = cabinet_pages("export", __name__)
_INNER = frozenset({"identifier_id", "report_id"})
"""Numbers of our tables: they say nothing to anybody."""


@blp.get("/me/export")
def export() -> str:
    """One long page, for the printer."""
    seen = read_cabinet()
    return render_template(
        "portal/export.html",
        text=pick(EXPORT),
        white=pick(WHITE),
        asked=pick(ASKED),
        purposes=pick(PURPOSES),
        now=context.now(),
        seen=seen,
        level=pick(LEVEL)[seen.why.level],
        changes=changes(seen),
        contacts=[named(each) for each in seen.proven],
        orders=[told(each) for each in seen.statements],
        passes=spent(seen),
        cases=[list(summary(each)) for each in _cases()],
        sections=sections(),
        contact=settings().contact,
    )


@blp.get("/me/export.json")
def export_json() -> Response:
    """The same for machines."""
    text = json.dumps(
        everything(read_cabinet(), _cases(), context.now()), ensure_ascii=False, indent=2
    )
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = "attachment; filename=bonafide.json"
    return answer


def everything(seen: Cabinet, cases: list[Seen], now: datetime) -> Mapping[str, Any]:
    """What the file says, in the words of the API."""
    told = _plain(asdict(seen))
    why = told.pop("why")
    return {
        "made_at": now.isoformat(),
        "world": holder().world,
        "level": why["level"],
        "risk": {name: why[name] for name in ("risk", "base", "m", "good", "bad")},
        "changes": {name: why[name] for name in ("waiting", "would_be")},
        **told,
        "disputes": [_case(each) for each in cases],
        "information": {title: list(sentences) for title, sentences in sections()},
        "contact": settings().contact,
    }


def _case(seen: Seen) -> Mapping[str, Any]:
    case = _plain(asdict(seen.case))
    for name in ("ruled_by", "appeal_ruled_by"):
        case.pop(name)
    return {"id": seen.public_id, "due_on": _plain(seen.due_on), **case}


def _cases() -> list[Seen]:
    return contesting.list_mine(db.session(), contestant=contestant_of(), now=context.now())


def _plain(said: Any) -> Any:
    """Days, moments and words as JSON has them, without the numbers of our tables."""
    if isinstance(said, Mapping):
        return {str(name): _plain(each) for name, each in said.items() if name not in _INNER}
    if isinstance(said, tuple | list):
        return [_plain(each) for each in said]
    if isinstance(said, date):
        return said.isoformat()
    return said.value if isinstance(said, Enum) else said
