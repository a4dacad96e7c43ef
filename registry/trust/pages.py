"""``/policy``: how a level comes about, in plain words, with every constant and its reason."""

import tomllib

from flask import render_template

from bonafide.protocol.words import World
from registry.kernel.db import db
from registry.kernel.web.blueprint import NO_AUTH
from registry.kernel.web.language import requested_language
from registry.kernel.web.pages.blueprint import PageBlueprint
from registry.trust.answering import current_answering
from registry.trust.economics.books import read_reliability
from registry.trust.economics.reliability import drawing_of
from registry.trust.policy_texts import PAGE

blp = PageBlueprint("policy_page", __name__, guard=NO_AUTH)


@blp.get("/policy")
def policy_page() -> str:
    """The policy for people."""
    answering = current_answering()
    document = tomllib.loads(answering.policy_text)
    groups = {name: value for name, value in document.items() if isinstance(value, dict)}
    counted_on, bins = read_reliability(db.session(), world=World.LIVE)
    return render_template(
        "trust/policy.html",
        text=PAGE[requested_language()],
        policy=answering.policy,
        groups=groups,
        counted_on=counted_on,
        bins=bins,
        drawing=drawing_of(bins),
    )
