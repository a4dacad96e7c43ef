"""The reports of a fake registry: one order, one report, whatever arrives twice."""

import secrets
from collections.abc import Mapping
from typing import Any

from bonafide.testing.answers import receipt
from bonafide.testing.log import Log
from bonafide.testing.people import People
from bonafide.testing.problems import ProblemError


class Orders:
    """Reports by order reference, with the revisions of the real one."""

    def __init__(self, people: People, log: Log) -> None:
        self._people = people
        self._log = log
        self.held: dict[str, dict[str, Any]] = {}
        self.arrivals = 0

    def record(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """File or correct; the same again changes nothing."""
        named = [self._people.named(name) for name in body["identifiers"]]
        refs = [self._people.ref(kind, row) for kind, row in named]
        said = {name: value for name, value in body.items() if name != "identifiers"}
        self.arrivals += 1
        known = self.held.get(said["order_ref"])
        if known is None or not _is_repeat(known, said):
            known = self._write(said, known)
            for _, row in named:
                row.orders[said["order_ref"]] = said
        return receipt(known, refs)

    def find(self, order_ref: str) -> dict[str, Any]:
        """The receipt of an order's report."""
        return receipt(self.of(order_ref), [])

    def of(self, order_ref: str) -> dict[str, Any]:
        """The report of an order."""
        if order_ref not in self.held:
            raise ProblemError("not_found")
        return self.held[order_ref]

    def by_id(self, report_id: str) -> dict[str, Any]:
        """The report of that id."""
        for known in self.held.values():
            if known["id"] == report_id:
                return known
        raise ProblemError("not_found")

    def retract(self, report_id: str, revision: int) -> dict[str, Any]:
        """Leave a tombstone."""
        known = self.by_id(report_id)
        if revision <= known["revision"]:
            raise ProblemError("stale_revision")
        known |= {"revision": revision, "state": "retracted"}
        return receipt(known, [])

    def _write(self, said: dict[str, Any], known: dict[str, Any] | None) -> dict[str, Any]:
        report = {
            "id": known["id"] if known else f"rep_{secrets.token_urlsafe(12)}",
            "revision": said["revision"],
            "body": said,
            "state": None,
            "commitment": self._log.append(f"{said['order_ref']} {said['revision']}"),
        }
        self.held[said["order_ref"]] = report
        return report


def _is_repeat(known: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    if said["revision"] < known["revision"]:
        raise ProblemError("stale_revision")
    if said["revision"] == known["revision"]:
        if said != known["body"]:
            raise ProblemError("revision_conflict")
        return True
    return False
