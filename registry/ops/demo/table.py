"""The answers as a shop owner reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.markup import escape
from rich.table import Table

from bonafide import TrustAnswer
from bonafide.cli.words import ADVICE, LEVELS
from registry.ops.demo.cast import Buyer
from registry.ops.demo.texts import Texts

_COLOURS = {"white": "green", "good": "green", "unknown": "", "watch": "yellow"}
_WIDTHS = (16, 16, 15, 14, None)
_DULL = frozenset({"context_raises", "context_lowers", "risk_usual"})
"""Reasons that are about the asking shop and not about the buyer: left to the API's answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A buyer and what the registry said."""

    buyer: Buyer
    answer: TrustAnswer

    @property
    def document(self) -> dict[str, Any]:
        """The same for a program."""
        return {"buyer": self.buyer.code, "phone": self.buyer.phone, "answer": self.answer.raw}


def table(asked: Sequence[Asked], *, shop: str, texts: Texts, language: str) -> Table:
    """One row a buyer."""
    made = Table(
        title=texts.table.format(shop=shop), title_justify="left", show_lines=True, expand=True
    )
    for name, width in zip(texts.columns, _WIDTHS, strict=True):
        made.add_column(name, width=width)
    for each in asked:
        made.add_row(*_row(each, texts, language))
    return made


def _row(asked: Asked, texts: Texts, language: str) -> tuple[str, ...]:
    answer, column = asked.answer, 1 if language == "ru" else 0
    advice = ADVICE[answer.advice.code][column]
    if answer.advice.prepay_percent:
        advice += f" ({answer.advice.prepay_percent:g} %)"
    reasons = (*answer.reasons, *answer.advice.because)
    why = [each.text or each.code for each in reasons if each.code not in _DULL]
    level = escape(LEVELS[answer.level][column])
    colour = _COLOURS[answer.level]
    return (
        f"{escape(texts.buyers[asked.buyer.code])}\n{asked.buyer.phone}",
        f"[{colour}]{level}[/{colour}]" if colour else level,
        escape(_risk(answer, texts)),
        escape(advice),
        escape("\n".join(dict.fromkeys(why))),
    )


def _risk(answer: TrustAnswer, texts: Texts) -> str:
    if answer.risk is None:
        return "—"
    return texts.usual.format(risk=_percent(answer.risk.estimate), base=_percent(answer.risk.base))


def _percent(share: float) -> str:
    return f"{share * 100:.2g} %"
