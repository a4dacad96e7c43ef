"""An address leads where Flask would have led it, the second time as the first."""

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any, cast

import pytest
from flask import Flask
from flask.wrappers import Request
from werkzeug.exceptions import BadHost, HTTPException
from werkzeug.routing import MapAdapter

from registry.kernel.web.routing import Addresses

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
    """What was bound, None where the host is refused."""
    try:
        adapter = bind()
    except BadHost:
        return None
    assert adapter is not None
    return {name: value for name, value in vars(adapter).items() if name != "fixed"}


def test_every_host_scheme_and_path_is_bound_as_flask_does_it() -> None:
    app = Flask("routing")
    addresses = Addresses(app.url_map)
    for host, scheme, path in product(HOSTS, ("http", "https"), PATHS):
        environ = sent(HTTP_HOST=host, PATH_INFO=path, QUERY_STRING="a=\xd0\xbf&b")
        environ |= {"wsgi.url_scheme": scheme, "SCRIPT_NAME": "/below"}
        request = Request(environ)
        ours = seen(partial(addresses.bind, request))
        assert ours == seen(partial(app.create_url_adapter, request)), (host, scheme, path)


def test_a_name_that_no_host_can_have_is_refused_every_time() -> None:
    addresses, request = Addresses(Flask("routing").url_map), Request(sent(HTTP_HOST="a..b"))
    for _ in range(2):
        with pytest.raises(BadHost):
            addresses.bind(request)


def test_what_is_not_usual_is_left_to_flask() -> None:
    addresses = Addresses(Flask("routing").url_map)
    assert addresses.bind(Request(sent(HTTP_UPGRADE="websocket"))) is None
    bare = sent()
    del bare["QUERY_STRING"]
    assert addresses.bind(Request(bare)) is None


def test_each_address_and_method_leads_to_the_same_rule_or_refusal_when_asked_again() -> None:
    app = Flask("routing")
    app.url_map.merge_slashes = False
    rules = ("/a/b", "/a/<x>", "/a/", "/c", "/<path:rest>/z", "/<x>")
    for number, rule in enumerate(rules):
        app.add_url_rule(rule, str(number), methods=["GET"])
    app.add_url_rule("/a/b", "posted", methods=["POST"])
    app.add_url_rule("/a/b", "filled", methods=["PUT"], defaults={"x": "filled"})
    addresses = Addresses(app.url_map)
    paths = ("/a/b", "//a/b", "/a/b/", "/a/q", "/a", "/a/", "/c", "/C", "/p/q/z", "", "/", "/c/d")
    for _ in range(3):
        for path, method in product(paths, ("GET", "get", "HEAD", "POST", "PUT", "DELETE")):
            request = Request(sent(PATH_INFO=path, REQUEST_METHOD=method))
            ours = led(addresses.bind(request))
            assert ours == led(app.create_url_adapter(request)), (path, method)


def led(adapter: MapAdapter | None) -> object:
    """The rule and the values, or what is said instead."""
    assert adapter is not None
    try:
        rule, values = adapter.match(return_rule=True)
    except HTTPException as error:
        return (
            type(error),
            error.code,
            getattr(error, "new_url", None),
            vars(error).get("valid_methods"),
        )
    return rule.endpoint, rule.rule, dict(values)


def test_values_are_nobody_elses() -> None:
    app = Flask("routing")
    app.add_url_rule("/c", "c")
    addresses, request = Addresses(app.url_map), Request(sent(PATH_INFO="/c"))
    for _ in range(3):
        adapter = addresses.bind(request)
        assert adapter is not None
        _rule, values = adapter.match(return_rule=True)
        assert values == {}
        cast("dict[str, Any]", values)["left"] = "behind"
