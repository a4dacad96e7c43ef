"""``/desk/disputes``: what customers contest, with days left; answering, conceding, appealing."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bonafide.protocol.words import Evidence, Stance
from registry.desk.blueprint import desk_blueprint, guard
from registry.desk.caller import acting_shop, current_shop
from registry.desk.disputes_forms import AnswerForm, CommentForm, RequestForm
from registry.desk.naming import report_named
from registry.desk.texts import pick
from registry.desk.texts.disputes import DISPUTES
from registry.disputes import answering, rules, shown
from registry.disputes.answering import Answer, Member
from registry.disputes.attachments import attached
from registry.disputes.papers import CONTACT, NewFile
from registry.disputes.seen import Seen
from registry.disputes.shown import show
from registry.disputes.texts import case_texts, word
from registry.disputes.words import Kind, Phase, Reason, Side
from registry.kernel.db import db
from registry.kernel.errors import DomainError
from registry.kernel.web import context
from registry.kernel.web.pages import listing
from registry.kernel.web.pages.forms import PageForm, blame, said
from registry.kernel.web.pages.refusals import sentence_of
from registry.kernel.web.pages.uploads import sent_files, with_files
from registry.kernel.web.paging import decode_cursor
from registry.reports.errors import ReportNotFoundError
from registry.shops.access import Caller

blp = desk_blueprint("desk_disputes", __name__, guard=with_files(guard))


@blp.get("/desk/disputes")
def disputes() -> str:
    """Those that wait for an answer, or all of them."""
    everything, cursor = request.args.get("which") == "all", request.args.get("cursor", "")
    text = pick(DISPUTES)
    reason = listing.choice("reason", text["reason"], {str(each): word(each) for each in Reason})
    found = answering.list_cases(
        db.session(),
        shop=_member(current_shop()),
        after=decode_cursor(cursor, size=2) if cursor else None,
        limit=listing.SIZE + 1,
        only_due=not everything,
        reason=reason.value,
        today=context.now().date(),
    )
    part = listing.by_cursor(
        found, position=lambda each: (each.case.opened_on.toordinal(), each.dispute_id)
    )
    return render_template(
        "desk/disputes.html",
        text=text,
        rows=[show(each, str) for each in part.rows],
        part=part,
        everything=everything,
        reason=reason,
    )


@blp.get("/desk/disputes/<dispute>")
def dispute(dispute: str) -> str:
    """One case: the report, both sides, and what can be done about it."""
    return _case(dispute, AnswerForm(), CommentForm())


@blp.get("/desk/disputes/<dispute>/files/<file>")
def file(dispute: str, file: str) -> Response:
    """A file that one side brought."""
    paper_id = shown.read_file_id(_seen(dispute), file)
    if paper_id is None:
        abort(404)
    shop = _member(current_shop())
    found = answering.get_file(
        db.session(), context.keyring(), shop=shop, public_id=dispute, paper_id=paper_id
    )
    return attached(*found)


@blp.post("/desk/disputes/<dispute>/answer")
def answer(dispute: str) -> ResponseReturnValue:
    """Stand by the report."""
    form = AnswerForm(request.form)
    if not form.validate():
        return _case(dispute, form, CommentForm()), 422
    return _act(dispute, form, Answer(Stance.UPHOLD, _files(form), said(form.comment)), "answered")


@blp.post("/desk/disputes/<dispute>/concede")
def concede(dispute: str) -> ResponseReturnValue:
    """Give the report up: the customer is cleared at once."""
    return _act(dispute, AnswerForm(), Answer(Stance.CONCEDE), "conceded")


@blp.post("/desk/disputes/<dispute>/appeal")
def appeal(dispute: str) -> ResponseReturnValue:
    """Ask another admin."""
    form, shop = CommentForm(request.form), _member(acting_shop())
    if not form.validate():
        return _case(dispute, AnswerForm(), form), 422
    try:
        answering.appeal(
            db.session(),
            context.keyring(),
            shop=shop,
            public_id=dispute,
            comment=said(form.comment),
            now=context.now(),
        )
    except DomainError as error:
        _blame(form, error)
        return _case(dispute, AnswerForm(), form), 409
    flash(pick(DISPUTES)["appealed"])
    return redirect(url_for("desk_disputes.dispute", dispute=dispute), 303)


@blp.get("/desk/disputes/request")
def ask() -> str:
    """The form for a ruling of the shop's own."""
    return _ask(RequestForm(report=request.args.get("report", "")))


@blp.post("/desk/disputes/request")
def request_ruling() -> ResponseReturnValue:
    """Put an abusive claim, or new evidence for a removed report, before an admin."""
    form, shop = RequestForm(request.form), _member(acting_shop())
    if not form.validate():
        return _ask(form), 422
    try:
        seen = answering.request_ruling(
            db.session(),
            context.keyring(),
            shop=shop,
            report_id=report_named(said(form.report)),
            said=Answer(Stance.UPHOLD, _files(form), said(form.comment)),
            now=context.now(),
        )
    except ReportNotFoundError:
        blame(form.report, pick(DISPUTES)["no_report"])
        return _ask(form), 422
    except DomainError as error:
        _blame(form, error)
        return _ask(form), 422
    flash(pick(DISPUTES)["requested"])
    return redirect(url_for("desk_disputes.dispute", dispute=seen.public_id), 303)


def _act(dispute: str, form: AnswerForm, what: Answer, done: str) -> ResponseReturnValue:
    try:
        answering.answer(
            db.session(),
            context.keyring(),
            shop=_member(acting_shop()),
            public_id=dispute,
            said=what,
            now=context.now(),
        )
    except DomainError as error:
        _blame(form, error)
        return _case(dispute, form, CommentForm()), 422
    flash(pick(DISPUTES)[done])
    return redirect(url_for("desk_disputes.dispute", dispute=dispute), 303)


def _files(form: AnswerForm) -> list[NewFile]:
    kind = Evidence(said(form.evidence))
    brought = [NewFile(each, kind) for each in sent_files("files")]
    return brought + [NewFile(each, kind, CONTACT) for each in sent_files("contact")]


def _case(dispute: str, form: AnswerForm, comment: CommentForm) -> str:
    seen = _seen(dispute)
    case, by_shop = seen.case, seen.case.kind is not Kind.CONTEST
    may_appeal = rules.appeal_by(case) is not None and rules.loser(case) is Side.SHOP
    return render_template(
        "desk/dispute.html",
        text=pick(DISPUTES),
        said=case_texts(),
        shown=show(seen, lambda each: url_for("desk_disputes.file", dispute=dispute, file=each)),
        form=form,
        comment=comment,
        may_answer=case.phase is Phase.OPEN and not by_shop,
        may_concede=case.live,
        may_appeal=may_appeal and case.appealed_on is None,
        needs_contact=case.reason is Reason.NOT_MY_ORDER,
    )


def _ask(form: RequestForm) -> str:
    return render_template("desk/dispute_request.html", text=pick(DISPUTES), form=form)


def _blame(form: PageForm, error: DomainError) -> None:
    """Put the refusal above the form; what the refused act had begun is undone first.

    Raises the refusal again when it is that there is no such case.
    """
    if error.code == "not_found":
        raise error
    db.session().rollback()
    form.form_errors.append(sentence_of(error))


def _seen(dispute: str) -> Seen:
    return answering.get_case(
        db.session(),
        context.keyring(),
        shop=_member(current_shop()),
        public_id=dispute,
        today=context.now().date(),
    )


def _member(shop: Caller) -> Member:
    return Member(shop.shop_id, shop.world)
