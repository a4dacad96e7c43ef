"""Where an address leads: what is the same for many requests is found out once.

werkzeug checks the letters of a host twice for every request and spells it in IDNA, then walks over
the parts of the path, by a function that refers to itself and so waits for the garbage collector.
A server is asked under few names, and most requests are for addresses without variable parts.
"""

from functools import lru_cache
from typing import Any, Final

from flask import Request
from werkzeug.routing import Map, MapAdapter, Rule
from werkzeug.wsgi import get_host

_MOST_HOSTS: Final = 100
"""Whoever asks chooses the name, so no more are kept."""

_NEEDED: Final = frozenset({"SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "SERVER_PORT"})
_FLASK_ASKS: Final = {"return_rule": True}

_Fixed = dict[tuple[str, str, bool], Rule]


class Addresses:
    """All addresses of one application."""

    def __init__(self, known: Map) -> None:
        """``known`` has no rules for hosts or subdomains."""
        self._known = known
        self._fixed: _Fixed = {}

    def bind(self, request: Request) -> MapAdapter | None:
        """What ``Map.bind_to_environ`` gives; None where it is to say itself.

        Raises BadHost as it does.
        """
        sent = request.environ
        if "HTTP_UPGRADE" in sent or not sent.keys() >= _NEEDED:
            return None
        scheme = sent["wsgi.url_scheme"]
        adapter = _Adapter(
            self._known,
            _spelt(scheme, sent.get("HTTP_HOST"), sent["SERVER_NAME"], sent["SERVER_PORT"]),
            _text(sent["SCRIPT_NAME"]),
            "",
            scheme,
            _text(sent["PATH_INFO"]),
            sent["REQUEST_METHOD"],
            _text(sent["QUERY_STRING"]),
        )
        adapter.fixed = self._fixed
        return adapter


class _Adapter(MapAdapter):
    """One that remembers where addresses without variable parts lead, and is never wrong about it:

    such a rule comes before all others, and what is remembered is what was found.
    """

    fixed: _Fixed

    def match(self, *args: Any, **options: Any) -> Any:
        """The rule and its values."""
        if args or options != _FLASK_ASKS:
            return super().match(*args, **options)
        asked = (self.path_info, self.default_method, self.websocket)
        rule = self.fixed.get(asked)
        if rule is not None:
            return rule, {}
        rule, values = super().match(return_rule=True)
        plain = rule.rule == self.path_info and not rule.arguments
        if plain and self.default_method in (rule.methods or ()):
            self.fixed[asked] = rule
        return rule, values


@lru_cache(_MOST_HOSTS)
def _spelt(scheme: str, host: str | None, server: str, port: str) -> str:
    asked = {"SERVER_NAME": server, "SERVER_PORT": port, "wsgi.url_scheme": scheme}
    named = {} if host is None else {"HTTP_HOST": host}
    return Map().bind(get_host(asked | named)).server_name


def _text(sent: str) -> str:
    """WSGI hands bytes over as Latin-1 (PEP 3333); an address is UTF-8."""
    return sent.encode("latin1").decode(errors="replace")
