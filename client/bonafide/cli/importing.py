"""``bonafide import``: a shop's past from a file."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from bonafide._assembly import utc_today
from bonafide._client import Registry
from bonafide._people import Reader
from bonafide._wire import report_body
from bonafide.cli.connection import connect
from bonafide.cli.output import Output
from bonafide.cli.speech import spoken
from bonafide.cli.words import PAYMENT, words
from bonafide.errors import BonafideError, Misuse, RateLimited
from bonafide.importer import columns, progress
from bonafide.importer.orders import Reading, own_outcomes
from bonafide.importer.run import Complaints, rehearse, send
from bonafide.importer.tables import Row, count, rows
from bonafide.protocol.words import AmountBand, Payment
from bonafide.questions import Report

Done = tuple[progress.Progress, Mapping[str, Any] | None]
HELP = "bring in past orders from csv, xlsx, xls or ods"


class Rate(ProgressColumn):
    """Rows a second."""

    def render(self, task: Task) -> Text:
        """Nothing until there is something to tell."""
        return Text(f"{task.speed:.0f}/s" if task.speed else "")


def arguments(parser: ArgumentParser) -> None:
    """Of this command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a table with one order a row")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=TITLE",
        help="which title a column has, such as phone=Contact; may be repeated",
    )
    parser.add_argument(
        "--outcome",
        action="append",
        default=[],
        metavar="WORD=OUTCOME",
        help="what a word of yours means, such as Lost=refused; may be repeated",
    )
    parser.add_argument("--payment", default=Payment.COD, **words(Payment, PAYMENT))
    parser.add_argument("--amount-band", **words(AmountBand, "where the table has no amounts"))
    parser.add_argument("--encoding", help="default: UTF-8, else cp1251")
    parser.add_argument("--region", default="RU", help="of phones without + (default: RU)")
    parser.add_argument("--errors", type=Path, help="default: FILE.errors.csv")
    parser.add_argument("--dry-run", action="store_true", help="check every row, send nothing")


def run(args: Namespace, out: Output) -> int:
    """Show what was understood, then send it."""
    if not args.file.is_file():
        raise Misuse(f"there is no file {args.file.name}")
    reading = _reading(args, out)
    errors = args.errors or args.file.with_name(args.file.name + ".errors.csv")
    work = _rehearse if args.dry_run else _send
    done, left = work(args, out, reading, Complaints(errors, spoken))
    document: dict[str, Any] = {
        "taken": done.sent,
        "not_taken": done.failed,
        "dry_run": args.dry_run,
    }
    if left is not None:
        document["allowance_left"] = left
    if done.failed:
        document["errors"] = str(errors)
    if out.as_json:
        out.document(document)
    else:
        out.table(args.file.name, _told(document, out))
    return 1 if done.failed else 0


def _told(document: Mapping[str, Any], out: Output) -> list[tuple[str, str]]:
    left = document.get("allowance_left") or {}
    rows = [
        (out.text("taken", "принято"), str(document["taken"])),
        (out.text("not taken", "не принято"), str(document["not_taken"])),
    ]
    if document["dry_run"]:
        rows.append((out.text("dry run", "проба"), out.text("nothing sent", "ничего не послано")))
    if "people" in left:
        rows.append(
            (out.text("people left to bring in", "можно ещё внести людей"), str(left["people"]))
        )
    if "errors" in document:
        rows.append((out.text("why not, by line", "почему, по строкам"), document["errors"]))
    return rows


def _reading(args: Namespace, out: Output) -> Reading:
    header = next(rows(args.file, encoding=args.encoding), None)
    if header is None:
        raise Misuse("the file has no rows")
    places = columns.with_choices(header.cells, columns.guess(header.cells), args.map)
    for column, place in places.items():
        out.say(f"{column} ← {header.cells[place]}", f"{column} ← {header.cells[place]}")
    absent = columns.missing(places)
    if absent:
        raise Misuse(
            out.text("no column was found for: ", "не нашлось столбца для: ")
            + ", ".join(absent)
            + out.text("; name it with --map COLUMN=TITLE", "; укажите --map СТОЛБЕЦ=ЗАГОЛОВОК")
        )
    return Reading(
        places,
        payment=Payment(args.payment),
        amount_band=AmountBand(args.amount_band) if args.amount_band else None,
        outcomes=own_outcomes(args.outcome),
    )


def _rehearse(args: Namespace, out: Output, reading: Reading, complaints: Complaints) -> Done:
    reader = Reader("dry run", args.region)

    def check(report: Report) -> None:
        reader.person(report.phone, report.email)
        report_body(report, utc_today())

    return rehearse(_orders(args), reading, complaints, check), None


def _send(args: Namespace, out: Output, reading: Reading, complaints: Complaints) -> Done:
    with connect(args, out, region=args.region) as registry, _bar(out) as bar:
        bookmark = progress.Bookmark(args.file, repr(registry))
        total = count(args.file, encoding=args.encoding) - 1
        start = bookmark.read()
        if start.line:
            out.say(f"going on after line {start.line}", f"продолжаем после строки {start.line}")
        task = bar.add_task(args.file.name, total=total, completed=start.sent + start.failed)

        def moved(now: progress.Progress) -> None:
            bar.update(task, completed=now.sent + now.failed)

        try:
            done = send(
                _orders(args),
                reading,
                registry,
                bookmark=bookmark,
                complaints=complaints,
                moved=moved,
            )
            return done, _left(registry)
        except RateLimited:
            _say_what_is_left(registry.budgets(), out)
            raise


def _left(registry: Registry) -> Mapping[str, Any] | None:
    """What the import allowance still holds; nobody's work fails for not knowing it."""
    try:
        left: Mapping[str, Any] = registry.budgets().get("import_allowance", {})
    except BonafideError:
        return None
    return left


def _say_what_is_left(left: Mapping[str, Any], out: Output) -> None:
    """Why it stopped: past orders spend an allowance of their own, which an operator grants."""
    people = left.get("import_allowance", {}).get("people", 0)
    if people:
        out.say(
            f"Today's budget is used up ({people} people of your import allowance are left): run "
            "the same command tomorrow and it goes on from here.",
            f"Дневной лимит исчерпан (в разрешении на импорт осталось людей: {people}): запустите "
            "ту же команду завтра, и она продолжит с этого места.",
        )
        return
    out.say(
        "Your import allowance is 0 people: ask the operator of the registry for one, then run "
        "the same command and it goes on from here.",
        "Разрешения на импорт нет (0 человек): попросите его у оператора реестра и запустите ту "
        "же команду, она продолжит с этого места.",
    )


def _orders(args: Namespace) -> Iterator[Row]:
    found = rows(args.file, encoding=args.encoding)
    next(found, None)
    return found


def _bar(out: Output) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        console=out.talk,
        disable=not out.talk.is_terminal,
    )
