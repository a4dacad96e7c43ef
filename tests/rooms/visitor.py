"""A browser without JavaScript: keeps cookies, follows nothing by itself, sends whole forms."""

import re
from collections.abc import Mapping
from contextvars import Context
from functools import partial
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor:
    """One browser at one address."""

    def __init__(self, app: Flask, address: str = "203.0.113.5") -> None:
        self.client: FlaskClient = app.test_client()
        self.address = {"REMOTE_ADDR": address}

    def open(self, path: str, method: str = "GET", **options: Any) -> TestResponse:
        """One request, in which nothing of the test's own context is seen."""
        send = partial(self.client.open, path, method=method, environ_base=self.address, **options)
        answer: TestResponse = Context().run(send)
        return answer

    def read(self, path: str) -> str:
        """What stands on a page that opens."""
        answer = self.open(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.get_data(as_text=True)

    def send(self, page: str, to: str | None = None, **fields: Any) -> TestResponse:
        """The form that stands on ``page``, filled in."""
        found = TOKEN.search(self.open(page).get_data(as_text=True))
        token = {"csrf_token": found[1]} if found else {}
        return self.post(to or page, token | fields)

    def post(self, path: str, fields: Mapping[str, Any]) -> TestResponse:
        """A form as it stands, without a token of its own."""
        return self.open(path, "POST", data=fields)
