"""A case made ready for a page: pairs of a word and what it says, and each side's papers apart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bonafide.protocol.base64url import pack
from bonafide.protocol.words import Evidence, Fault, Outcome, Payment
from registry.disputes import rules
from registry.disputes.attachments import ending_of, kilobytes
from registry.disputes.papers import CONTACT, TEXT_PURPOSE, Paper
from registry.disputes.seen import Seen
from registry.disputes.texts import DAYS_LEFT, case_texts, word
from registry.disputes.words import Ending, Phase, Side, Verdict, Via
from registry.kernel.ids import public_id
from registry.kernel.web.language import requested_language
from registry.kernel.web.pages.format import band, day, number, plural
from registry.reports.service import PREFIX as REPORT_PREFIX

FILE_PREFIX = "fil_"
Facts = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One paper: its text, or the words and the address of a file."""

    added_on: date
    text: str | None
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one side brought."""

    side: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Shown:
    """One case for a page; ``due`` is a sentence about its next deadline."""

    dispute: str
    title: str
    opened: str
    reason: str
    phase: str
    due: str
    urgent: bool
    facts: Facts
    report: Facts
    sides: Sequence[Said]
    closed: bool


def show(seen: Seen, file_address: Callable[[str], str]) -> Shown:
    """A case in the language of this request; ``file_address`` makes an address of a file's id."""
    return Shown(
        dispute=seen.public_id,
        title=word(seen.case.kind),
        opened=day(seen.case.opened_on, "medium"),
        reason=word(seen.case.reason),
        phase=word(seen.case.phase),
        due=_due(seen),
        urgent=seen.days_left is not None and seen.days_left <= 2,
        facts=tuple(_facts(seen)),
        report=tuple(_report(seen)),
        sides=[_side(seen, side, file_address) for side in _speakers(seen)],
        closed=seen.case.phase is Phase.CLOSED,
    )


def read_file_id(seen: Seen, text: str) -> int | None:
    """The paper behind the id of a file, if it is one of the papers that are seen."""
    return next((each.paper_id for each in seen.papers if _file_id(seen, each) == text), None)


def _due(seen: Seen) -> str:
    text, left = case_texts(), seen.days_left
    if left is None:
        return ""
    if left < 0:
        return text["overdue"]
    return text["today"] if left == 0 else plural(left, DAYS_LEFT[requested_language()])


def _facts(seen: Seen) -> Iterator[tuple[str, str]]:
    text, case = case_texts(), seen.case
    if case.reason is not None:
        yield text["reason"], word(case.reason)
    yield text["opened"], day(case.opened_on)
    yield text["state"], word(case.phase)
    if seen.due_on is not None:
        yield text["due"], f"{day(seen.due_on)} ({_due(seen)})"
    if case.live:
        yield text["stop"], day(rules.stop_on(case))
    if case.verdict is not None:
        yield text["verdict"], _verdict(seen)
    if case.ground is not None or case.ending is not None:
        yield text["ground"], word(case.ground or case.ending)
    if seen.ruling is not None:
        yield text["proof"], proof_of(seen)


def _verdict(seen: Seen) -> str:
    """What became of the report, as it is now: an appeal suspends it, an erasure takes it away."""
    text, case = case_texts(), seen.case
    if case.phase is Phase.APPEALED:
        return text[f"{case.verdict}_appealed"]
    nobodys = seen.report is None or not seen.report.identifier_ids
    if case.verdict is Verdict.UPHELD and nobodys and case.ending is Ending.ERASURE:
        return text["upheld_and_erased"]
    if case.verdict is Verdict.UPHELD and seen.report is None:
        return text["upheld_and_gone"]
    return word(case.verdict)


def proof_of(seen: Seen) -> str:
    """Where the log holds the ruling: its number once it has one, and its leaf."""
    entry, text = seen.ruling, case_texts()
    if entry is None:
        return ""
    leaf = pack(entry.leaf)
    if entry.position is None:
        return text["entry_waits"].format(leaf=leaf)
    return text["entry"].format(number=number(entry.position + 1), leaf=leaf)


def _report(seen: Seen) -> Iterator[tuple[str, str]]:
    text, report = case_texts(), seen.report
    if report is None:
        return
    yield text["report_id"], public_id(REPORT_PREFIX, seen.shop_id, seen.report_id)
    yield text["outcome"], word(Outcome(report.outcome))
    yield text["fault"], word(Fault(report.fault))
    yield text["evidence"], word(Evidence(report.evidence))
    yield text["payment"], word(Payment(report.payment))
    yield text["amount"], band(report.amount_band)
    yield text["ordered"], day(report.occurred_on)
    yield text["filed"], day(report.filed_on)
    yield text["state"], word(report.state)


def _speakers(seen: Seen) -> Sequence[Side]:
    spoke = any(each.side is Side.ADMIN for each in seen.papers)
    return (Side.CUSTOMER, Side.SHOP, Side.ADMIN) if spoke else (Side.CUSTOMER, Side.SHOP)


def _side(seen: Seen, side: Side, file_address: Callable[[str], str]) -> Said:
    mine = [each for each in seen.papers if each.side is side]
    title = _unproven(seen) if side is Side.CUSTOMER and seen.via is Via.TICKET else word(side)
    return Said(title, [_line(seen, each, file_address) for each in mine])


def _unproven(seen: Seen) -> str:
    """Who came by a ticket may be anybody; a proven customer may have added to what he brought."""
    return case_texts()["by_ticket_and_heard" if seen.case.heard_on else "by_ticket"]


def _line(seen: Seen, paper: Paper, file_address: Callable[[str], str]) -> Line:
    if paper.purpose == TEXT_PURPOSE:
        return Line(paper.added_on, paper.text, "", "")
    text = case_texts()
    kind = text["contact"] if paper.purpose == CONTACT else _kind(paper)
    media, size = ending_of(paper).upper(), kilobytes(paper)
    label = text["file"].format(kind=kind, media=media, size=size)
    return Line(paper.added_on, None, label, file_address(_file_id(seen, paper)))


def _kind(paper: Paper) -> str:
    """What a shop said that it is; a customer is not asked, so it goes by the file's own form."""
    if paper.evidence is not None:
        return word(paper.evidence)
    return case_texts()[f"file_{ending_of(paper)}"]


def _file_id(seen: Seen, paper: Paper) -> str:
    return public_id(FILE_PREFIX, seen.shop_id, paper.paper_id)
