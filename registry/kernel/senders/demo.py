"""Deliverers for a demo and for tests: the terminal, a file, the memory."""

import json
import os
import sys
import threading
from pathlib import Path

from registry.kernel.senders.message import Message


class ConsoleSender:
    """Writes every message to standard error: whoever sees the terminal sees the codes."""

    def send(self, message: Message) -> None:
        """See Sender."""
        sys.stderr.write(f"\n--- to {message.to}\n{message.text}\n---\n")
        sys.stderr.flush()


class FileSender:
    """Appends every message to a file (0600), one JSON object a line."""

    def __init__(self, path: Path) -> None:
        """The file is made when the first message comes."""
        self._path = path

    def send(self, message: Message) -> None:
        """See Sender."""
        line = {"kind": message.kind, "to": message.to}
        line |= {"subject": message.subject, "text": message.text}
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


class MemorySender:
    """Keeps every message: the fake that tests read codes from."""

    def __init__(self) -> None:
        """Nothing was sent yet."""
        self.sent: list[Message] = []
        self._lock = threading.Lock()

    def send(self, message: Message) -> None:
        """See Sender."""
        with self._lock:
            self.sent.append(message)

    def last_to(self, to: str) -> Message:
        """The newest message to one receiver; LookupError when there is none."""
        with self._lock:
            for message in reversed(self.sent):
                if message.to == to:
                    return message
        raise LookupError("nothing was sent there")
