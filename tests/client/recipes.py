"""The pieces of docs/recipes.md, and an agent as its readers start it."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.ports import free_port

TEXT = (Path(__file__).parents[2] / "docs" / "recipes.md").read_text("utf-8")


def recipe(title: str) -> str:
    """The first block of code below a heading."""
    section = TEXT.partition(f"## {title}\n")[2].partition("\n## ")[0]
    found = re.search(r"```\w+\n(.*?)```", section, re.DOTALL)
    assert found, title
    return found[1]


@contextmanager
def running_agent(environment: dict[str, str]) -> Iterator[str]:
    """The port of ``bonafide agent`` under just this environment, until the block ends."""
    port = str(free_port())
    agent = subprocess.Popen(
        [sys.executable, "-c", "import bonafide.cli as c; c.main()", "agent", "--port", port],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/health", agent)
        yield port
    finally:
        agent.terminate()
        agent.wait()


def wait_for(url: str, program: subprocess.Popen[bytes]) -> None:
    """Until something answers there."""
    for _ in range(6000):
        if program.poll() is not None:
            break
        try:
            httpx2.get(url)
        except httpx2.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the agent did not start")
