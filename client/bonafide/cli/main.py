"""Arguments in, exit status out: 0 done, 1 failed, 2 used wrongly."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.markup import escape

from bonafide.cli import agent, doctor, figures, importing, lookup, outbox, report, webhooks
from bonafide.cli.connection import common
from bonafide.cli.contacts import NOTE
from bonafide.cli.output import Output
from bonafide.cli.speech import Parser, Speaking, spoken
from bonafide.errors import BonafideError, KeyChanged, RateLimited, Refused, Unavailable

DONE, FAILED, MISUSED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Command:
    """One word after ``bonafide``."""

    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Output], int]


COMMANDS = {
    "lookup": Command(lookup.HELP, lookup.arguments, lookup.run),
    "report": Command(report.HELP, report.arguments, report.run),
    "explain": Command(figures.EXPLAIN, figures.explain_arguments, figures.explain),
    "economics": Command(figures.ECONOMICS, figures.economics_arguments, figures.economics),
    "backtest": Command(figures.BACKTEST, figures.backtest_arguments, figures.backtest),
    "import": Command(importing.HELP, importing.arguments, importing.run),
    "agent": Command(agent.HELP, agent.arguments, agent.run),
    "outbox": Command(outbox.HELP, outbox.arguments, outbox.run),
    "webhooks": Command(webhooks.HELP, webhooks.arguments, webhooks.run),
    "doctor": Command(doctor.HELP, doctor.arguments, doctor.run),
}


def main(argv: Sequence[str] | None = None) -> int:
    """The command line."""
    given = sys.argv[1:] if argv is None else argv
    parser = _parser()
    if not given:
        parser.print_help()
        return DONE
    args = parser.parse_args(given)
    out = Output(as_json=args.json)
    try:
        return COMMANDS[args.command].run(args, out)
    except ValueError as error:
        if not isinstance(error, BonafideError):
            raise
        _complain(error, out)
        return MISUSED
    except BonafideError as error:
        _complain(error, out)
        return FAILED
    except BrokenPipeError:
        # Whoever read the output has gone, and Python would complain once more at its own end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        out.say("stopped", "остановлено")
        return FAILED


def _parser() -> ArgumentParser:
    parser = Parser(
        prog="bonafide",
        description="Ask a Bonafide registry about a buyer and report how orders ended. Phones and "
        "addresses are blinded on this machine; the registry never sees one.",
        epilog="Environment: BONAFIDE_API_KEY (the shop's key), BONAFIDE_URL (the registry), "
        "BONAFIDE_LANGUAGE (en or ru).",
        formatter_class=Speaking,
    )
    shared = common()
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        command.arguments(
            commands.add_parser(
                name,
                help=command.help,
                description=command.help,
                epilog=NOTE,
                parents=[shared],
                formatter_class=Speaking,
            )
        )
    return parser


def _complain(error: BonafideError, out: Output) -> None:
    if out.as_json:
        out.document(
            {"error": {"code": error.code, "detail": str(error), "request_id": error.request_id}}
        )
    out.talk.print(f"[red]bonafide:[/red] {escape(spoken(error))}", markup=True)
    hint = _hint(error)
    if hint is not None:
        out.say(*hint)


def _hint(error: BonafideError) -> tuple[str, str] | None:
    """What to do about it."""
    if isinstance(error, KeyChanged):
        return (
            "Do not go on: ask the registry's operator, by phone, whether the key was changed.",
            "Остановитесь и спросите оператора реестра по телефону, менялся ли ключ.",
        )
    if isinstance(error, RateLimited | Refused):
        return None
    if isinstance(error, Unavailable):
        return ("Try `bonafide doctor`.", "Попробуйте `bonafide doctor`.")
    return None
