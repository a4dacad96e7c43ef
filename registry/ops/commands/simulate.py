"""``registry simulate-…``: how hard the rules are to abuse; needs neither a database nor keys."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from registry.ops.commands.evaluate import replay_bar
from registry.ops.output import columns, fail, json_option, show
from registry.trust.measurement.attacks import run
from registry.trust.measurement.history import BadHistory
from registry.trust.measurement.lies import ATTACKS
from registry.trust.measurement.prober import Setting, simulate_prober
from registry.trust.policy import BadPolicy, load_policy

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("orders", type=_FILE)
@click.option("--seed", type=int, default=1, show_default=True, help="The first seed.")
@click.option("--seeds", type=click.IntRange(1, 100), default=1, show_default=True)
@click.option(
    "--cut",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.6,
    show_default=True,
    help="Share of the orders before the attack.",
)
@click.option(
    "--overlap",
    type=click.FloatRange(0, 1),
    default=1 / 3,
    show_default="a third",
    help="Share of their victims that the five of (h) have in common.",
)
@click.option(
    "--attack",
    "wanted",
    type=click.Choice(list(ATTACKS)),
    multiple=True,
    help="Only this one; may be repeated.",
)
@click.option("--policy", type=_FILE, help="Another policy file than the one that ships.")
@json_option
def attacks(
    *,
    orders: Path,
    seed: int,
    seeds: int,
    cut: float,
    overlap: float,
    wanted: tuple[str, ...],
    policy: Path | None,
    as_json: bool,
) -> None:
    """Put lies into the order history ORDERS (a CSV file) before a cut, and score what follows.

    Printed for each attack: the share of the victims' good orders that got a worse advice, and the
    share of bad orders that are still caught.
    """
    bar = replay_bar("attacking")
    try:
        with bar:
            task = bar.add_task("", total=1)
            found = run(
                orders,
                seed=seed,
                seeds=seeds,
                cut=cut,
                overlap=overlap,
                attacks=wanted or tuple(ATTACKS),
                progress=lambda done, total: bar.update(task, completed=done, total=total),
                policy=load_policy(policy) if policy else None,
            )
    except (BadHistory, BadPolicy, OSError, UnicodeDecodeError) as error:
        fail(f"{orders.name}: {error}")
    show(found, _attack_lines(found), as_json=as_json)


@click.command()
@click.option("--seed", type=int, default=1, show_default=True, help="The first seed.")
@click.option("--seeds", type=click.IntRange(1, 100), default=5, show_default=True)
@click.option(
    "--people",
    type=click.IntRange(10, 10_000),
    default=200,
    show_default=True,
    help="How many of each class and seed.",
)
@click.option(
    "--base",
    type=click.FloatRange(0.005, 0.2),
    default=0.03,
    show_default=True,
    help="The share of orders that fail.",
)
@click.option("--policy", type=_FILE, help="Another policy file than the one that ships.")
@json_option
def prober(
    *, seed: int, seeds: int, people: int, base: float, policy: Path | None, as_json: bool
) -> None:
    """Simulate a shop that asks before and after: did one more shop report this person?"""
    bar = replay_bar("asking twice")
    try:
        with bar:
            task = bar.add_task("", total=1)
            found = simulate_prober(
                load_policy(policy) if policy else load_policy(),
                Setting(people=people, seed=seed, base=base),
                seeds=seeds,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
    except (BadPolicy, OSError) as error:
        fail(str(error))
    show(found, _prober_lines(found), as_json=as_json)


def _attack_lines(found: dict[str, Any]) -> Iterable[str]:
    honest = found["honest"]
    yield (
        f"Without an attack: AUC {honest['auc']:.3f}, price of the defences "
        f"{honest['auc_price']:+.3f}, {honest['caught']:.1%} of bad orders caught."
    )
    rows = [("attack", "worse advice", "worst seed", "caught")]
    rows += [
        (name, f"{part['worse']:.1%}", f"{part['worse_most']:.1%}", f"{part['caught']:.1%}")
        for name, part in found["attacks"].items()
    ]
    yield from columns(rows)


def _prober_lines(found: dict[str, Any]) -> Iterable[str]:
    scale = found["redating"]
    yield (
        "The advantage of a shop that asks before and after, over guessing: "
        f"mean {found['mean']:.3f}, worst class {found['worst']:.3f}."
    )
    yield (
        f"The same with {scale['questions']} questions and dates tried on its own reports: "
        f"mean {scale['mean']:.3f}, worst class {scale['worst']:.3f}."
    )
    rows = [("shops that reported", "advantage")]
    rows += [(name, f"{value:.3f}") for name, value in found["advantage"].items()]
    yield from columns(rows)
