"""``bonafide outbox``: what waits, and send it."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bonafide.cli.connection import connect
from bonafide.cli.output import Output
from bonafide.errors import Misuse
from bonafide.outbox import Outbox

HELP = "show or send the reports that wait in an outbox file"


def arguments(parser: ArgumentParser) -> None:
    """Of this command."""
    parser.add_argument(
        "action", choices=("status", "flush"), help="say what waits, or send it now"
    )
    parser.add_argument("--file", type=Path, required=True, metavar="FILE", help="the outbox")


def run(args: Namespace, out: Output) -> int:
    """Status 1 where something still waits after a flush, or was refused."""
    if not args.file.is_file():
        raise Misuse(
            out.text(
                f"there is no outbox {args.file.name}: give the file that your shop writes to",
                f"нет файла {args.file.name}: укажите тот, в который пишет ваш магазин",
            )
        )
    with connect(args, out) as registry, Outbox(args.file, registry) as outbox:
        status = outbox.flush() if args.action == "flush" else outbox.status()
        refusals = outbox.refusals()
    oldest = status.oldest_at.isoformat(timespec="seconds") if status.oldest_at else None
    since = status.unlogged_since.isoformat(timespec="seconds") if status.unlogged_since else None
    if out.as_json:
        out.document(
            {
                "waiting": status.waiting,
                "acknowledged": status.acknowledged,
                "covered": status.covered,
                "refused": status.refused,
                "oldest_at": oldest,
                "unlogged_since": since,
                "refusals": [
                    {"order_ref": each.order_ref, "revision": each.revision, "code": each.code}
                    for each in refusals
                ],
            }
        )
    else:
        rows = [
            (out.text("waiting", "ждут отправки"), f"{status.waiting} {oldest or ''}"),
            (out.text("acknowledged", "приняты"), str(status.acknowledged)),
            (out.text("in the registry's log", "в журнале реестра"), str(status.covered)),
            (out.text("refused", "отклонены"), str(status.refused)),
        ]
        if since:
            rows.append((out.text("not yet in the log, since", "ещё не в журнале, с"), since))
        rows += [(f"{each.order_ref} r{each.revision}", each.detail) for each in refusals]
        out.table(args.file.name, rows)
    unsent = args.action == "flush" and status.waiting
    return 1 if unsent or status.refused else 0
