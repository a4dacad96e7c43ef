"""``registry``: what operators type. 0 done, 1 failed, 2 used wrongly.

With ``--json`` standard output carries exactly one JSON document; talk goes to standard error.
"""

import json
import sys
from collections.abc import Sequence

import click

from registry.ops.lazy import Late, LazyGroup

COMMANDS = {
    "demo": Late("registry.ops.commands.demo:demo", "Play the main job on this machine."),
    "serve": Late("registry.ops.commands.serve:serve", "Run the service."),
    "db": Late("registry.ops.commands.database:database", "Bring the database up to this code."),
    "keys": Late("registry.ops.commands.keys:keys", "Make, rotate, check and back up keys."),
    "shop": Late("registry.ops.commands.shops:shops", "Admit shops and change their standing."),
    "admin": Late("registry.ops.commands.admins:admins", "Invite the registry's own people."),
    "key": Late("registry.ops.commands.api_keys:key", "Issue and revoke shops' API keys."),
    "evaluate": Late(
        "registry.ops.commands.evaluate:evaluate", "Replay past orders through the rules."
    ),
    "simulate-attacks": Late(
        "registry.ops.commands.simulate:attacks", "Attack the rules on a past order history."
    ),
    "simulate-prober": Late(
        "registry.ops.commands.simulate:prober", "What a shop learns by asking twice."
    ),
    "jobs": Late("registry.ops.commands.jobs:jobs", "Run the jobs that a timer calls."),
    "log": Late("registry.ops.commands.log:log", "Check the tamper-evident log."),
    "bench": Late(
        "registry.ops.bench.cli:bench", "Make up a registry and measure this machine with it."
    ),
    "doctor": Late("registry.ops.commands.doctor:doctor", "Say what is wrong and what to do."),
}


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Settings come from BONAFIDE_* variables: deploy/env.example explains each.",
)
def registry() -> None:
    """Run a Bonafide registry."""


def main(argv: Sequence[str] | None = None) -> None:
    """The entry point; always ends the process with a status."""
    args = sys.argv[1:] if argv is None else list(argv)
    sys.exit(run(args))


def run(args: Sequence[str]) -> int:
    """One command line; an expected failure becomes one sentence, never a traceback."""
    try:
        status = registry.main(args=list(args), prog_name="registry", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        if "--json" in args:
            _show_error(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("registry: stopped", err=True)
        return 1
    return status if isinstance(status, int) else 0


def _show_error(error: click.ClickException) -> None:
    document = {"error": {"detail": error.format_message()}}
    click.echo(json.dumps(document, ensure_ascii=False))


if __name__ == "__main__":
    main()
