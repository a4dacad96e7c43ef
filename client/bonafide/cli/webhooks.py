"""``bonafide webhooks listen``: what the registry would send, to a program on this machine.

A shop's machine behind a router has no address that the registry could call. So this asks for
changes and hands each on as the webhook that it would have been, signed likewise.
"""

import json
import os
import time
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx2

from bonafide._client import Registry
from bonafide.cases import Change
from bonafide.cli.connection import connect
from bonafide.cli.output import Output
from bonafide.errors import BonafideError, Misuse, Refused
from bonafide.webhooks import fresh_secret, signed_headers

HELP = "hand changes on to a program of this machine as signed webhooks"
LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
EVERY = 5.0
PATIENCE = 10.0


class NotTaken(BonafideError):  # noqa: N818 - reads as the sentence it is
    """The program did not take an event."""

    code = "event_not_taken"


def arguments(parser: ArgumentParser) -> None:
    """Of this command."""
    parser.add_argument("action", choices=("listen",), help="ask for changes, hand them on")
    parser.add_argument("to", metavar="URL", help="such as http://127.0.0.1:3000/bonafide")
    parser.add_argument(
        "--every", type=float, default=EVERY, metavar="SECONDS", help="how often to ask"
    )
    parser.add_argument("--once", action="store_true", help="hand on what there is, then end")


def run(args: Namespace, out: Output) -> int:
    """Until interrupted, or once."""
    if urlsplit(args.to).scheme not in ("http", "https") or urlsplit(args.to).hostname not in LOCAL:
        raise Misuse(
            out.text(
                "webhooks are handed on to this machine only: give http://127.0.0.1:…",
                "события передаются только на эту машину: укажите http://127.0.0.1:…",
            )
        )
    secret = os.environ.get("BONAFIDE_WEBHOOK_SECRET") or _made_up(out)
    handed = 0
    # Proxies of the environment are for the registry, not for this machine.
    with connect(args, out) as registry, httpx2.Client(trust_env=False, timeout=PATIENCE) as local:
        while True:
            handed += _round(args, out, registry, local, secret)
            if args.once:
                break
            time.sleep(args.every)
    if out.as_json:
        out.document({"handed_on": handed})
    return 0


def _made_up(out: Output) -> str:
    secret = fresh_secret()
    out.say(
        f"BONAFIDE_WEBHOOK_SECRET is not set; for this time the secret is {secret}",
        f"BONAFIDE_WEBHOOK_SECRET не задана; на этот раз секрет {secret}",
    )
    return secret


def _round(
    args: Namespace, out: Output, registry: Registry, local: httpx2.Client, secret: str
) -> int:
    """Hand on what is new; an event that was not taken comes again in the next round."""
    handed = 0
    try:
        for change in registry.changes():
            _deliver(args, local, change, secret)
            handed += 1
            done = f"{change.kind} {change.id} → {args.to}"
            out.say(done, done)
    except Refused:
        raise
    except BonafideError as error:
        if args.once:
            raise
        out.say(f"{error}; trying again", f"{error}; попробую ещё раз")
    return handed


def _deliver(args: Namespace, local: httpx2.Client, change: Change, secret: str) -> None:
    now = datetime.now(UTC)
    event = {"type": change.kind, "timestamp": now.isoformat(), "data": dict(change.raw)}
    body = json.dumps(event, separators=(",", ":")).encode()
    headers = signed_headers(change.id, body, secret, now=now.timestamp())
    try:
        status = local.post(args.to, content=body, headers=headers).status_code
    except httpx2.HTTPError as error:
        trouble = type(error).__name__
    else:
        if 200 <= status < 300:
            return
        trouble = str(status)
    raise NotTaken(f"{change.id} was not taken at {args.to}: {trouble}")
