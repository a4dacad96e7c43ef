"""Servers that misbehave, on real sockets: what a checkout has to survive."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        over.set()
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


def _drip(connection: socket.socket, over: threading.Event) -> None:
    while not over.is_set():
        connection.sendall(b"x")
        time.sleep(0.05)
