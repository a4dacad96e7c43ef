"""``registry doctor``."""

import click

from registry.ops.checks import Finding, examine
from registry.ops.output import json_option, show


@click.command()
@json_option
def doctor(*, as_json: bool) -> None:
    """Look at settings, keys, database, clock and libraries; say what is wrong and what to do."""
    findings = list(examine())
    well = all(each.well for each in findings)
    document = {
        "well": well,
        "findings": [
            {"name": each.name, "well": each.well, "seen": each.seen, "todo": each.todo}
            for each in findings
        ],
    }
    show(document, [_line(each) for each in findings], as_json=as_json)
    if not well:
        raise click.exceptions.Exit(1)


def _line(finding: Finding) -> str:
    if finding.well:
        return f"ok    {finding.name}: {finding.seen}"
    return f"WRONG {finding.name}: {finding.todo or finding.seen}"
