"""Where an address leads, bound to the host that was asked; a host is looked at once.

werkzeug checks the letters of a host twice for every request and spells it in IDNA, which costs
more than to find the view. A server is asked under few names, so what comes of it is kept.
"""

from functools import lru_cache
from typing import Final

from flask import Request
from werkzeug.routing import Map, MapAdapter
from werkzeug.wsgi import get_host

_MOST: Final = 100
"""Whoever asks chooses the name, so no more are kept."""

_NEEDED: Final = frozenset({"SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "SERVER_PORT"})


def bind(addresses: Map, request: Request) -> MapAdapter | None:
    """What ``Map.bind_to_environ`` gives without subdomains; None where it is to say itself.

    Raises BadHost as it does.
    """
    sent = request.environ
    if "HTTP_UPGRADE" in sent or not sent.keys() >= _NEEDED:
        return None
    scheme = sent["wsgi.url_scheme"]
    return MapAdapter(
        addresses,
        _spelt(scheme, sent.get("HTTP_HOST"), sent["SERVER_NAME"], sent["SERVER_PORT"]),
        _text(sent["SCRIPT_NAME"]),
        "",
        scheme,
        _text(sent["PATH_INFO"]),
        sent["REQUEST_METHOD"],
        _text(sent["QUERY_STRING"]),
    )


@lru_cache(_MOST)
def _spelt(scheme: str, host: str | None, server: str, port: str) -> str:
    asked = {"SERVER_NAME": server, "SERVER_PORT": port, "wsgi.url_scheme": scheme}
    named = {} if host is None else {"HTTP_HOST": host}
    return Map().bind(get_host(asked | named)).server_name


def _text(sent: str) -> str:
    """WSGI hands bytes over as Latin-1 (PEP 3333); an address is UTF-8."""
    return sent.encode("latin1").decode(errors="replace")
