"""A shop's process that is killed: puts reports into an outbox and sends them, again and again."""

import sys
import time
from pathlib import Path

from bonafide import Outbox, Registry, Report, ReportReceipt
from bonafide.outbox.entries import Entry
from bonafide.testing import API_KEY


class Forgetful(Outbox):
    """The broken variant: takes a report off the list before the registry has answered."""

    def _send(self, batch: list[Entry]) -> bool:
        receipt = ReportReceipt(id=None, revision=1, state=None)
        self._entries.acknowledge([(entry, receipt) for entry in batch])
        return super()._send(batch)


def order(number: int) -> Report:
    """One of fifty customers pays."""
    phone = f"+7916000{number % 50:04d}"
    return Report(phone=phone, order_ref=f"A-{number}", outcome="paid", amount=1000)


def main(url: str, path: str, count: str, kind: str) -> None:
    """Until everything was put and nothing waits any more."""
    make = Forgetful if kind == "broken" else Outbox
    with (
        Registry(API_KEY, url, timeout=1, budget=1, batch_budget=1) as registry,
        make(path, registry) as outbox,
    ):
        registry._desk.courier._breaker._open_for = 0.1  # tests have no ten seconds to rest
        for number in range(int(count)):
            outbox.put(order(number))
            if number % 20 == 19:
                outbox.flush()
        while outbox.flush().waiting:
            time.sleep(0.02)
    Path(path + ".finished").touch()


if __name__ == "__main__":
    main(*sys.argv[1:])
