"""``registry demo`` (``make demo``)."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bonafide import BonafideError
from bonafide.protocol.base64url import pack
from registry.kernel.clock import SystemClock
from registry.ops.admission import Admitted
from registry.ops.demo import folder as folders
from registry.ops.demo import pasted, story
from registry.ops.demo.cast import BAD, FILED_DAYS_AGO, contestable, orders
from registry.ops.demo.server import Child, free_port
from registry.ops.demo.story import Stage
from registry.ops.demo.table import Asked, table
from registry.ops.demo.texts import TEXTS, Texts
from registry.ops.output import fail, show
from registry.ops.running import expected

_PORT = 8080
_BETWEEN_JOBS_SECONDS = 30
_PAGE_WIDTH = 100
"""Columns where there is no terminal to ask."""


def _wished_port() -> int:
    """The port of BONAFIDE_BIND; its host is left alone, a demo listens on this machine only."""
    found = re.fullmatch(r".*:([1-9][0-9]{0,4})", os.environ.get("BONAFIDE_BIND", ""))
    return int(found[1]) if found else _PORT


@click.command()
@click.option("--once", is_flag=True, help="End after the story instead of serving on.")
@click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=_wished_port,
    show_default=f"the port of BONAFIDE_BIND, else {_PORT}",
    help="Of 127.0.0.1; the next free one if it is taken.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Database and keys of the demo, made anew each time.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(list(TEXTS)),
    default="en",
    envvar="BONAFIDE_LANGUAGE",
    show_default=True,
)
@click.option("--json", "as_json", is_flag=True, help="With --once: one JSON document instead.")
def demo(*, once: bool, port: int, folder: Path, language: str, as_json: bool) -> None:
    """Play the main job on this machine and keep serving.

    Three shops report a few hundred made-up orders through the client, over HTTP; then one of them
    asks about four buyers. Nothing leaves this machine, and no other server is needed.
    """
    if as_json and not once:
        raise click.UsageError("--json needs --once: a service that runs on has no last word")
    texts, console = TEXTS[language], Console(stderr=True, highlight=False)
    _heed_signals()
    with expected(), _client_errors(), folders.fresh(folder.absolute()) as home:
        stage = story.build(home, free_port(port))
        admitted, entry = _first_act(stage, texts, console)
        console.print(f"• {texts.restarting}")
        story.pass_the_night(stage)
        with story.serving(stage, stage.settings) as child:
            asked = story.ask(stage, admitted[0], language)
            _tell(stage, admitted, asked, entry, language, as_json=as_json)
            if not once:
                _lead_in(stage, admitted[0], asked, entry, texts)
                console.print(f"\n[bold]{texts.serving}[/bold]")
                _wait_to_be_stopped(stage, child)
                console.print(texts.stopped)


def _first_act(stage: Stage, texts: Texts, console: Console) -> tuple[list[Admitted], str]:
    """The shops, and the log's entry of the last order that they reported."""
    console.print(f"[bold]{texts.title}[/bold]")
    console.print(f"• {texts.keys.format(folder=os.path.relpath(stage.log.parent))}")
    console.print(f"• {texts.starting.format(url=stage.url)}")
    with story.serving(stage, stage.long_ago):
        admitted = story.admit_shops(stage)
        names = ", ".join(each.member.name for each in admitted)
        console.print(f"• {texts.admitting.format(shops=names)}")
        count, entry = _report(stage, admitted, texts, console)
        story.let_one_opt_out(stage, admitted[0])
    console.print(f"• {texts.sent.format(count=count)}")
    return admitted, entry


def _report(
    stage: Stage, admitted: Sequence[Admitted], texts: Texts, console: Console
) -> tuple[int, str]:
    filed = orders(_filed_on())
    total = sum(map(len, filed))
    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*shown, console=console, transient=True) as bar:
        task = bar.add_task(f"  {texts.sending}", total=total)
        entry = story.report_orders(stage, admitted, filed, lambda count: bar.advance(task, count))
    return total, entry


def _filed_on() -> date:
    return SystemClock().now().date() - timedelta(days=FILED_DAYS_AGO)


def _tell(
    stage: Stage,
    admitted: Sequence[Admitted],
    asked: Sequence[Asked],
    entry: str,
    language: str,
    *,
    as_json: bool,
) -> None:
    texts, shop = TEXTS[language], admitted[0]
    logged = story.look_at_log(stage, shop, entry)
    if as_json:
        document: dict[str, Any] = {"answers": [each.document for each in asked]}
        document["log"] = {"size": logged.size, "root": pack(logged.root), "proven": entry}
        show(document, (), as_json=True)
        return
    out = Console(highlight=False, width=None if sys.stdout.isatty() else _PAGE_WIDTH)
    out.print()
    out.print(table(asked, shop=shop.member.name, texts=texts, language=language))
    out.print(texts.reading)
    out.print()
    root = pack(logged.root)
    click.echo(texts.log.format(origin=logged.origin, size=logged.size, root=root, entry=entry))


def _lead_in(
    stage: Stage, shop: Admitted, asked: Sequence[Asked], entry: str, texts: Texts
) -> None:
    """Where to look, how to get in, what to paste: for as long as the service runs."""
    order = contestable(orders(_filed_on()))
    click.echo()
    for name, path in texts.urls:
        click.echo(f"{name.format(shop=shop.member.name, order=order)}: {stage.url}{path}")
    for name, link in zip(texts.desks, story.invite(stage, shop), strict=True):
        click.echo(f"{name.format(shop=shop.member.name)}: {link}")
    click.echo(f"{texts.test_key}: {shop.test_key}")
    click.echo(f"{texts.live_key.format(shop=shop.member.name)}: {shop.live_key}")
    click.echo(f"\n{texts.paste}")
    for sentence, line in pasted.lines(_facts(stage, shop, asked, entry), texts):
        click.echo(f"\n# {sentence}\n{line}")


def _facts(stage: Stage, shop: Admitted, asked: Sequence[Asked], entry: str) -> pasted.Facts:
    [bad] = [each.answer for each in asked if each.buyer is BAD]
    return pasted.Facts(
        url=stage.url,
        test_key=shop.test_key,
        live_key=shop.live_key,
        live_ref=bad.raw["refs"][0],
        entry=entry,
        today=SystemClock().now().date(),
    )


def _wait_to_be_stopped(stage: Stage, child: Child) -> None:
    """Serve on, and do meanwhile what timers do on a server."""
    try:
        while child.process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(_BETWEEN_JOBS_SECONDS)
                break
            story.tend(stage)
    except KeyboardInterrupt:
        return
    fail(f"the service ended by itself: its log is {child.log}")


def _heed_signals() -> None:
    """SIGTERM and SIGHUP end the demo as Ctrl-C does: the service goes down with it."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)


@contextmanager
def _client_errors() -> Iterator[None]:
    try:
        yield
    except BonafideError as error:
        fail(f"the client could not do its part: {error}")
