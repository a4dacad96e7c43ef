"""``bonafide import --dry-run``: what would be sent, how the table's words were read, what is due.

Nothing is sent. Where a key is set, the registry is asked for the import allowance and for nothing
else, because an import without one stops at its first row.
"""

import os
from argparse import Namespace
from collections.abc import Iterator, Mapping
from typing import Any

from bonafide._assembly import utc_today
from bonafide._people import Reader
from bonafide._wire import report_body
from bonafide.cli.connection import connect
from bonafide.cli.output import Output
from bonafide.cli.words import OUTCOMES
from bonafide.errors import BonafideError
from bonafide.importer.complaints import Complaints
from bonafide.importer.orders import Reading
from bonafide.importer.run import Rehearsal, rehearse
from bonafide.importer.tables import Row
from bonafide.protocol.words import Outcome
from bonafide.questions import Report

Rows = list[tuple[str, str]]
MOST_WORDS = 12


def rehearsed(
    args: Namespace, orders: Iterator[Row], reading: Reading, complaints: Complaints
) -> Rehearsal:
    """Every row, as far as it can be judged here."""
    reader = Reader("dry run", args.region)

    def check(report: Report) -> None:
        reader.person(report.phone, report.email)
        report_body(report, utc_today())

    return rehearse(orders, reading, complaints, check)


def allowance(args: Namespace, out: Output) -> Mapping[str, Any] | None:
    """The import allowance; None without a key, or where the registry is not heard."""
    if not os.environ.get("BONAFIDE_API_KEY"):
        return None
    try:
        with connect(args, out) as registry:
            left: Mapping[str, Any] = registry.budgets().get("import_allowance", {})
    except BonafideError:
        out.say(
            "the registry was not heard, so your import allowance is not known",
            "реестр не ответил, поэтому разрешение на импорт неизвестно",
        )
        return None
    return left


def document(seen: Rehearsal) -> dict[str, Any]:
    """For a program."""
    return {
        "outcomes": {str(outcome): times for outcome, times in seen.outcomes.items()},
        "words": [
            {"word": word, "outcome": str(outcome), "orders": times}
            for (word, outcome), times in seen.read.most_common()
        ],
        "unknown_words": dict(seen.unknown.most_common()),
    }


def told(seen: Rehearsal, left: Mapping[str, Any] | None, out: Output) -> Rows:
    """For a person: each outcome with the words that were read so, then what was not understood."""
    rows = [
        (out.text(*OUTCOMES[outcome]), f"{times} ← {_words(seen, outcome)}")
        for outcome, times in seen.outcomes.items()
    ]
    if seen.unknown:
        label = out.text("words not understood", "слова не поняты")
        rows.append((label, _listed(seen.unknown.most_common())))
    if left is not None:
        rows.append(_allowed(int(left.get("people", 0)), out))
    return rows


def say_what_is_missing(seen: Rehearsal, out: Output) -> None:
    """How to name a word that no table of ours knows."""
    if seen.unknown:
        known = ", ".join(Outcome)
        out.say(
            f"Say what a word means with --outcome 'WORD=OUTCOME'; the outcomes are {known}. "
            "Orders still under way are left out.",
            f"Скажите, что значит слово: --outcome 'СЛОВО=ИСХОД'; исходы: {known}. "
            "Заказы, которые ещё в пути, не вносятся.",
        )


def _allowed(people: int, out: Output) -> tuple[str, str]:
    label = out.text("import allowance, people", "разрешение на импорт, людей")
    if people:
        return label, str(people)
    return label, out.text(
        "0: ask the operator of the registry for one before you import",
        "0: до импорта попросите его у оператора реестра",
    )


def _words(seen: Rehearsal, outcome: Outcome) -> str:
    return _listed([(w, n) for (w, meant), n in seen.read.most_common() if meant is outcome])


def _listed(counted: list[tuple[str, int]]) -> str:
    shown = [f"{word} {times}" for word, times in counted[:MOST_WORDS]]
    return ", ".join(shown) + (", …" if len(counted) > MOST_WORDS else "")
