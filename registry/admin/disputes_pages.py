"""``/admin/disputes``: the fair queue, a case with both sides beside each other, the ruling."""

from collections.abc import Sequence

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, TextAreaField
from wtforms.validators import Length

from registry.admin import journal
from registry.admin.desk import admin_blueprint, by_admin
from registry.admin.journal import Verb
from registry.admin.texts.disputes import LACKING, texts
from registry.disputes import rules, ruling, shown
from registry.disputes.attachments import attached
from registry.disputes.papers import MOST_LETTERS
from registry.disputes.ruling import Ruling
from registry.disputes.seen import Seen
from registry.disputes.shown import Shown, show
from registry.disputes.texts import case_texts, word
from registry.disputes.words import GROUNDS, Ground, Reason, Verdict
from registry.kernel.db import db
from registry.kernel.errors import DomainError
from registry.kernel.web import context
from registry.kernel.web.language import Language
from registry.kernel.web.pages import listing
from registry.kernel.web.pages.forms import Needed, PageForm, choices, said
from registry.kernel.web.pages.listing import Part
from registry.kernel.web.pages.refusals import sentence_of
from registry.shops import service as shops
from registry.staff.guards import current_account
from registry.staff.roles import Role

blp = admin_blueprint("admin_disputes", __name__)
Row = tuple[Seen, Shown, str]
"""A case, the same in words, and the name of its shop."""


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
    session, today, text = db.session(), context.now().date(), texts()
    names = {each.shop_id: each.name for each in shops.list_shops(session)}
    reason = listing.choice("reason", text["reason"], {str(each): word(each) for each in Reason})
    shop, me = listing.search("q", text["shop"]), current_account().account_id

    def part(found: Sequence[Seen], name: str) -> Part[Row]:
        wanted = [
            each
            for each in found
            if reason.value in ("", each.case.reason)
            and listing.fits(shop.value, names.get(each.shop_id, ""), each.public_id)
        ]
        cut = listing.by_number(wanted, name=name)
        rows = [(each, show(each, str), names.get(each.shop_id, "")) for each in cut.rows]
        return Part(rows, cut.further, cut.start)

    return render_template(
        "admin/disputes.html",
        text=text,
        filters=(reason, shop),
        queue=part(ruling.queue(session, admin_id=me, today=today), "page"),
        waiting=part(ruling.waiting_for_others(session, admin_id=me, today=today), "waiting"),
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
        _rule(dispute, Ruling(verdict, ground, said(form.note)))
    except DomainError as error:
        if error.code == "not_found":
            raise
        db.session().rollback()
        form.form_errors.append(sentence_of(error))
        return _case(dispute, form), 409
    flash(texts()[f"ruled_{verdict}"])
    return redirect(url_for("admin_disputes.disputes"), 303)


def _rule(dispute: str, given: Ruling) -> None:
    """The ruling and its line in the journal, which keeps no word of what was said inside."""
    session, by, now = db.session(), current_account(), context.now()
    ruling.rule_on(
        session,
        context.keyring(),
        admin_id=by.account_id,
        public_id=dispute,
        ruling=given,
        now=now,
    )
    note = f"{given.verdict}: {given.ground}"
    journal.write(session, by=by, verb=Verb.RULE, subject=dispute, note=note, now=now)


def _case(dispute: str, form: RulingForm) -> str:
    seen, account = _seen(dispute), current_account()
    today, case = context.now().date(), seen.case
    own_ruling = ruling.is_own_ruling(seen, account.account_id)
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
