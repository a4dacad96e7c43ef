"""Servers that misbehave, on real sockets: what a checkout has to survive."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Behaviour = Callable[[socket.socket, threading.Event], None]


@contextmanager
def serving(behave: Behaviour) -> Iterator[str]:
    """The URL of a server that treats every connection in the same way."""
    over = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while not over.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=handle, args=(connection,), daemon=True).start()

    def handle(connection: socket.socket) -> None:
        with connection:
            try:
                behave(connection, over)
            except OSError:
                return

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        over.set()
        # Closing alone would leave the thread waiting at a number that the next listener may get.
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        accepting.join()
        listener.close()


def hang(connection: socket.socket, over: threading.Event) -> None:
    """Take the request and say nothing."""
    connection.recv(65536)
    over.wait(30)


def trickle_headers(connection: socket.socket, over: threading.Event) -> None:
    """A header that never ends, a byte at a time: no single read takes long."""
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(connection, over)


def trickle_body(connection: socket.socket, over: threading.Event) -> None:
    """The same with a body."""
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    _drip(connection, over)


def reset(connection: socket.socket, over: threading.Event) -> None:
    """Break off without a word."""
    connection.recv(65536)


def garbage(connection: socket.socket, over: threading.Event) -> None:
    """Speak something else."""
    connection.recv(65536)
    connection.sendall(b"220 mail.example.org ESMTP\r\n")


def portal(connection: socket.socket, over: threading.Event) -> None:
    """A captive portal: 200, and a page."""
    connection.recv(65536)
    page = b"<html>Please log in</html>"
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(page), page))


def refuses(status: int, *headers: str) -> Behaviour:
    """A registry that answers every request with ``status``."""
    lines = (f"HTTP/1.1 {status} No", "Content-Length: 0", "Connection: close", *headers)
    said = "\r\n".join((*lines, "", "")).encode()

    def behave(connection: socket.socket, over: threading.Event) -> None:
        connection.recv(65536)
        connection.sendall(said)

    return behave


def hard_reset(connection: socket.socket, over: threading.Event) -> None:
    """Pull the cable: RST instead of a goodbye (RFC 9293 §3.5.2), half-way through the answer."""
    connection.recv(65536)
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"data":')
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def cut(connection: socket.socket, over: threading.Event) -> None:
    """End politely, but too early."""
    connection.recv(65536)
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"data":')


def says(body: bytes, *headers: str) -> Behaviour:
    """200, and this."""
    lines = ("HTTP/1.1 200 OK", f"Content-Length: {len(body)}", "Connection: close", *headers)
    said = "\r\n".join((*lines, "", "")).encode() + body

    def behave(connection: socket.socket, over: threading.Event) -> None:
        connection.recv(65536)
        connection.sendall(said)

    return behave


def flood(connection: socket.socket, over: threading.Event) -> None:
    """An answer that never ends and comes fast."""
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not over.is_set():
        connection.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")


def _drip(connection: socket.socket, over: threading.Event) -> None:
    while not over.is_set():
        connection.sendall(b"x")
        time.sleep(0.05)
