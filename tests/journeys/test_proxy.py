"""What nginx lets through, what it overwrites and what it answers itself."""

import hashlib
import http.client
import http.server
import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.journeys.deployed import Proxy, open_folder, proxy
from tests.ports import free_port

KIB = 1024
FORGED = {
    "X-Forwarded-For": "6.6.6.6",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "1",
    "X-Forwarded-Prefix": "/evil",
    "X-Real-IP": "6.6.6.6",
    "Forwarded": "for=6.6.6.6",
}


class Recorder(http.server.ThreadingHTTPServer):
    """Stands in for the service and keeps what arrived."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self.asked, self.may_answer = threading.Event(), threading.Event()
        self.may_answer.set()


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers everything with an empty object."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server: Any = self.server
        server.seen.append({name.lower(): text for name, text in self.headers.items()})
        server.bodies.append(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
        server.asked.set()
        server.may_answer.wait(20)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST  # noqa: N815 - the base class's name

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    server = Recorder()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture
def in_front(recorder: Recorder, folder: Path) -> Iterator[Proxy]:
    with proxy(folder, recorder.server_port) as started:
        yield started


def post(in_front: Proxy, path: str, body: bytes, **headers: str) -> httpx2.Response:
    return httpx2.post(
        f"{in_front.url}{path}", content=body, headers=headers, verify=in_front.tls, timeout=120
    )


def test_what_a_client_says_about_its_origin_is_overwritten(
    in_front: Proxy, recorder: Recorder
) -> None:
    assert post(in_front, "/v1/lookups", b"{}", **FORGED).status_code == 200
    [seen] = recorder.seen
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert seen["x-forwarded-proto"] == "https"
    assert seen["x-forwarded-host"] == "127.0.0.1"
    assert not {"forwarded", "x-real-ip", "x-forwarded-prefix"} & seen.keys()
    assert not any("6.6.6.6" in text or "evil" in text for text in seen.values())


@pytest.mark.parametrize("path", ["/v1/lookups", "/v1/reports", "/v1/evaluations"])
def test_a_batch_of_a_megabyte_passes_whole(in_front: Proxy, recorder: Recorder, path: str) -> None:
    body = b"x" * KIB * KIB
    assert post(in_front, path, body).status_code == 200
    assert recorder.bodies == [body]
    assert post(in_front, path, body + b"x").status_code == 413


@pytest.mark.parametrize("path", ["/v1/reports/find", "/v1/shop/terms"])
def test_anything_else_is_refused_beyond_64_kib_before_the_service_sees_it(
    in_front: Proxy, recorder: Recorder, path: str
) -> None:
    assert post(in_front, path, b"x" * 64 * KIB).status_code == 200
    refused = post(in_front, path, b"x" * (64 * KIB + 1))
    assert refused.status_code == 413
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] == "too_large"
    assert len(recorder.bodies) == 1


def check_page(refused: httpx2.Response, language: str, heading: str) -> None:
    """A page of nginx's own: in the right language, with no style but the one its policy names."""
    assert refused.headers["content-type"] == "text/html; charset=utf-8"
    assert refused.headers["content-language"] == language
    assert f'<html lang="{language}">' in refused.text
    assert f"<h1>{heading}</h1>" in refused.text
    style = refused.text.partition("<style>")[2].partition("</style>")[0]
    named = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{named}'" in refused.headers["content-security-policy"]
    assert refused.headers["cache-control"] == "no-store"
    assert "max-age" in refused.headers["strict-transport-security"]


RUSSIAN = {"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.8"}


@pytest.mark.parametrize(
    ("asked", "language", "heading"),
    [
        ({}, "en", "That is too large"),
        (RUSSIAN, "ru", "Файл или текст слишком большой"),
        ({**RUSSIAN, "Cookie": "language=en"}, "en", "That is too large"),
        (
            {"Accept-Language": "en", "Cookie": "language=ru"},
            "ru",
            "Файл или текст слишком большой",
        ),
    ],
)
def test_a_person_whose_form_is_too_large_reads_a_page(
    in_front: Proxy, recorder: Recorder, asked: dict[str, str], language: str, heading: str
) -> None:
    assert post(in_front, "/me", b"x" * 64 * KIB).status_code == 200
    refused = post(in_front, "/me", b"x" * (64 * KIB + 1), **asked)
    assert refused.status_code == 413
    check_page(refused, language, heading)
    assert len(recorder.bodies) == 1


def test_a_key_in_the_clear_is_refused_and_a_page_is_sent_to_https(in_front: Proxy) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", in_front.http, timeout=120)
    connection.request("GET", "/v1/params", headers={"Authorization": "Bearer x"})
    refused = connection.getresponse()
    assert refused.status == 403
    refused.read()
    connection.request("GET", "/me")
    moved = connection.getresponse()
    assert moved.status == 308
    assert moved.headers["location"] == "https://127.0.0.1/me"
    connection.close()


def test_a_service_that_is_down_is_said_to_be_unavailable(folder: Path) -> None:
    with proxy(folder, free_port()) as in_front:
        answer = post(in_front, "/v1/lookups", b"{}")
        page = httpx2.get(f"{in_front.url}/me", headers=RUSSIAN, verify=in_front.tls)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert json.loads(answer.content)["code"] == "unavailable"
    assert page.status_code == 503
    assert page.headers["retry-after"] == "5"
    check_page(page, "ru", "Сейчас мы не можем ответить")


def test_too_many_connections_of_one_address_are_told_so_on_a_page(
    recorder: Recorder, folder: Path
) -> None:
    """With room for one, whose request the service is still thinking about."""
    recorder.may_answer.clear()
    with proxy(folder, recorder.server_port, limit=1) as in_front, ThreadPoolExecutor(1) as other:
        first = other.submit(post, in_front, "/v1/lookups", b"{}")
        assert recorder.asked.wait(20)
        page = httpx2.get(f"{in_front.url}/me", headers=RUSSIAN, verify=in_front.tls)
        told = post(in_front, "/v1/lookups", b"{}")
        recorder.may_answer.set()
        assert first.result().status_code == 200
    assert (page.status_code, told.status_code) == (429, 429)
    check_page(page, "ru", "Слишком много запросов сразу")
    assert page.headers["retry-after"] == told.headers["retry-after"] == "10"
    assert told.json()["code"] == "rate_limited"
    assert len(recorder.seen) == 1
