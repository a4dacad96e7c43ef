"""Every setting of the service: one frozen object, read once from the environment.

Owns the names, defaults and checks of all ``BONAFIDE_*`` variables (listed in docs/settings.md).
A setting that is missing or makes no sense stops the program with a sentence that says what to do.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from phonenumbers import SUPPORTED_REGIONS
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from registry.kernel.senders import choosing

MOST_WORKERS: Final = 64
_LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_RATE: Final = re.compile(
    r"[1-9][0-9]{0,11} ?(/|per) ?([1-9][0-9]{0,5} ?)?(second|minute|hour|day)s?"
)
_PORT: Final = re.compile(r".*:([0-9]{1,5})")


class SettingsError(Exception):
    """The environment does not make a complete configuration; the message says what to set."""


@dataclass(frozen=True, kw_only=True)
class Settings(choosing.SenderSettings):
    """What the service is told from outside. Field ``x`` is the variable ``BONAFIDE_X``.

    Those about messages are explained in registry/kernel/senders/choosing.py.
    """

    database_url: str
    key_dir: Path
    bind: str = "127.0.0.1:8080"
    workers: int = 2
    threads: int = 8
    pin_workers: bool = True
    public_url: str = "http://127.0.0.1:8080"
    contact: str = "operator@localhost"
    trusted_proxies: int = 0
    policy_file: Path | None = None
    checkpoint_file: Path | None = None
    webhook_loopback: bool = False
    rate_limit: str = "30000/minute"
    rate_limit_storage: str = "memory://"
    log_level: str = "INFO"
    metrics_bind: str = ""
    demo_days_ago: int = 0
    region: str = "RU"
    codes_a_day: int = 2_000

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        _check_database(self.database_url)
        for name in ("workers", "threads"):
            if not 1 <= getattr(self, name) <= MOST_WORKERS:
                raise SettingsError(f"BONAFIDE_{name.upper()} must be from 1 to {MOST_WORKERS}")
        if not self.bind.startswith("unix:"):
            _check_port("BIND", self.bind)
        if self.metrics_bind:
            _check_port("METRICS_BIND", self.metrics_bind)
        if self.log_level.upper() not in _LOG_LEVELS:
            raise SettingsError(f"BONAFIDE_LOG_LEVEL must be one of {', '.join(_LOG_LEVELS)}")
        if not _RATE.fullmatch(self.rate_limit):
            raise SettingsError("BONAFIDE_RATE_LIMIT must be a number a span: 30000/minute")
        if self.trusted_proxies < 0:
            raise SettingsError("BONAFIDE_TRUSTED_PROXIES must be 0 or more")
        if self.webhook_loopback and not self.demo:
            raise SettingsError("BONAFIDE_WEBHOOK_LOOPBACK is for a demo: unset it")
        if self.demo_days_ago and not self.demo:
            raise SettingsError("BONAFIDE_DEMO_DAYS_AGO is for a demo: unset it")
        _check_messages(self)


def _check_messages(settings: Settings) -> None:
    """Raise SettingsError for the first thing that keeps messages from leaving."""
    if settings.region not in SUPPORTED_REGIONS:
        raise SettingsError("BONAFIDE_REGION must be two capitals of a country, such as RU")
    for mistake in choosing.mistakes(settings):
        raise SettingsError(mistake)


def _check_database(url: str) -> None:
    """Raise SettingsError for an address at which no engine of ours can be."""
    try:
        make_url(url)
    except (ArgumentError, ValueError):
        url = ""
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError(
            "BONAFIDE_DATABASE_URL must be sqlite:///FILE or "
            "postgresql+psycopg://USER:PASSWORD@HOST:PORT/NAME"
        )


def _check_port(name: str, bind: str) -> None:
    found = _PORT.fullmatch(bind)
    if found is None or int(found[1]) > 65_535:
        raise SettingsError(f"BONAFIDE_{name} must be HOST:PORT with a port from 0 to 65535")


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from ``BONAFIDE_*`` variables; raises SettingsError."""
    source = os.environ if environ is None else environ
    given: dict[str, Any] = {}
    for each in fields(Settings):
        name = f"BONAFIDE_{each.name.upper()}"
        text = source.get(name, "").strip()
        if text:
            given[each.name] = _parse(name, text, str(each.type))
    missing = {"database_url", "key_dir"} - given.keys()
    if missing:
        names = " and ".join(sorted(f"BONAFIDE_{name.upper()}" for name in missing))
        raise SettingsError(f"set {names}: deploy/env.example explains every variable")
    return Settings(**given)


def _parse(name: str, text: str, type_name: str) -> object:
    if "Path" in type_name:
        return Path(text)
    if "bool" in type_name:
        return _flag(name, text)
    if "int" in type_name:
        if not text.isascii() or not text.isdigit():
            raise SettingsError(f"{name} must be a whole number, not {text!r}")
        return int(text)
    return text


def _flag(name: str, text: str) -> bool:
    values = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in values:
        raise SettingsError(f"{name} must be 1 or 0, not {text!r}")
    return values[text.lower()]
