"""``registry serve``."""

from dataclasses import replace

import click

from registry.ops import serving
from registry.ops.output import say
from registry.ops.running import expected
from registry.settings import load_settings


@click.command()
@click.option("--bind", metavar="HOST:PORT", help="Instead of BONAFIDE_BIND.")
def serve(bind: str | None) -> None:
    """Run the service until SIGTERM, which lets requests under way end.

    It listens on this machine only (127.0.0.1) unless told otherwise: TLS and slow clients are the
    business of a buffering proxy in front of it.
    """
    with expected():
        settings = load_settings()
        if bind:
            settings = replace(settings, bind=bind)
        serving.refuse_taken(settings.bind)
        serving.prepare(settings)
        say(serving.door(settings.bind))
        serving.Server(settings).run()
