"""``/policy``: how a level comes about, in plain words, with every constant and its reason."""

import tomllib
from dataclasses import asdict

from flask import render_template

from bonafide.protocol.words import World
from registry.kernel.db import db
from registry.kernel.web.blueprint import NO_AUTH
from registry.kernel.web.language import Language, requested_language
from registry.kernel.web.pages.blueprint import PageBlueprint
from registry.trust.answering import current_answering
from registry.trust.economics.books import read_reliability
from registry.trust.economics.reliability import drawing_of
from registry.trust.policy_texts import GROUPS, PAGE

blp = PageBlueprint("policy_page", __name__, guard=NO_AUTH)


@blp.get("/policy")
def policy_page() -> str:
    """The policy for people."""
    answering = current_answering()
    language = requested_language()
    document = tomllib.loads(answering.policy_text)
    counted_on, bins = read_reliability(db.session(), world=World.LIVE)
    return render_template(
        "trust/policy.html",
        text=PAGE[language],
        policy=answering.policy,
        levels=[
            words.format(**asdict(answering.policy.levels))
            for words in PAGE[language]["level_words"]
        ],
        groups=[
            (name, heading[language is Language.RU], document[name])
            for name, heading in GROUPS.items()
        ],
        reason="reason_ru" if language is Language.RU else "reason",
        counted_on=counted_on,
        bins=bins,
        drawing=drawing_of(bins),
    )
