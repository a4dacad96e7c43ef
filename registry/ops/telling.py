"""The jobs that tell: shops of cases and of answers that changed, customers of news."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy.orm import Session

from bonafide.protocol.words import ChangeKind, ReportState, World
from registry.disputes import events, ruling
from registry.disputes.errors import DisputeNotFoundError
from registry.disputes.events import Happened as CaseNews
from registry.disputes.seen import Seen
from registry.disputes.words import Event, Kind
from registry.identifiers.vault import current_vault
from registry.kernel.db import reading, transaction
from registry.kernel.ids import public_id
from registry.kernel.senders.message import Message
from registry.kernel.senders.post import PostFullError, current_post
from registry.kernel.web import context
from registry.notices import rules
from registry.notices import service as notices
from registry.notices.service import Letter, delivering, feed, sending, shop_mail
from registry.ops.running import current_settings
from registry.reports import news
from registry.reports.news import Happened, News
from registry.reports.service import PREFIX as REPORT_PREFIX
from registry.trust.answering import current_answering

AT_ONCE: Final = 200
DISPUTE_PREFIX: Final = "dsp_"
MOST_ROUNDS: Final = 50
"""A run of the deliverer ends after so many batches; the next timer goes on."""

Done = Mapping[str, int]


def tell() -> Done:
    """Tell shops of their cases, readers who now know less, and customers that there is news."""
    cases = _tell_cases()
    told: set[int] = set()
    letters = 0
    waiting = list(_waiting())
    changed = [each for each in waiting if each.happened is Happened.CHANGED]
    for each in waiting:
        if each.happened is Happened.NEW:
            letters += _write(each, Letter.NEW_REPORT)
        elif not each.looked:
            told |= _tell_readers(each, changed, at_once=True, told=told)
    current_post().drain()
    return {"cases": cases, "answers": len(told), "letters": letters}


def tell_daily() -> Done:
    """At the daily boundary: whoever's answer changed yesterday; and forget what is old."""
    now = context.now()
    told: set[int] = set()
    changed = [each for each in _waiting() if each.happened is Happened.CHANGED]
    yesterdays = [each for each in changed if each.on < now.date()]
    for each in yesterdays:
        told |= _tell_readers(each, yesterdays, at_once=False, told=told)
    old = now - rules.KEPT
    gone = _in_steps(lambda session: feed.forget(session, before=old.date(), limit=AT_ONCE))
    log_until = now - rules.LOG_KEPT
    gone += _in_steps(lambda session: delivering.forget(session, before=log_until, limit=AT_ONCE))
    return {"answers": len(told), "forgotten": gone}


def deliver() -> Done:
    """Send what is due, and what falls due meanwhile."""
    loopback, sent = current_settings().webhook_loopback, 0
    for _ in range(MOST_ROUNDS):
        with transaction() as session:
            parcels = delivering.take(session, context.keyring(), now=context.now())
        if not parcels:
            break
        outcomes = sending.send_all(parcels, loopback=loopback)
        for parcel, outcome in zip(parcels, outcomes, strict=True):
            with transaction() as session:
                delivering.settle(session, parcel, outcome, now=context.now())
        sent += len(parcels)
    return {"tried": sent}


def _waiting() -> Iterator[News]:
    after: tuple[int, int] | None = None
    while True:
        with reading(), transaction() as session:
            found = news.waiting(session, after=after, limit=AT_ONCE)
        yield from found
        if len(found) < AT_ONCE:
            return
        after = (found[-1].shop_id, found[-1].news_id)


def _tell_readers(each: News, others: Sequence[News], *, at_once: bool, told: set[int]) -> set[int]:
    now = context.now()
    with transaction() as session:
        around = current_answering().around_world(session, each.world, now)
        found = notices.tell_readers(
            session,
            current_vault(),
            news=each,
            around=around,
            now=now,
            at_once=at_once,
            others=others,
            told=told,
        )
        if not at_once:
            news.end(session, each)
    return found


def _write(each: News, about: Letter) -> int:
    """The letters of one report; it is told of once, whatever becomes of them."""
    with transaction() as session:
        letters = _letters(session, each.identifier_ids, about)
        news.end(session, each)
    return _post(letters)


def _letters(session: Session, identifier_ids: Iterable[int], about: Letter) -> list[Message]:
    return notices.letters.write_letters(
        session,
        context.keyring(),
        about=about,
        identifier_ids=identifier_ids,
        link=f"{current_settings().public_url}/me",
        today=context.now().date(),
    )


def _post(letters: list[Message]) -> int:
    post = current_post()
    for each in letters:
        try:
            post.hand_in(each)
        except PostFullError:
            post.drain()
            post.hand_in(each)
    return len(letters)


def _tell_cases() -> int:
    told = 0
    while True:
        with transaction() as session:
            happened = events.untold(session, limit=AT_ONCE)
            letters = [letter for each in happened for letter in _tell_case(session, each)]
            events.mark_told(session, happened, now=context.now())
        _post(letters)
        told += len(happened)
        if len(happened) < AT_ONCE:
            return told


def _tell_case(session: Session, happened: CaseNews) -> list[Message]:
    """Tell the reporting shop; the letters that its customers are to get."""
    named = public_id(DISPUTE_PREFIX, happened.shop_id, happened.dispute_id)
    now = context.now()
    try:
        seen = ruling.get_case(session, context.keyring(), public_id=named, today=now.date())
    except DisputeNotFoundError:
        return []
    names = {"dispute": named, "report": public_id(REPORT_PREFIX, seen.shop_id, seen.report_id)}
    for kind in _kinds(happened.event, seen):
        notices.dispute_event(
            session,
            shop_id=happened.shop_id,
            world=seen.world,
            kind=kind,
            names=names,
            now=now,
        )
    about = _about(happened.event, seen)
    ids = seen.report.identifier_ids if seen.report else frozenset()
    written = _letters(session, ids, about) if about and ids else []
    return written + _letters_to_shop(session, happened, seen)


def _letters_to_shop(session: Session, happened: CaseNews, seen: Seen) -> list[Message]:
    """By mail as by webhook, in the live world; the newest thing only."""
    kinds = _kinds(happened.event, seen) if seen.world is World.LIVE else []
    if not kinds:
        return []
    return shop_mail.write(
        session,
        context.keyring(),
        shop_id=happened.shop_id,
        kind=kinds[0],
        link=f"{current_settings().public_url}/desk/disputes",
        today=context.now().date(),
    )


def _kinds(event: Event, seen: Seen) -> list[ChangeKind]:
    """What a shop hears of an event; nothing of what it did itself."""
    removed = seen.report is None or seen.report.state is ReportState.REMOVED
    ended = [ChangeKind.DISPUTE_RULED, *([ChangeKind.REPORT_REMOVED] if removed else [])]
    if event is Event.OPENED:
        return [ChangeKind.DISPUTE_OPENED] if seen.case.kind is Kind.CONTEST else []
    if event is Event.APPEALED:
        return [ChangeKind.REPORT_DISPUTED]
    if event is Event.RULED:
        return ended
    return ended if event is Event.CLOSED and seen.case.ruled_on is None else []


def _about(event: Event, seen: Seen) -> Letter | None:
    """What a customer is written about; nothing of what he did himself."""
    if event is Event.RULED or (event is Event.CLOSED and seen.case.ruled_on is None):
        return Letter.RULING
    return Letter.DISPUTE if event in (Event.ANSWERED, Event.APPEALED) else None


def _in_steps(forget: Callable[[Session], int]) -> int:
    done = 0
    while True:
        with transaction() as session:
            step = forget(session)
        done += step
        if step < AT_ONCE:
            return done
