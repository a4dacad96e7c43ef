"""How reports are written: what one request writes is collected and sent at once."""

from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from bonafide.protocol.words import ReportState, World
from registry.audit import service as audit
from registry.audit.service import ActKind, Acts
from registry.kernel.db import insert_all, insert_each
from registry.reports import acts, news
from registry.reports.models import History, Report, ReportNews, ReportRevision
from registry.reports.news import Happened
from registry.reports.numbers import PARTS, number_of
from registry.reports.rules import Standing, Statement, is_negative

_KEY_OF_HISTORY = itemgetter("identifier_id", "shop_id", "report_id")


def bury(
    session: Session,
    row: Report,
    *,
    revision: int,
    state: ReportState,
    today: date,
    kind: ActKind = ActKind.RETRACTION,
) -> None:
    """Leave a tombstone: the history rows go, the guard and the last words stay."""
    before = news.new_row(row, Happened.CHANGED, today, news.remembered(row))
    if revision != row.revision:
        insert_all(session, ReportRevision, [_revision(row)])
    row.revision, row.state, row.revised_on, row.counts_on = revision, state, today, None
    session.execute(delete(History).where(*in_history(row)))
    acts.commit_changes(session, kind, [row], on=today)
    news.save(session, [before])


def in_history(row: Report) -> tuple[ColumnElement[bool], ...]:
    """The rows of the history that a report makes."""
    return (
        History.identifier_id.in_(row.identifier_ids),
        History.shop_id == row.shop_id,
        History.report_id == row.id,
    )


def said_of(row: Any) -> int:
    """What the history says of a report as it stands; ValueError for words that there are none."""
    parts: dict[str, Any] = {name: getattr(row, name) for name in PARTS}
    parts["filed_on"] = row.pending_since or row.filed_on
    return number_of(**parts)


def history_rows(
    shop_id: int, report_id: int, said: int, ids: Iterable[int]
) -> list[dict[str, Any]]:
    """One report as it bears on each of some identifiers, in their order."""
    row = {"shop_id": shop_id, "report_id": report_id, "said": said}
    return [row | {"identifier_id": each} for each in sorted(ids)]


class Writes:
    """What one wave writes, collected and then sent as a few statements."""

    def __init__(self, shop_id: int, world: World, today: date) -> None:
        """Nothing is written before :meth:`save`."""
        self.today = today
        self._key = {"shop_id": shop_id, "world": world}
        self._shop_id = shop_id
        self._reports: list[dict[str, Any]] = []
        self._revisions: list[dict[str, Any]] = []
        self._history: list[dict[str, Any]] = []
        self._rewritten: list[int] = []
        self._acts = Acts(today)
        self._news: list[dict[str, Any]] = []
        self._forgotten: list[bytes] = []

    def add(
        self, report_id: int, statement: Statement, standing: Standing, ids: frozenset[int]
    ) -> bytes:
        """A new report; returns its commitment."""
        days = {"filed_on": self.today, "revised_on": self.today}
        row: dict[str, Any] = (
            self._key | days | {"id": report_id, "revision": 1, "identifier_ids": sorted(ids)}
        )
        row |= said(statement) | said(standing)
        leaf = self._acts.add(acts.make_act(ActKind.REPORT, row))
        self._reports.append(row | {"commitment": leaf})
        if is_negative(statement):
            self._news.append(news.new_row(row, Happened.NEW, self.today, {}))
        number = number_of(**{name: row[name] for name in PARTS})
        self._history += history_rows(self._shop_id, report_id, number, ids)
        return leaf

    def correct(
        self,
        row: Report,
        statement: Statement,
        standing: Standing,
        *,
        revision: int,
        ids: frozenset[int],
    ) -> bytes | None:
        """The next revision of a locked row, of which only ``ids`` are left; its commitment."""
        self._revisions.append(_revision(row))
        remembered = news.remembered(row)
        self._news.append(news.new_row(row, Happened.CHANGED, self.today, remembered))
        if len(ids) < len(row.identifier_ids) and row.commitment is not None:
            self._forgotten.append(row.commitment)
        for name, value in (said(statement) | said(standing)).items():
            setattr(row, name, value)
        row.revision, row.revised_on = revision, self.today
        row.identifier_ids = sorted(ids)
        self._rewritten.append(row.id)
        self._history += history_rows(self._shop_id, row.id, said_of(row), ids)
        acts.note_changes(self._acts, ActKind.CORRECTION, [row])
        return row.commitment

    def save(self, session: Session) -> None:
        """Send everything, in an order that two transactions share."""
        ids = {row["identifier_id"] for row in self._history}
        if self._rewritten:
            session.execute(
                delete(History).where(
                    History.identifier_id.in_(ids),
                    History.shop_id == self._shop_id,
                    History.report_id.in_(self._rewritten),
                )
            )
        insert_each(
            session,
            (Report, self._reports),
            (ReportRevision, self._revisions),
            (History, sorted(self._history, key=_KEY_OF_HISTORY)),
            self._acts.taken(),
            (ReportNews, self._news),
        )
        news.follow_changes(session, self._news)
        if self._forgotten:
            audit.forget(session, audit.chain(session, self._forgotten), on=self.today)
        session.flush()


def _revision(row: Report) -> dict[str, Any]:
    return {
        "shop_id": row.shop_id,
        "report_id": row.id,
        "revision": row.revision,
        "said": acts.facts_before(row),
        "revised_on": row.revised_on,
        "commitment": row.commitment,
    }


def said(value: Statement | Standing) -> dict[str, Any]:
    """The fields by name; all of them are plain, so nothing needs the deep copy of ``asdict``."""
    return {name: getattr(value, name) for name in value.__slots__}
