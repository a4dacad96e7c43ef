"""Every sum in a box of docs/economics.md (others hold commands) is right to its last digit."""

import ast
import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs" / "economics.md"
SUMS = [
    line
    for box in re.findall(r"^```\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    for line in box.splitlines()
    if not line.startswith("registry ")
]
SIGNS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def worked_out(node: ast.expr, text: str) -> Decimal:
    """The value of a sum, without a float in it."""
    if isinstance(node, ast.BinOp):
        sign = SIGNS[type(node.op)]
        return sign(worked_out(node.left, text), worked_out(node.right, text))
    assert isinstance(node, ast.Constant)
    return Decimal(ast.get_source_segment(text, node) or "")


def test_there_are_sums_to_check() -> None:
    assert len(SUMS) >= 15


@pytest.mark.parametrize("line", SUMS)
def test_a_sum_is_right(line: str) -> None:
    left, right = (part.strip() for part in line.split("="))
    shown = Decimal(right)
    found = worked_out(ast.parse(left, mode="eval").body, left)
    assert found.quantize(shown, ROUND_HALF_UP) == shown
