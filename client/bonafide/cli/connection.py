"""Which registry, with which key."""

import os
from argparse import Namespace
from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path

from bonafide._cache import FileCache
from bonafide._client import Registry
from bonafide._fallback import OnFailure
from bonafide.cli.output import Output
from bonafide.cli.speech import Parser
from bonafide.errors import Misuse

DEFAULT_URL = "http://127.0.0.1:8080"
BUDGET = 10.0


def common() -> Parser:
    """The options of every command."""
    parser = Parser(add_help=False)
    parser.add_argument("--url", help="the registry (default: BONAFIDE_URL)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    return parser


def state_folder() -> Path:
    """Where refs and the pinned key outlive a command: BONAFIDE_STATE, else ``~/.bonafide``."""
    folder = Path(os.environ.get("BONAFIDE_STATE") or Path.home() / ".bonafide")
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def registry_url(args: Namespace) -> str:
    """The registry that is meant."""
    return str(args.url or os.environ.get("BONAFIDE_URL") or DEFAULT_URL)


def connect(
    args: Namespace,
    out: Output,
    *,
    region: str = "RU",
    ref_cache: MutableMapping[str, str] | None = None,
    on_failure: OnFailure = "raise",
    budget: float | None = None,
) -> Registry:
    """A client that raises unless told otherwise: a person at a terminal wants to know."""
    api_key = os.environ.get("BONAFIDE_API_KEY", "")
    if not api_key:
        raise Misuse(
            out.text(
                "set BONAFIDE_API_KEY to your shop's key",
                "задайте ключ магазина в переменной BONAFIDE_API_KEY",
            )
        )
    seconds = budget or BUDGET
    if ref_cache is None:
        ref_cache = FileCache(state_folder() / "refs.db")
    return Registry(
        api_key,
        registry_url(args),
        timeout=seconds * 2 / 3,
        budget=seconds,
        on_failure=on_failure,
        region=region,
        language=out.language,
        ref_cache=ref_cache,
    )
