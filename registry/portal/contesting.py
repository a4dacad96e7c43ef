"""The form that contests one report, and what it is refused for."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from registry.disputes.errors import (
    AlreadyDisputedError,
    FileRefusedError,
    FileTooLargeError,
    NotContestableError,
    TextRefusedError,
)
from registry.disputes.service import Contestant, NewFile, Seen, contesting
from registry.disputes.words import Reason
from registry.kernel.db import db
from registry.kernel.errors import DomainError
from registry.kernel.web import context
from registry.kernel.web.pages.forms import blame
from registry.kernel.web.pages.uploads import MOST_IN_FORM, sent_files
from registry.portal.forms import ContestForm, PapersForm
from registry.portal.inside import cabinet_pages, holder, read_cabinet
from registry.portal.orders import contested_by_ticket, is_contestable, title, where
from registry.portal.texts import pick
from registry.portal.texts.cases import CONTEST, STEPS
from registry.reports import counts

blp = cabinet_pages("contesting", __name__, largest_form=MOST_IN_FORM)


@dataclass(frozen=True, slots=True)
class Target:
    """The report that is contested, in words, and how to contest it.

    ``where``: its shop and day, as far as the person may see them.
    """

    what: str
    where: str
    action: str
    contest: Callable[[Reason, str, list[NewFile]], Seen]


@blp.route("/me/orders/<int:report_id>/contest", methods=["GET", "POST"])
def contest(report_id: int) -> ResponseReturnValue:
    """Contest a report on something that is proven."""
    said = next((s for s in read_cabinet().statements if s.report_id == report_id), None)
    key = _key(report_id)
    if said is None or key is None:
        raise NotFound
    if not is_contestable(said, contested_by_ticket()):
        flash(pick(CONTEST)["nothing"], "warning")
        return redirect("/me/orders", 303)
    contestant = contestant_of(knows=said.shop is not None)

    def do(reason: Reason, text: str, files: list[NewFile]) -> Seen:
        return contesting.open_contest(
            db.session(),
            context.keyring(),
            contestant=contestant,
            report=key,
            reason=reason,
            text=text,
            new_files=files,
            now=context.now(),
        )

    target = Target(title(said), where(said), f"/me/orders/{report_id}/contest", do)
    return answer_form(target, lambda seen: redirect(f"/me/cases/{seen.public_id}", 303))


def answer_form(
    target: Target, after: Callable[[Seen], ResponseReturnValue]
) -> ResponseReturnValue:
    """Show the form, or take it; a refusal stands beside its field and undoes everything."""
    form = ContestForm(request.form).offer_reasons()
    if request.method == "POST" and form.reason.data is not None and form.validate():
        try:
            seen = target.contest(Reason(form.reason.data), form.text.data or "", brought())
        except AlreadyDisputedError:
            return _turned_away("already", "/me/cases")
        except NotContestableError:
            return _turned_away("nothing", "/me/orders")
        except (FileRefusedError, FileTooLargeError, TextRefusedError) as refusal:
            blame_paper(form, refusal)
        else:
            flash(pick(CONTEST)["sent"])
            return after(seen)
    elif request.method == "POST":
        form.validate()
    page = render_template(
        "portal/contest.html", text=pick(CONTEST), steps=pick(STEPS), form=form, target=target
    )
    return make_response(page, 422 if form.errors else 200)


def brought() -> list[NewFile]:
    """The files of this form."""
    return [NewFile(content) for content in sent_files("files") if content]


def blame_paper(form: PapersForm, refusal: DomainError) -> None:
    """Put a refused text or file beside its field."""
    field = form.text if isinstance(refusal, TextRefusedError) else form.files
    blame(field, pick(CONTEST)[refusal.code])


def contestant_of(*, knows: bool = False) -> Contestant:
    """Who is signed in, as the disputes know him."""
    here = holder()
    return Contestant(frozenset(here.identifier_ids), here.world, knows=knows)


def _key(report_id: int) -> tuple[int, int] | None:
    """Shop and id of a report on something that is proven."""
    found = counts.histories(db.session(), holder().identifier_ids)
    rows = (row for rows in found.values() for row in rows)
    return next(((row.shop_id, row.report_id) for row in rows if row.report_id == report_id), None)


def _turned_away(why: str, where: str) -> ResponseReturnValue:
    db.session().rollback()
    flash(pick(CONTEST)[why], "warning")
    return redirect(where, 303)
