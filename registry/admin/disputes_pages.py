"""``/admin/disputes``: the fair queue, a case with both sides beside each other, the ruling."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, TextAreaField
from wtforms.validators import Length

from registry.admin.desk import admin_blueprint, by_admin
from registry.admin.texts.disputes import LACKING, texts
from registry.disputes import rules, ruling, shown
from registry.disputes.attachments import attached
from registry.disputes.papers import MOST_LETTERS
from registry.disputes.ruling import Ruling
from registry.disputes.seen import Seen
from registry.disputes.shown import show
from registry.disputes.texts import case_texts, word
from registry.disputes.words import GROUNDS, Ground, Phase, Verdict
from registry.kernel.db import db
from registry.kernel.errors import DomainError
from registry.kernel.web import context
from registry.kernel.web.language import Language
from registry.kernel.web.pages.forms import Needed, PageForm, choices, said
from registry.kernel.web.pages.refusals import sentence_of
from registry.shops import service as shops
from registry.staff.guards import current_account
from registry.staff.roles import Role

blp = admin_blueprint("admin_disputes", __name__)


class RulingForm(PageForm):
    """One ground from the list, which says the verdict too, and a note to both sides."""

    ground = RadioField(
        choices=choices({each.value: each.value for each in Ground}),
        validators=[Needed({language: LACKING[language] for language in Language})],
        validate_choice=True,
    )
    note = TextAreaField(validators=[Length(max=MOST_LETTERS)])


@blp.get("/disputes")
def disputes() -> str:
    """What can be ruled on, in its fair order, and what waits for others."""
    session, today = db.session(), context.now().date()
    names = {each.shop_id: each.name for each in shops.list_shops(session)}
    queue = ruling.queue(session, today=today)
    waiting = ruling.waiting_for_others(session, today=today)
    return render_template(
        "admin/disputes.html",
        text=texts(),
        rows=[(each, show(each, str), names.get(each.shop_id, "")) for each in queue],
        waiting=[(each, show(each, str), names.get(each.shop_id, "")) for each in waiting],
    )


@blp.get("/disputes/<dispute>")
def dispute(dispute: str) -> str:
    """One case."""
    return _case(dispute, RulingForm())


@blp.get("/disputes/<dispute>/files/<file>")
def file(dispute: str, file: str) -> Response:
    """A file that one side brought."""
    paper_id = shown.read_file_id(_seen(dispute), file)
    if paper_id is None:
        abort(404)
    found = ruling.get_file(db.session(), context.keyring(), public_id=dispute, paper_id=paper_id)
    return attached(*found)


@blp.post("/disputes/<dispute>")
@by_admin
def rule(dispute: str) -> ResponseReturnValue:
    """Rule, or on an appeal rule again."""
    form = RulingForm(request.form)
    if not form.validate():
        return _case(dispute, form), 422
    ground = Ground(said(form.ground))
    verdict = next(each for each in Verdict if ground in GROUNDS[each])
    try:
        ruling.rule_on(
            db.session(),
            context.keyring(),
            admin_id=current_account().account_id,
            public_id=dispute,
            ruling=Ruling(verdict, ground, said(form.note)),
            now=context.now(),
        )
    except DomainError as error:
        if error.code == "not_found":
            raise
        db.session().rollback()
        form.form_errors.append(sentence_of(error))
        return _case(dispute, form), 409
    flash(texts()[f"ruled_{verdict}"])
    return redirect(url_for("admin_disputes.disputes"), 303)


def _case(dispute: str, form: RulingForm) -> str:
    seen, account = _seen(dispute), current_account()
    today, case = context.now().date(), seen.case
    own_ruling = case.phase is Phase.APPEALED and case.ruled_by == account.account_id
    may_rule = rules.may_be_ruled(case, today) and account.role is Role.ADMIN and not own_ruling
    return render_template(
        "admin/dispute.html",
        text=texts(),
        said=case_texts(),
        shown=show(seen, lambda each: url_for("admin_disputes.file", dispute=dispute, file=each)),
        shop=shops.get_shop(db.session(), seen.shop_id).name,
        seen=seen,
        form=form,
        may_rule=may_rule,
        own_ruling=own_ruling,
        verdicts=[
            (word(verdict), [(ground.value, word(ground)) for ground in grounds])
            for verdict, grounds in GROUNDS.items()
        ],
    )


def _seen(dispute: str) -> Seen:
    return ruling.get_case(
        db.session(), context.keyring(), public_id=dispute, today=context.now().date()
    )
