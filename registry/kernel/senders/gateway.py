"""Text messages through a gateway's HTTP interface."""

from dataclasses import dataclass, field
from typing import Any

import httpx2

from registry.kernel.senders.message import Failure, Message, NotSent
from registry.kernel.senders.presets import Account, Preset, Request

MOST_ANSWER = 64 * 1024


@dataclass(frozen=True, slots=True)
class GatewaySender:
    """Asks one gateway; no redirect is followed, no answer is read past 64 KB. ``timeout``: s."""

    preset: Preset
    account: Account
    timeout: float = 10.0
    client: httpx2.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """One client for all messages; it takes no proxy or password from the environment."""
        client = httpx2.Client(timeout=self.timeout, follow_redirects=False, trust_env=False)
        object.__setattr__(self, "client", client)

    def send(self, message: Message) -> None:
        """See Sender."""
        url = self.account.url or self.preset.url
        asked = self.preset.ask(self.account, url, message.to, message.text)
        try:
            status, answer = self._ask(asked)
        except httpx2.TimeoutException:
            raise NotSent(Failure.TIMEOUT) from None
        except (httpx2.HTTPError, httpx2.InvalidURL):
            raise NotSent(Failure.UNREACHABLE) from None
        failure = self.preset.read(status, answer)
        if failure is not None:
            raise NotSent(failure)

    def _ask(self, asked: Request) -> tuple[int, Any]:
        with self.client.stream(
            "POST", asked.url, data=asked.form, json=asked.json, auth=asked.auth
        ) as response:
            body = b""
            for part in response.iter_bytes():
                body += part
                if len(body) > MOST_ANSWER:
                    return response.status_code, None
        return response.status_code, _document(body)


def _document(body: bytes) -> Any:
    try:
        return httpx2.Response(200, content=body).json()
    except ValueError:
        return None
