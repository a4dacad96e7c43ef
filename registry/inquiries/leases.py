"""What a worker holds of its shops' budgets, so that a budget row is no lock on every request.

A worker takes a block of units in a short transaction of its own, commits it and only then lets
requests use it, in memory. A worker that dies wastes at most a block of each budget; nobody ever
gets a unit that was not written down before. Units are good for one day.
"""

import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from flask import Flask
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.inquiries import service
from registry.inquiries.budgets import (
    DEFAULT_BUDGETS,
    Budgets,
    Counted,
    seconds_left,
)
from registry.inquiries.errors import BudgetExhaustedError
from registry.inquiries.meters import Asker
from registry.kernel.db import aside
from registry.kernel.kept import Kept, kept
from registry.kernel.one_by_one import OneByOne

_EXTENSION: Final = "bonafide-inquiries-leases"


@dataclass
class _Purse:
    """Units of one budget that are written down as used and not used yet.

    ``line``: if the database does not answer who leases, those behind do not ask it in turn.
    """

    line: OneByOne = field(default_factory=OneByOne)
    on: date | None = None
    left: int = 0


class Leases:
    """The purses of one worker; safe to share between its threads, empty again after a fork."""

    def __init__(
        self,
        open_transaction: Callable[[], AbstractContextManager[Session]] = aside,
        *,
        budgets: Budgets = DEFAULT_BUDGETS,
    ) -> None:
        """``open_transaction`` commits on leaving; it is never open while a request goes on."""
        self._open = open_transaction
        self.budgets = budgets
        self._lock = threading.Lock()
        self._forget()

    def spend(self, caller: Asker, name: Counted, units: int, *, now: datetime) -> None:
        """Use ``units``; raises BudgetExhaustedError and uses none when there are fewer."""
        purse = self._purse(caller, name)
        with purse.line.turn():
            if purse.on != now.date():
                purse.on, purse.left = now.date(), 0
            if purse.left < units:
                purse.left += self._lease(caller, name, units - purse.left, purse.left, now)
            purse.left -= units

    def _lease(self, caller: Asker, name: Counted, least: int, held: int, now: datetime) -> int:
        try:
            with self._open() as session:
                return service.take(
                    session,
                    caller=caller,
                    name=name,
                    least=least,
                    today=now.date(),
                    budgets=self.budgets,
                )
        except BudgetExhaustedError as error:
            left = held + int(str(error.facts["left"]))
            raise BudgetExhaustedError(
                name, left=left, limit=error.facts["limit"], retry_after=seconds_left(now)
            ) from None

    def _purse(self, caller: Asker, name: Counted) -> _Purse:
        key = (caller.shop_id, caller.world, name)
        with self._lock:
            if self._worker != os.getpid():
                self._forget()
            purse = self._purses.get(key)
            if purse is None:
                purse = self._purses[key] = _Purse()
            return purse

    def _forget(self) -> None:
        """What was leased before a fork belongs to the parent: two may not spend it."""
        self._worker = os.getpid()
        self._purses: dict[tuple[int, World, Counted], _Purse] = {}


def register(app: Flask, *, budgets: Budgets) -> None:
    """Give ``app`` the policy's budgets; without it the defaults hold."""
    app.extensions[_EXTENSION] = Leases(budgets=budgets)


def current_budgets() -> Budgets:
    """The budgets that hold in this application."""
    return _current().budgets


def spend_now(
    caller: Asker, name: Counted, units: int, *, now: datetime, at_hand: Kept | None = None
) -> None:
    """Use units of the worker's lease; call it before the request's first question to the database.

    Raises BudgetExhaustedError with ``retry_after``.
    """
    _current(at_hand).spend(caller, name, units, now=now)


def _current(at_hand: Kept | None = None) -> Leases:
    leases: Leases = (at_hand or kept())[_EXTENSION]
    return leases
