"""The verbs of the room: begin (a code goes out), answer (it came back), forget.

Whether somebody is known here is never looked at before the right code was typed, so nothing that
happens before can tell it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bonafide.protocol.canonical import digest
from bonafide.protocol.words import Kind, World
from registry.identifiers.marking import find_or_make
from registry.identifiers.vault import Vault
from registry.kernel.keys import Keyring
from registry.kernel.sealing import same
from registry.kernel.senders import caps
from registry.portal.signin import store
from registry.portal.signin.marks import Marks
from registry.portal.signin.models import SigninCode
from registry.portal.signin.rules import (
    LIFE,
    PROOF_KEPT,
    TRIES,
    Counts,
    Decision,
    Refusal,
    decide,
    is_spraying,
    is_work,
    network_of,
    new_code,
    prefix_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who wants a code, from where. ``work`` is the nonce of a proof of work, if one was given."""

    kind: Kind
    value: str = field(repr=False)
    browser: str = field(repr=False)
    address: str = field(repr=False)
    work: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A code that is now valid, to be sent once the transaction is committed."""

    digits: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class WorkNeeded:
    """Find a nonce with ``bits`` leading zero bits in SHA-256 of ``seed:nonce``, then ask again."""

    seed: str
    bits: int


@dataclass(frozen=True, slots=True)
class Refused:
    """No code, and why; ``again_at`` when waiting for a moment helps."""

    reason: Refusal
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proven:
    """The person holds this identifier now. The value itself is gone.

    ``digest`` is for whitelist.service.sign_in in this same request, and for nothing else.
    """

    identifier_id: int
    kind: Kind
    digest: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wrong:
    """Not the code; ``left`` tries are left."""

    left: int


@dataclass(frozen=True, slots=True)
class Over:
    """There is no code to be typed any more: it ended, was used, or all tries are gone."""

    tries_gone: bool


class NotYet(Exception):  # noqa: N818 - it carries an answer, not a fault
    """Ends a transaction without a trace; ``why`` is the answer."""

    def __init__(self, why: WorkNeeded | Refused) -> None:
        super().__init__()
        self.why = why


def begin(session: Session, asked: Asked, *, ring: Keyring, a_day: int, now: datetime) -> Code:
    """Make a code valid for this number in this browser; raises NotYet, which undoes all counts.

    A running code is replaced; the tries already used stay used.
    """
    marks = Marks.of(ring)
    pair = marks.pair(asked.kind, asked.value, asked.browser)
    counted = _count(session, asked, marks, now)
    row = store.lock(session, pair, now=now)
    decision = decide(
        _counts(session, row, counted, asked, marks, now), kind=asked.kind, a_day=a_day
    )
    _check(decision, row, asked, marks.seed(pair, _sent_today(row, now), now), now)
    code = new_code()
    fresh = row.code_mac is None or row.expires_at <= now
    row.tries = 0 if fresh else row.tries
    row.sent = _sent_today(row, now) + 1
    row.sent_on, row.expires_at = now.date(), now + LIFE
    row.code_mac = marks.code(pair, code)
    row.reserved_on = now.date() if decision.reserved else row.reserved_on
    session.flush()
    return Code(code, row.expires_at)


def answer(
    session: Session, asked: Asked, typed: str, *, ring: Keyring, vault: Vault, now: datetime
) -> Proven | Wrong | Over:
    """Look at one guess of six digits. A try is used before; commit whatever comes back.

    The right one ends the code and gives the identifier, made if nobody had reported it yet.
    """
    marks = Marks.of(ring)
    pair = marks.pair(asked.kind, asked.value, asked.browser)
    taken = store.take_try(session, pair, now=now)
    if taken is None:
        return Over(tries_gone=store.are_tries_gone(session, pair, now=now))
    if not same(taken.code_mac, marks.code(pair, typed)):
        caps.raise_all(session, [marks.hour(now, "wrong")], today=now.date())
        return Wrong(taken.left) if taken.left else Over(tries_gone=True)
    if not store.use_up(session, pair, taken.code_mac, today=now.date()):
        return Over(tries_gone=False)
    caps.raise_all(session, [marks.hour(now, "right")], today=now.date())
    x = digest(asked.kind, asked.value)
    identifier_id = find_or_make(
        session, vault, kind=asked.kind, digest=x, world=World.LIVE, today=now.date()
    )
    return Proven(identifier_id, asked.kind, x)


def forget(session: Session, *, now: datetime, limit: int) -> int:
    """Delete codes and counters that nothing needs any more; returns how many, 0 at the end."""
    done = store.forget(session, now=now, limit=limit)
    return done + caps.forget(session, before=now.date() - timedelta(days=1))


def _count(session: Session, asked: Asked, marks: Marks, now: datetime) -> Mapping[str, int]:
    """Count this code everywhere; returns what was there before it."""
    network = network_of(asked.address)
    named = {
        "number": marks.bucket("number", f"{asked.kind}:{asked.value}"),
        "network": marks.bucket("network", network),
        "network_number": marks.bucket("network-number", f"{network}|{asked.kind}:{asked.value}"),
        "prefix": marks.bucket("prefix", prefix_of(asked.kind, asked.value)),
        "day": marks.bucket("day", asked.kind),
    }
    raised = caps.raise_all(session, list(named.values()), today=now.date())
    return {name: raised[each] - 1 for name, each in named.items()}


def _counts(
    session: Session,
    row: SigninCode,
    counted: Mapping[str, int],
    asked: Asked,
    marks: Marks,
    now: datetime,
) -> Counts:
    return Counts(
        pair=_sent_today(row, now),
        proven=row.proven_on is not None and row.proven_on + PROOF_KEPT > now.date(),
        reserved_used=row.reserved_on == now.date(),
        tripped=_is_tripped(session, marks, now),
        **counted,
    )


def _is_tripped(session: Session, marks: Marks, now: datetime) -> bool:
    """Whether guesses of this hour and the last look like spraying."""
    ago = now - timedelta(hours=1)
    wrong = [marks.hour(now, "wrong"), marks.hour(ago, "wrong")]
    right = [marks.hour(now, "right"), marks.hour(ago, "right")]
    seen = caps.read(session, [*wrong, *right], days={now.date(), ago.date()})
    return is_spraying(sum(seen[each] for each in wrong), sum(seen[each] for each in right))


def _check(decision: Decision, row: SigninCode, asked: Asked, seed: str, now: datetime) -> None:
    running = row.code_mac is not None and row.expires_at > now
    if running and row.tries >= TRIES:
        raise NotYet(Refused(Refusal.TRIES, row.expires_at))
    if decision.refusal is not None:
        raise NotYet(Refused(decision.refusal))
    if decision.bits and not is_work(seed, asked.work, decision.bits):
        raise NotYet(WorkNeeded(seed, decision.bits))


def _sent_today(row: SigninCode, now: datetime) -> int:
    return row.sent if row.sent_on == now.date() else 0
