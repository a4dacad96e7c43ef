"""The white list: what is missing, joining with a consent of its own, what was agreed to."""

from collections.abc import Iterator

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.language import requested_language
from registry.kernel.web.pages.format import day
from registry.portal import holding
from registry.portal.forms import ConsentForm
from registry.portal.inside import cabinet_pages, holder, read_cabinet, surroundings
from registry.portal.texts import pick
from registry.portal.texts.white import GAPS, WHITE
from registry.whitelist import consent
from registry.whitelist import service as whitelist
from registry.whitelist.errors import ConsentOutdatedError
from registry.whitelist.service import Eligibility

blp = cabinet_pages("white", __name__)


@blp.route("/me/white", methods=["GET", "POST"])
def white() -> ResponseReturnValue:
    """How one stands, and the form to join; the box is never ticked beforehand."""
    form = ConsentForm(request.form)
    if request.method == "POST" and form.validate():
        try:
            return _join(form.version.data or "")
        except ConsentOutdatedError:
            flash(pick(WHITE)["outdated"], "warning")
            return redirect("/me/white", 303)
    form.version.data = consent.CURRENT.version
    seen = read_cabinet()
    return render_template(
        "portal/white.html",
        text=pick(WHITE),
        seen=seen,
        form=form,
        gaps=list(gaps(seen.eligibility)),
        consent=consent.CURRENT.paragraphs[requested_language()],
        version=consent.CURRENT.version,
    )


def gaps(found: Eligibility) -> Iterator[str]:
    """What is missing, one sentence each, with the day on which time alone mends it."""
    text, sentences = pick(WHITE), pick(GAPS)
    for each in found.gaps:
        said = sentences[each.what].format(have=each.have, need=each.need)
        yield said if each.on is None else f"{said} {text['from'].format(day=day(each.on))}"


def _join(version: str) -> Response:
    done = whitelist.enrol(
        db.session(),
        holder(),
        version=version,
        language=requested_language(),
        around=surroundings(),
        now=context.now(),
    )
    flash(pick(WHITE)["joined_now"])
    answer = redirect("/me/white", 303)
    holding.remember(answer, done.holder)
    return answer
