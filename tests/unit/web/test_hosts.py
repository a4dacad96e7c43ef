"""What we bind an address to is what Flask would have bound it to."""

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.wrappers import Request
from werkzeug.exceptions import BadHost
from werkzeug.routing import MapAdapter

from registry.kernel.web import hosts

HOSTS = (
    None,
    "",
    "example.com",
    "Example.COM:80",
    "example.com:443",
    "example.com:8080",
    "пример.рф",
    "[::1]:8080",
    "exa mple",
    "a..b",
    "evil.example/..",
)
PATHS = ("", "/", "/v1/lookups", "//v1/lookups", "/v1/\xd0\xbf", "/\xff")


def sent(**more: Any) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8080",
        "wsgi.url_scheme": "http",
    } | {name: value for name, value in more.items() if value is not None}


def seen(bind: Callable[[], MapAdapter | None]) -> dict[str, Any] | None:
    """All of an adapter, None where the host is refused."""
    try:
        adapter = bind()
    except BadHost:
        return None
    assert adapter is not None
    return vars(adapter)


def test_every_host_scheme_and_path_is_bound_as_flask_does_it() -> None:
    app = Flask("hosts")
    for host, scheme, path in product(HOSTS, ("http", "https"), PATHS):
        environ = sent(HTTP_HOST=host, PATH_INFO=path, QUERY_STRING="a=\xd0\xbf&b")
        environ |= {"wsgi.url_scheme": scheme, "SCRIPT_NAME": "/below"}
        request = Request(environ)
        ours = seen(partial(hosts.bind, app.url_map, request))
        assert ours == seen(partial(app.create_url_adapter, request)), (host, scheme, path)


def test_a_name_that_no_host_can_have_is_refused_every_time() -> None:
    addresses, request = Flask("hosts").url_map, Request(sent(HTTP_HOST="a..b"))
    for _ in range(2):
        with pytest.raises(BadHost):
            hosts.bind(addresses, request)


def test_what_is_not_usual_is_left_to_flask() -> None:
    addresses = Flask("hosts").url_map
    assert hosts.bind(addresses, Request(sent(HTTP_UPGRADE="websocket"))) is None
    bare = sent()
    del bare["QUERY_STRING"]
    assert hosts.bind(addresses, Request(bare)) is None
