"""Passes and tickets over HTTP. Codes travel in bodies only."""

from typing import Any

from flask import current_app

from registry.identifiers.vault import current_vault
from registry.inquiries.budgets import Counted
from registry.inquiries.leases import spend_now
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.blueprint import NO_AUTH, Blueprint
from registry.kernel.web.language import requested_language
from registry.settings import Settings
from registry.shops.auth import current_caller, guard, needs
from registry.shops.rules import Scope
from registry.trust.answering import current_answering
from registry.trust.wire import discount_body
from registry.whitelist import codes, tickets, verifying
from registry.whitelist.schemas import JwksSchema, TicketSchema, VerifiedSchema, VerifySchema
from registry.whitelist.texts import text_of

blp = Blueprint("passes", __name__, guard=guard, description="White passes and ticket links.")
keys_blp = Blueprint("keys", __name__, guard=NO_AUTH, description="Public keys of white passes.")

_NAMES = (
    *("bad_point", "bad_digest", "digest_not_allowed", "epoch_gone", "epoch_unknown"),
    *("ref_invalid", "ref_stale", "ref_gone", "budget_exhausted"),
)


@blp.route("/v1/passes/verify", methods=["POST"])
@needs(Scope.LOOKUP)
@blp.arguments(VerifySchema)
@blp.response(200, VerifiedSchema)
@blp.problems("too_many_guesses", *_NAMES)
def verify(body: dict[str, Any]) -> dict[str, Any]:
    """Spend a white pass on one order.

    It is good once and for 15 minutes. Asked again about the same order, the answer is the same,
    so a lost answer does no harm.
    """
    caller, session, now = current_caller(), db.session(), context.now()
    spend_now(caller, Counted.LOOKUPS, 1, now=now)
    answering = current_answering()
    found = verifying.verify(
        session,
        current_vault(),
        caller=caller,
        code=body["code"],
        order_ref=body["order_ref"],
        names=body["identifiers"],
        around=answering.around(session, caller, now),
        now=now,
    )
    discount = answering.discounts.find(session, caller, now=now) if found.discountable else None
    return {
        "result": found.result,
        "text": text_of(found, answering.policy.negatives, requested_language()),
        "discount": discount_body(discount),
        "bound": found.bound,
        "verified_on": found.verified_on,
    }


@blp.route("/v1/reports/<string:report_id>/ticket", methods=["POST"])
@needs(Scope.REPORT)
@blp.response(200, TicketSchema)
@blp.problems("nothing_to_contest", "customer_not_told")
def ticket(report_id: str) -> dict[str, Any]:
    """A link by which the customer of one of your reports can contest it without the phone.

    It opens this one report, once, within 30 days. A new link ends the earlier one. Tell the
    customer of the report first (`customer_told_on`).
    """
    settings: Settings = current_app.extensions["bonafide-settings"]
    made = tickets.issue_ticket(
        db.session(),
        context.keyring(),
        caller=current_caller(),
        report_id=report_id,
        now=context.now(),
    )
    return {
        "link": made.link(settings.public_url),
        "code": made.code,
        "expires_on": made.expires_on,
    }


@keys_blp.route("/.well-known/jwks.json", methods=["GET"])
@keys_blp.response(200, JwksSchema)
def jwks() -> dict[str, Any]:
    """The keys that sign white passes, for a shop that cannot reach the registry.

    A good signature says that there probably is such a pass. Whether it was spent or withdrawn only
    the registry knows, so it carries no discount.
    """
    return {"keys": codes.published_keys(context.keyring())}
