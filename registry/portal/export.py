"""Everything on file about who is signed in: JSON, and a page to print (GDPR art. 15, 20)."""

import json

from flask import Response, render_template

from registry.disputes.service import Seen, contesting
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.language import requested_language
from registry.portal.at_hand import settings
from registry.portal.cases import summary
from registry.portal.contesting import contestant_of
from registry.portal.data import named
from registry.portal.home import changes, level_words
from registry.portal.inside import cabinet_pages, read_cabinet, surroundings
from registry.portal.orders import told
from registry.portal.passing import spent
from registry.portal.rights import sections
from registry.portal.texts import pick
from registry.portal.texts.cabinet import ASKED
from registry.portal.texts.rights import EXPORT
from registry.portal.texts.white import WHITE
from registry.portal.texts.words import PURPOSES
from registry.whitelist import service as whitelist

blp = cabinet_pages("export", __name__)


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
        level=level_words(seen),
        changes=changes(seen),
        contacts=[named(each) for each in seen.proven],
        orders=[told(each) for each in seen.statements],
        passes=spent(seen),
        cases=[list(summary(each)) for each in _cases()],
        sections=sections(),
    )


@blp.get("/me/export.json")
def export_json() -> Response:
    """The same for machines."""
    document = whitelist.export_document(
        read_cabinet(),
        around=surroundings(),
        language=requested_language(),
        contact=settings().contact,
        now=context.now(),
    )
    document["disputes"] = [_case(each) for each in _cases()]
    text = json.dumps(document, ensure_ascii=False, indent=2)
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = "attachment; filename=bonafide.json"
    return answer


def _case(seen: Seen) -> dict[str, str | None]:
    """One objection, without its papers and without who ruled on it."""
    case = seen.case
    words = {name: getattr(case, name) for name in ("reason", "phase", "verdict", "ground")}
    days = {name: getattr(case, name) for name in ("opened_on", "answered_on", "ruled_on")}
    said = {**words, "ending": case.ending, **days, "closed_on": case.closed_on}
    return {"id": seen.public_id} | {
        name: None if value is None else str(value) for name, value in said.items()
    }


def _cases() -> list[Seen]:
    return contesting.list_mine(db.session(), contestant=contestant_of(), now=context.now())
