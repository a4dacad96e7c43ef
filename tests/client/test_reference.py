"""The written reference is that of the code, and its example runs."""

import doctest
import runpy
from pathlib import Path

import bonafide
from bonafide.testing import fake

CLIENT = Path(__file__).parents[2] / "client"


def test_the_reference_is_up_to_date() -> None:
    """``python client/reference.py`` writes it."""
    written = (CLIENT / "REFERENCE.md").read_text("utf-8")
    assert runpy.run_path(str(CLIENT / "reference.py"))["reference"]() == written


def test_everything_public_stands_in_it() -> None:
    sections = runpy.run_path(str(CLIENT / "reference.py"))["SECTIONS"]
    described = {name for names in sections.values() for name in names}
    tree = (CLIENT / "REFERENCE.md").read_text("utf-8").partition("## Errors")[2]
    missing = [name for name in bonafide.__all__ if name not in described | set(tree.split())]
    assert missing == []


def test_the_example_of_the_fake_runs() -> None:
    results = doctest.testmod(fake)
    assert (results.attempted, results.failed) == (3, 0)
