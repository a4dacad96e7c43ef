"""Work that some thousand tests would do again with the same outcome, done once."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.routing import Rule

Build = Callable[..., tuple[str, str]]


def compile_routes_once(patch: pytest.MonkeyPatch) -> None:
    """Werkzeug writes two functions for each route of each application; ours are always the same.

    They take the rule as their first argument and depend on its text alone, but for defaults.
    """
    compile_it, known = Rule._compile_builder, dict[tuple[Any, ...], Build]()

    def once(rule: Rule, append_unknown: bool = True) -> Build:
        if rule.defaults:
            return compile_it(rule, append_unknown)
        key = (append_unknown, rule.rule, *rule._trace)
        if key not in known:
            known[key] = compile_it(rule, append_unknown)
        return known[key]

    patch.setattr(Rule, "_compile_builder", once)
