"""What the agent understands: JSON or form fields, under the names of the client's arguments."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from bonafide.agent.guard import Rejected
from bonafide.questions import Question, Report

QUESTION = frozenset(Question.__dataclass_fields__)
REPORT = frozenset(Report.__dataclass_fields__)
DAYS = ("occurred_on", "told_on")


def fields_of(content_type: str, body: bytes, allowed: Iterable[str]) -> dict[str, Any]:
    """Names and texts; raises Rejected for names that are not known."""
    try:
        text = body.decode("utf-8-sig")  # some programs put a byte order mark first
        if content_type.partition(";")[0].strip() == "application/x-www-form-urlencoded":
            found: Any = dict(parse_qsl(text, strict_parsing=bool(text), max_num_fields=32))
        else:
            found = json.loads(text)
    except (ValueError, RecursionError):
        raise Rejected(400, "unreadable", "send JSON or form fields in UTF-8") from None
    if not isinstance(found, dict) or not set(found) <= set(allowed):
        raise Rejected(422, "unknown_field", f"the fields are {', '.join(sorted(allowed))}")
    return {name: value for name, value in found.items() if value not in (None, "")}


def question_from(fields: dict[str, Any]) -> Question:
    """A question; raises Rejected."""
    try:
        return Question(**fields)
    except TypeError:
        raise Rejected(422, "missing_field", "order_ref is needed") from None


def report_from(fields: dict[str, Any]) -> Report:
    """A report; raises Rejected."""
    try:
        days = {name: date.fromisoformat(fields[name]) for name in DAYS if name in fields}
        return Report(**(fields | days | {"revision": int(fields.get("revision", 1))}))
    except (TypeError, ValueError):
        raise Rejected(
            422, "missing_field", "order_ref and outcome are needed; days are YYYY-MM-DD"
        ) from None
