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

from bonafide._client import Registry
from bonafide.cli import rehearsing
from bonafide.cli.connection import connect
from bonafide.cli.output import Output
from bonafide.cli.tables import complaints_of, reading_of
from bonafide.cli.words import PAYMENT, words
from bonafide.errors import BonafideError, Misuse, RateLimited
from bonafide.importer import progress
from bonafide.importer.complaints import Complaints
from bonafide.importer.orders import Reading
from bonafide.importer.run import send
from bonafide.importer.tables import Row, count, rows
from bonafide.protocol.words import AmountBand, Payment

Shown = tuple[dict[str, Any], list[tuple[str, str]]]
HELP = "bring in past orders from csv, xlsx, xls or ods"


class ImportStopped(BonafideError):  # noqa: N818 - reads as the sentence it is
    """The registry takes no more for now; the same command goes on later."""

    code = RateLimited.code


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
        raise Misuse(out.text(f"there is no file {args.file.name}", f"нет файла {args.file.name}"))
    header = next(rows(args.file, encoding=args.encoding), None)
    if header is None:
        raise Misuse("the file has no rows")
    reading = reading_of(args, header, out)
    complaints = complaints_of(args, header, reading, out)
    if args.dry_run:
        document, told = _rehearse(args, out, reading, complaints)
    else:
        document, told = _send(args, out, reading, complaints)
    if document["not_taken"]:
        document["errors"] = str(complaints.path)
        told.append((out.text("why not, by line", "почему, по строкам"), document["errors"]))
    if out.as_json:
        out.document(document)
    else:
        out.table(args.file.name, told)
    for each in complaints.first:
        where = f"{each.line}, {each.column}" if each.column else f"{each.line}"
        out.say(f"line {where}: {each.reason}", f"строка {where}: {each.reason}")
    return 1 if document["not_taken"] else 0


def _taken(taken: int, failed: int, out: Output, *, dry_run: bool) -> Shown:
    """The beginning of both reports."""
    document = {"taken": taken, "not_taken": failed, "dry_run": dry_run}
    return document, [
        (out.text("taken", "принято"), str(taken)),
        (out.text("not taken", "не принято"), str(failed)),
    ]


def _rehearse(args: Namespace, out: Output, reading: Reading, complaints: Complaints) -> Shown:
    seen = rehearsing.rehearsed(args, _orders(args), reading, complaints)
    left = rehearsing.allowance(args, out)
    document, told = _taken(seen.taken, seen.failed, out, dry_run=True)
    told.append((out.text("dry run", "проба"), out.text("nothing sent", "ничего не послано")))
    rehearsing.say_what_is_missing(seen, out)
    if left is not None:
        document["allowance_left"] = left
    return document | rehearsing.document(seen), told + rehearsing.told(seen, left, out)


def _send(args: Namespace, out: Output, reading: Reading, complaints: Complaints) -> Shown:
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
        except RateLimited:
            why = _why_it_stopped(registry.budgets(), out)
        else:
            return _sent(done, _left(registry), out)
    raise ImportStopped(why)


def _sent(done: progress.Progress, left: Mapping[str, Any] | None, out: Output) -> Shown:
    document, told = _taken(done.sent, done.failed, out, dry_run=False)
    if left is not None:
        document["allowance_left"] = left
        if "people" in left:
            label = out.text("people left to bring in", "можно ещё внести людей")
            told.append((label, str(left["people"])))
    return document, told


def _left(registry: Registry) -> Mapping[str, Any] | None:
    """What the import allowance still holds; nobody's work fails for not knowing it."""
    try:
        left: Mapping[str, Any] = registry.budgets().get("import_allowance", {})
    except BonafideError:
        return None
    return left


def _why_it_stopped(left: Mapping[str, Any], out: Output) -> str:
    """Past orders spend an allowance of their own, which an operator grants."""
    people = left.get("import_allowance", {}).get("people", 0)
    if people:
        return out.text(
            f"today's budget is used up ({people} people of your import allowance are left): run "
            "the same command tomorrow and it goes on from here.",
            f"дневной лимит исчерпан (в разрешении на импорт осталось людей: {people}): запустите "
            "ту же команду завтра, и она продолжит с этого места.",
        )
    return out.text(
        "your import allowance is 0 people: ask the operator of the registry for one, then run "
        "the same command and it goes on from here.",
        "разрешения на импорт нет (0 человек): попросите его у оператора реестра и запустите ту "
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
