"""Clients that send a byte now and then, and what is left for the others.

The whole drill, 200 of each kind: ``make drill``, or ``python -m tests.faults.trickle URL``.
"""

import argparse
import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.journeys.deployed import embedded, open_folder, proxy

HEAD = b"POST /v1/lookups HTTP/1.1\r\nHost: bonafide\r\nContent-Type: application/json\r\n"
ASKING = b"GET /live HTTP/1.1\r\nHost: bonafide\r\nConnection: close\r\n\r\n"
PACE = 0.5
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True)
class Outcome:
    """How many of the other requests were answered in time."""

    asked: int
    served: int

    @property
    def share(self) -> float:
        return self.served / self.asked


async def drill(
    port: int,
    tls: ssl.SSLContext | None,
    *,
    headers: int = 200,
    bodies: int = 200,
    asked: int = 200,
    patience: float = 5.0,
) -> Outcome:
    """Open the tricklers, then ask ``asked`` times, four at once, each on its own connection."""
    tricklers = [asyncio.create_task(_trickle_header(port, tls)) for _ in range(headers)]
    tricklers += [asyncio.create_task(_trickle_body(port, tls)) for _ in range(bodies)]
    await asyncio.sleep(2 + (headers + bodies) / 200)
    gate = asyncio.Semaphore(4)
    answers = await asyncio.gather(*(_ask(port, tls, gate, patience) for _ in range(asked)))
    for each in tricklers:
        each.cancel()
    await asyncio.gather(*tricklers, return_exceptions=True)
    return Outcome(asked, sum(answers))


async def _trickle_header(port: int, tls: ssl.SSLContext | None) -> None:
    while True:
        with contextlib.suppress(OSError):
            async with _connected(port, tls) as (_, writer):
                for byte in HEAD + b"X-Slow: " + b"y" * 10_000:
                    await _send(writer, bytes([byte]))


async def _trickle_body(port: int, tls: ssl.SSLContext | None) -> None:
    while True:
        with contextlib.suppress(OSError):
            async with _connected(port, tls) as (_, writer):
                await _send(writer, HEAD + b"Content-Length: 60000\r\n\r\n{")
                for _ in range(60_000):
                    await _send(writer, b" ")


async def _send(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(data)
    await writer.drain()
    await asyncio.sleep(PACE)


async def _ask(
    port: int, tls: ssl.SSLContext | None, gate: asyncio.Semaphore, patience: float
) -> bool:
    async with gate:
        try:
            async with asyncio.timeout(patience), _connected(port, tls) as (reader, writer):
                writer.write(ASKING)
                answered = (await reader.read(64)).startswith(b"HTTP/1.1 200 ")
        except (OSError, TimeoutError):
            answered = False
        return answered


@contextlib.asynccontextmanager
async def _connected(port: int, tls: ssl.SSLContext | None) -> AsyncIterator[Streams]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


def main() -> None:
    """The whole drill, on the files of deploy/ or on a service that is running."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?", help="https://HOST:PORT of a service on this machine")
    given = parser.parse_args()
    if given.url:
        parts = urlsplit(given.url)
        say(
            "at that address", asyncio.run(drill(parts.port or 443, _any_certificate(parts.scheme)))
        )
        return
    with open_folder() as folder, embedded(folder) as port:
        with proxy(folder, port) as in_front:
            say("behind the proxy", asyncio.run(drill(in_front.https, in_front.tls)))
        say("without it", asyncio.run(drill(port, None, asked=20)))


def say(where: str, outcome: Outcome) -> None:
    """One line for whoever runs the drill."""
    print(f"{where}: {outcome.served} of {outcome.asked} served ({outcome.share:.1%})")  # noqa: T201 - a program


def _any_certificate(scheme: str) -> ssl.SSLContext | None:
    if scheme != "https":
        return None
    tls = ssl.create_default_context()
    tls.check_hostname = False
    tls.verify_mode = ssl.CERT_NONE
    return tls


if __name__ == "__main__":
    main()
