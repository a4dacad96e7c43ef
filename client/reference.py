"""Writes REFERENCE.md from the docstrings: ``python client/reference.py``."""

import dataclasses
import inspect
import re
from collections.abc import Iterator
from enum import EnumType
from pathlib import Path
from typing import Any

import bonafide
from bonafide import errors
from bonafide.testing import FakeRegistry

PLACE = Path(__file__).with_name("REFERENCE.md")
SECTIONS = {
    "Asking and reporting": ("Registry", "AsyncRegistry", "Question", "Report", "Outbox"),
    "Answers": (
        "TrustAnswer",
        "Advised",
        "Risk",
        "EvidenceSeen",
        "White",
        "Discount",
        "Reason",
        "ReportReceipt",
        "Checkpoint",
        "PassAnswer",
        "OfflinePass",
        "Dispute",
        "Change",
        "ItemError",
        "Params",
        "FieldError",
    ),
    "Around them": ("FileCache", "MemoryCache", "verify_webhook"),
    "Words": (
        "Level",
        "Advice",
        "Outcome",
        "Fault",
        "Evidence",
        "Payment",
        "Purpose",
        "AmountBand",
        "ReportState",
        "Kind",
        "PassResult",
        "OfflineResult",
        "Stance",
        "ChangeKind",
    ),
}


def reference() -> str:
    """The whole page."""
    parts = ["# Reference", "", "Written from the docstrings by `python client/reference.py`."]
    for title, names in SECTIONS.items():
        parts += ["", f"## {title}"]
        for name in names:
            parts += ["", *_entry(name, getattr(bonafide, name))]
    parts += ["", "## For your tests", "", *_entry("testing.FakeRegistry", FakeRegistry)]
    parts += ["", "## Errors", "", "```", inspect.cleandoc(errors.__doc__ or ""), "```"]
    return "\n".join(parts) + "\n"


def _entry(name: str, thing: Any) -> Iterator[str]:
    yield f"### {name}"
    yield _said(thing)
    if isinstance(thing, EnumType):
        yield " · ".join(f"`{word.value}`" for word in list[Any](thing))
    elif dataclasses.is_dataclass(thing):
        yield from (f"- `{each.name}: {_plain(each.type)}`" for each in dataclasses.fields(thing))
    elif inspect.isclass(thing):
        yield f"\n```python\n{name}{_plain(inspect.signature(thing))}\n```"
        if thing is not bonafide.AsyncRegistry:
            yield from _methods(thing)
    else:
        yield f"\n```python\n{name}{_plain(inspect.signature(thing))}\n```"


def _methods(thing: type) -> Iterator[str]:
    ours = [base for base in thing.__mro__ if base.__module__.startswith("bonafide")]
    own = {name: each for base in reversed(ours) for name, each in vars(base).items()}
    for name, each in own.items():
        if name.startswith("_") or not (inspect.isfunction(each) or isinstance(each, property)):
            continue
        function: Any = each.fget if isinstance(each, property) else each
        kind = "async " if inspect.iscoroutinefunction(function) else ""
        shown = "" if isinstance(each, property) else _plain(inspect.signature(function))
        yield f"\n**`{kind}{name}{shown}`**  "
        yield _said(function)


def _said(thing: Any) -> str:
    return inspect.cleandoc(thing.__doc__ or "").replace("``", "`")


def _plain(shape: object) -> str:
    """A signature or a type as it is written, without the places where its names come from."""
    text = shape.__name__ if isinstance(shape, type) else str(shape)
    text = re.sub(r"<(\w+)\.\w+: ('[^']*')>", r"\2", text)
    return re.sub(
        r"\b(?:[A-Za-z_]\w*\.)+(\w+)", r"\1", text.replace("(self, ", "(").replace("(self)", "()")
    )


if __name__ == "__main__":
    PLACE.write_text(reference(), "utf-8")
