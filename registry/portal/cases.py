"""A customer's own objections: the list, one case, its papers, taking back, appealing."""

from collections.abc import Iterator

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from registry.disputes.attachments import ending_of, kilobytes
from registry.disputes.errors import (
    DisputePhaseError,
    FileRefusedError,
    FileTooLargeError,
    TextRefusedError,
)
from registry.disputes.papers import Paper
from registry.disputes.rules import Case, loser
from registry.disputes.service import Contestant, Seen, contesting
from registry.disputes.shown import proof_of
from registry.disputes.texts import case_texts
from registry.disputes.words import Phase, Side
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages.format import day
from registry.kernel.web.pages.uploads import MOST_IN_FORM
from registry.portal.contesting import blame_paper, brought, contestant_of
from registry.portal.forms import PapersForm
from registry.portal.inside import cabinet_pages, read_cabinet
from registry.portal.orders import where
from registry.portal.texts import pick
from registry.portal.texts.cases import (
    CASES,
    CONTEST,
    ENDINGS,
    GROUNDS,
    PHASES,
    REASONS,
    SIDES,
    VERDICTS,
)
from registry.portal.texts.words import OUTCOMES
from registry.whitelist.service import Statement

blp = cabinet_pages("cases", __name__, largest_form=MOST_IN_FORM)


@blp.get("/me/cases")
def cases() -> str:
    """All of them, the newest first."""
    found = contesting.list_mine(db.session(), contestant=contestant_of(), now=context.now())
    said = _statements()
    return render_template(
        "portal/cases.html",
        text=pick(CASES),
        rows=[(each, list(summary(each, said.get(each.report_id)))) for each in found],
    )


@blp.route("/me/cases/<public_id>", methods=["GET", "POST"])
def case(public_id: str) -> ResponseReturnValue:
    """One case; the form adds a text or files to it."""
    said = _about(public_id)
    contestant = contestant_of(knows=_is_open(said))
    return case_page(contestant, public_id, f"/me/cases/{public_id}", said)


@blp.post("/me/cases/<public_id>/withdraw")
def withdraw(public_id: str) -> ResponseReturnValue:
    """Take the objection back."""
    try:
        contesting.withdraw(
            db.session(), contestant=contestant_of(), public_id=public_id, now=context.now()
        )
    except DisputePhaseError:
        return too_late(f"/me/cases/{public_id}")
    flash(pick(CASES)["withdrawn"])
    return redirect(f"/me/cases/{public_id}", 303)


@blp.post("/me/cases/<public_id>/appeal")
def appeal(public_id: str) -> ResponseReturnValue:
    """Ask another admin, once."""
    try:
        contesting.appeal(
            db.session(),
            context.keyring(),
            contestant=contestant_of(),
            public_id=public_id,
            now=context.now(),
        )
    except DisputePhaseError:
        return too_late(f"/me/cases/{public_id}")
    flash(pick(CASES)["appealed"])
    return redirect(f"/me/cases/{public_id}", 303)


@blp.get("/me/cases/<public_id>/files/<int:paper_id>")
def file(public_id: str, paper_id: int) -> Response:
    """A file of the case, to be saved; never shown as a page of ours."""
    paper, content = contesting.get_my_file(
        db.session(),
        context.keyring(),
        contestant=contestant_of(knows=_is_open(_about(public_id))),
        public_id=public_id,
        paper_id=paper_id,
    )
    answer = make_response(content)
    answer.mimetype = "application/octet-stream"
    name = f"file-{paper_id}.{ending_of(paper)}"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def case_page(
    contestant: Contestant, public_id: str, action: str, said: Statement | None = None
) -> ResponseReturnValue:
    """A case for whoever may see it, and the form that adds to it.

    ``said`` is the report as the person's own page shows it.
    """
    form = PapersForm(request.form)
    if request.method == "POST":
        try:
            _add(contestant, public_id, form)
        except DisputePhaseError:
            return too_late(action)
        except (FileRefusedError, FileTooLargeError, TextRefusedError) as refusal:
            db.session().rollback()
            blame_paper(form, refusal)
        else:
            flash(pick(CASES)["added"])
            return redirect(action, 303)
    seen = contesting.get_mine(
        db.session(),
        context.keyring(),
        contestant=contestant,
        public_id=public_id,
        now=context.now(),
    )
    page = render_template(
        "portal/case.html",
        text=pick(CASES),
        words_of=pick(CONTEST),
        form=form,
        seen=seen,
        facts=list(summary(seen, said)),
        sides=pick(SIDES),
        file_words=file_words,
        action=action,
        by_ticket=contestant.ticket_for is not None,
        may_add=seen.case.phase in (Phase.OPEN, Phase.ANSWERED, Phase.APPEALED),
        may_appeal=may_appeal(seen),
        closed_papers=not contestant.knows and contestant.ticket_for is None,
    )
    return make_response(page, 422 if form.errors else 200)


def file_words(paper: Paper) -> str:
    """A file by its kind and size, as the shop and the admin read it."""
    return pick(CASES)["file"].format(media=ending_of(paper).upper(), size=kilobytes(paper))


def may_appeal(seen: Seen) -> bool:
    """The customer lost, and has not appealed yet."""
    case = seen.case
    return case.phase is Phase.RULED and case.appealed_on is None and loser(case) is Side.CUSTOMER


def summary(seen: Seen, said: Statement | None = None) -> Iterator[tuple[str, str]]:
    """Where a case stands, as pairs of a word and what it says; ``said`` as for the page."""
    text, case = pick(CASES), seen.case
    if seen.report is None:
        yield text["about"], text["gone"]
    else:
        outcomes = {str(outcome): words for outcome, words in pick(OUTCOMES).items()}
        yield text["about"], outcomes[seen.report.outcome]
    if said is not None and _is_open(said):
        yield text["order"], where(said)
    yield text["phase"], pick(PHASES)[case.phase]
    if seen.due_on is not None:
        yield text["due"], day(seen.due_on)
    if case.reason is not None:
        yield text["reason"], pick(REASONS)[case.reason]
    if case.verdict is not None:
        yield text["verdict"], verdict_words(case)
    if case.ground is not None:
        yield text["ground"], pick(GROUNDS)[case.ground]
    elif case.ending is not None:
        yield text["ground"], pick(ENDINGS)[case.ending]
    if seen.ruling is not None:
        yield case_texts()["proof"], proof_of(seen)


def verdict_words(case: Case) -> str:
    """What was decided, and that it is not the last word while another admin looks at it."""
    if case.verdict is None:
        return ""
    text, words = pick(CASES), pick(VERDICTS)[case.verdict]
    if case.phase is not Phase.APPEALED:
        return words
    mine = case.appealed_by is Side.CUSTOMER
    return text["appeal_open" if mine else "appeal_open_shop"].format(was=words)


def too_late(where: str) -> ResponseReturnValue:
    """The case is past that point."""
    db.session().rollback()
    flash(pick(CASES)["phase_over"], "warning")
    return redirect(where, 303)


def _add(contestant: Contestant, public_id: str, form: PapersForm) -> None:
    contesting.add(
        db.session(),
        context.keyring(),
        contestant=contestant,
        public_id=public_id,
        text=form.text.data,
        new_files=brought(),
        now=context.now(),
    )


def _about(public_id: str) -> Statement | None:
    """The report of a case, as the page of orders shows it."""
    rows = contesting.list_mine(db.session(), contestant=contestant_of(), now=context.now())
    about = next((each.report_id for each in rows if each.public_id == public_id), None)
    return None if about is None else _statements().get(about)


def _statements() -> dict[int, Statement]:
    return {each.report_id: each for each in read_cabinet().statements}


def _is_open(said: Statement | None) -> bool:
    """Whether its shop and day may be seen; a shop's papers are then open, too."""
    return said is not None and said.shop is not None
