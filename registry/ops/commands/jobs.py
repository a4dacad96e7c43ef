"""``registry jobs``."""

import click

from registry.kernel.jobs import JobRunningError
from registry.ops import jobs as table
from registry.ops.output import columns, fail, json_option, show
from registry.ops.running import service


@click.group()
def jobs() -> None:
    """Run the jobs that a timer calls."""


@jobs.command("list")
@json_option
def list_jobs(*, as_json: bool) -> None:
    """Show every job, how often it should run, and what it does."""
    rows = [("JOB", "EVERY", "WHAT IT DOES")]
    rows += [(name, job.every, job.help) for name, job in table.JOBS.items()]
    document = [
        {"name": name, "every": job.every, "help": job.help} for name, job in table.JOBS.items()
    ]
    show({"jobs": document}, columns(rows), as_json=as_json)


@jobs.command()
@click.argument("name")
@json_option
def run(*, name: str, as_json: bool) -> None:
    """Run the job NAME now. Twice at once, or again at once, does no harm."""
    table.find(name)
    with service():
        try:
            done = table.run(name)
        except JobRunningError:
            fail(f"{name} is running, or was killed and its lease is not over: nothing was done")
    said = ", ".join(f"{count} {word}" for word, count in done.items())
    show({"job": name, **done}, [f"{name}: {said}"], as_json=as_json)
