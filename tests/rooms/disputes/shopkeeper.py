"""What a shop sends about disputes over HTTP."""

import base64
import secrets
from typing import Any

from werkzeug.test import TestResponse

from tests.rooms.disputes.papers_of import png
from tests.rooms.keeper import Keeper


def answer(shop: Keeper, dispute: str, *, key: str = "", **said: Any) -> TestResponse:
    """Stand by the report with a picture, unless it is said otherwise."""
    usual = {"stance": "uphold", "evidence": "photo", "files": [file(png())]}
    headers = {"Idempotency-Key": key or secrets.token_hex(8)}
    return shop.send("POST", f"/v1/disputes/{dispute}/answer", usual | said, headers=headers)


def appeal(shop: Keeper, dispute: str) -> TestResponse:
    """Ask another admin."""
    headers = {"Idempotency-Key": secrets.token_hex(8)}
    return shop.send(
        "POST", f"/v1/disputes/{dispute}/appeal", {"comment": "Смотрите трек."}, headers=headers
    )


def request(shop: Keeper, report: str, *contents: bytes) -> TestResponse:
    """Put a claim or a removed report before an admin."""
    body = {"report": report, "evidence": "photo", "files": [file(each) for each in contents]}
    headers = {"Idempotency-Key": secrets.token_hex(8)}
    return shop.send("POST", "/v1/disputes", body, headers=headers)


def file(content: bytes, purpose: str = "evidence") -> dict[str, str]:
    """A file on the wire."""
    return {"purpose": purpose, "content": base64.b64encode(content).decode()}
