"""``bonafide agent``: the helper for shops in PHP, 1C and anything that speaks HTTP."""

import os
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from pathlib import Path

from bonafide._cache import FileCache
from bonafide.agent.guard import token_from
from bonafide.agent.server import Server, Work, serve
from bonafide.cli.connection import connect, state_folder
from bonafide.cli.output import Output
from bonafide.cli.speech import spoken
from bonafide.errors import Misuse
from bonafide.outbox import Outbox

HELP = "answer programs of this machine on 127.0.0.1: raw phone in, answer out"
PORT = 8765


def arguments(parser: ArgumentParser) -> None:
    """Of this command."""
    parser.add_argument("--port", type=int, default=PORT, help="default: %(default)s")
    parser.add_argument(
        "--state",
        type=Path,
        default=os.environ.get("STATE_DIRECTORY"),
        help="where the token, the refs and the waiting reports are kept (default: ~/.bonafide)",
    )
    parser.add_argument(
        "--on-failure",
        choices=("open", "closed", "raise"),
        default="open",
        help="without the registry: ship, ask for prepayment, or an error (default: open)",
    )
    parser.add_argument("--region", default="RU", help="of phones without + (default: RU)")


def run(args: Namespace, out: Output) -> int:
    """Serve until interrupted."""
    state: Path = args.state or state_folder()
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    cache = FileCache(state / "refs.db")
    with (
        connect(
            args, out, region=args.region, ref_cache=cache, on_failure=args.on_failure, budget=3.0
        ) as registry,
        Outbox(state / "outbox.db", registry) as outbox,
        _bound(
            Work(registry, outbox, token_from(state / "token"), spoken), args.port, out
        ) as server,
    ):
        outbox.start()
        address = f"http://127.0.0.1:{server.server_port}"
        out.say(f"listening on {address}", f"слушаю {address}")
        out.say(f"token: in {state / 'token'}", f"токен: в {state / 'token'}")
        with suppress(KeyboardInterrupt):
            server.serve_forever(poll_interval=0.2)
    cache.close()
    return 0


def _bound(work: Work, port: int, out: Output) -> Server:
    """The server on its port; raises Misuse where somebody else has it."""
    with suppress(OSError, OverflowError):
        return serve(work, port)
    raise Misuse(
        out.text(
            f"port {port} is taken: does an agent run already? If not, name another with --port",
            f"порт {port} занят: агент уже запущен? Если нет, укажите другой в --port",
        )
    )
