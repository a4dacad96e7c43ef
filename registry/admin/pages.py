"""``/admin``: what waits; the journal; the registry's own people."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.admin import acts, deeds, journal, watch
from registry.admin.desk import admin_blueprint, by_admin, row_named, show
from registry.admin.journal import Verb
from registry.admin.texts.desk import texts
from registry.disputes import ruling
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages import listing
from registry.kernel.web.paging import decode_cursor
from registry.shops import service as shops
from registry.shops.rules import Standing
from registry.staff import service as staff
from registry.staff.guards import current_account
from registry.staff.pages import invitation_link
from registry.staff.roles import ADMINS, Role
from registry.staff.service import Account
from registry.whitelist import service as whitelist

blp = admin_blueprint("admin", __name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to do, how often, and where."""

    label: str
    number: int
    href: str


@blp.get("")
def home() -> str:
    """The morning: what waits, and nothing else."""
    session, now, text = db.session(), context.now(), texts()
    me = current_account().account_id
    standings = [each.standing for each in shops.list_shops(session)]
    rows = [
        Waiting(
            text["disputes_waiting"],
            len(ruling.queue(session, admin_id=me, today=now.date())),
            "/admin/disputes",
        ),
        Waiting(text["acts_waiting"], len(staff.list_waiting(session, now=now)), "/admin/acts"),
        Waiting(text["reviews"], len(whitelist.list_reviews(session)), "/admin/reviews"),
        Waiting(text["flagged"], len(watch.watch(session, today=now.date())), "/admin/flags"),
    ]
    for label, standing in (
        ("on_probation", Standing.PROBATION),
        ("suspended_now", Standing.SUSPENDED),
    ):
        there = url_for("admin_shops.shops_page", standing=standing.value)
        rows.append(Waiting(text[label], standings.count(standing), there))
    return show("home", rows=[row for row in rows if row.number])


@blp.get("/journal")
def journal_page() -> str:
    """What admins did."""
    text, cursor = texts(), request.args.get("cursor", "")
    who = listing.search("who", text["who"])
    verb = listing.choice("did", text["did"], listing.named(Verb, text, "verb_"))
    before = decode_cursor(cursor, size=2) if cursor else None
    found = journal.read(
        db.session(),
        before=(before[0], before[1]) if before else None,
        login=who.value,
        verb=verb.value,
        limit=listing.SIZE + 1,
    )
    lines = listing.by_cursor(found, position=lambda line: line.cursor)
    return show("journal", lines=lines, filters=(verb, who))


@blp.get("/people")
def people() -> str:
    """Admins and auditors."""
    text = texts()
    role = listing.choice("role", text["role"], listing.named(sorted(ADMINS), text, "role_"))
    found = staff.list_accounts(db.session(), shop_id=None)
    wanted = [each for each in found if role.value in ("", each.role)]
    accounts = listing.by_number(wanted)
    me = current_account().account_id
    return show("people", accounts=accounts, filters=(role,), me=me, alone=_alone(found))


def _alone(found: Sequence[Account]) -> bool:
    """Whether nobody could agree to an act of the only admin."""
    admins = [each for each in found if each.role is Role.ADMIN and each.closed_at is None]
    return sum(each.has_totp for each in admins) < 2


@blp.post("/people/invite/<role>")
@by_admin
def invite(role: str) -> ResponseReturnValue:
    """An auditor's link, or the word of an admin whom another one has to agree to: shown once."""
    session, ring, by, now = db.session(), context.keyring(), current_account(), context.now()
    if role == Role.AUDITOR:
        token = deeds.invite_auditor(session, ring, by=by, now=now)
        return show("link", title=texts()["as_auditor"], link=invitation_link(token))
    word = acts.propose_admin(session, ring, by=by, now=now)
    return show("word", title=texts()["as_admin"], word=word)


@blp.post("/people/<account_id>/close")
@by_admin
def close(account_id: str) -> ResponseReturnValue:
    """End an account; nobody ends his own here."""
    closed = row_named(account_id)
    if closed != current_account().account_id:
        deeds.close_account(db.session(), closed, by=current_account(), now=context.now())
        flash(texts()["closed_now"])
    return redirect(url_for("admin.people"), 303)
