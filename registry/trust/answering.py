"""What a worker keeps at hand to answer: the policy, last night's picture, who is silenced."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.inquiries.budgets import DEFAULT_BUDGETS, Budgets, Share
from registry.kernel.kept import Kept, kept
from registry.shops import service as shops
from registry.shops.access import Caller
from registry.trust.economics.discounts import Discounts
from registry.trust.fits import Fits
from registry.trust.policy import POLICY_FILE, Policy, load_policy
from registry.trust.responding import Surroundings
from registry.trust.scene import Scenes

SILENCED_FOR = timedelta(seconds=3)
_EXTENSION = "bonafide-answering"


class Answering:
    """Caches of one worker; safe to share between threads."""

    def __init__(self, policy: Policy, policy_text: str) -> None:
        self.policy = policy
        self.policy_text = policy_text
        self.discounts = Discounts()
        self._fits = Fits(policy)
        self._scenes = {world: Scenes() for world in World}
        self._silenced: tuple[datetime, frozenset[int]] | None = None

    @property
    def budgets(self) -> Budgets:
        """How much a shop may ask, as the policy says."""
        share = self.policy.budgets
        return replace(
            DEFAULT_BUDGETS,
            contacts=Share(share.first_contacts_a_day, share.first_contacts_burst),
            reports_of_person=share.reports_of_person_a_day,
        )

    def around(self, session: Session, caller: Caller, now: datetime) -> Surroundings:
        """What an answer to this shop rests on; no query while the caches are fresh."""
        return self.around_world(session, caller.world, now)

    def around_world(self, session: Session, world: World, now: datetime) -> Surroundings:
        """The same for whoever is no shop."""
        return Surroundings(
            policy=self.policy,
            network=self._fits.network(session, world, now=now),
            silenced=self._silent(session, now),
            scenes=self._scenes[world],
        )

    def _silent(self, session: Session, now: datetime) -> frozenset[int]:
        """Shops whose reports count nothing: at most three seconds old."""
        seen = self._silenced
        if seen is None or not _fresh(seen[0], now):
            seen = (now, shops.silenced_shops(session, today=now.date()))
            self._silenced = seen
        return seen[1]


def register(app: Flask, policy_file: Path | None) -> None:
    """Read the policy for ``app``; raises BadPolicy. Call it before the edge is attached."""
    path = policy_file or POLICY_FILE
    app.extensions[_EXTENSION] = Answering(load_policy(path), path.read_text(encoding="utf-8"))


def current_answering(at_hand: Kept | None = None) -> Answering:
    """The caches of the application at hand."""
    answering: Answering = (at_hand or kept())[_EXTENSION]
    return answering


def _fresh(read_at: datetime, now: datetime) -> bool:
    return timedelta(0) <= now - read_at < SILENCED_FOR
