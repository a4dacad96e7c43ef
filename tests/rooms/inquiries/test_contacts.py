"""First contacts: who is met, what it costs, and that nobody gets more than the budget."""

import threading
from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.inquiries import meters, service
from registry.inquiries.budgets import Budgets, Counted
from registry.inquiries.contacts import Contacts, Via
from registry.inquiries.models import FirstContact
from registry.inquiries.service import Account
from registry.kernel.db import transaction

DAY = timedelta(days=1)


class Meeting:
    """One shop meets people on one day, with small budgets."""

    def __init__(self, session: Session, account: Account, today: date, budgets: Budgets) -> None:
        self.session, self.account, self.today, self.budgets = session, account, today, budgets

    def __call__(self, ids: Sequence[int], via: Via = Via.LOOKUP) -> Contacts:
        met = service.contact(
            self.session,
            caller=self.account,
            identifier_ids=ids,
            via=via,
            today=self.today,
            budgets=self.budgets,
        )
        named = [one for each in fields(Contacts) for one in getattr(met, each.name)]
        assert sorted(named) == sorted(set(ids))
        return met

    def left(self) -> int:
        """First contacts that may still be made today."""
        state = service.read_budgets(
            self.session, caller=self.account, today=self.today, budgets=self.budgets
        )
        return state.readings[Counted.CONTACTS].left


def parts(**ids: set[int]) -> Contacts:
    """What became of whom."""
    return Contacts(**{name: frozenset(members) for name, members in ids.items()})


@pytest.fixture
def meet(session: Session, account: Account, today: date, budgets: Budgets) -> Meeting:
    """The shop at work."""
    return Meeting(session, account, today, budgets)


def test_a_stranger_costs_one_and_is_known_from_then_on(meet: Meeting) -> None:
    assert meet([5, 3, 5]).granted == {3, 5}
    assert meet.left() == 18
    assert meet([3, 5]) == parts(known={3, 5})
    assert meet([3], Via.REPORT).known == meet([3], Via.IMPORT).known == {3}
    assert meet.left() == 18


def test_a_report_of_a_stranger_is_a_first_contact_too(meet: Meeting) -> None:
    assert meet([3], Via.REPORT).granted == {3}
    assert meet([3]).known == {3}
    assert meet.left() == 19


def test_when_the_budget_is_short_the_first_in_the_list_are_met(meet: Meeting) -> None:
    meet(range(100, 117))
    met = meet([9, 100, 1, 8, 2, 7])
    assert met == parts(granted={9, 1, 8}, known={100}, refused={2, 7})
    assert meet([2, 7]).refused == {2, 7}


def test_known_people_are_answered_when_nothing_is_left(meet: Meeting) -> None:
    meet(range(20))
    assert meet(range(20)).known == set(range(20))


def test_a_new_day_brings_new_contacts(meet: Meeting) -> None:
    meet(range(20))
    meet.today += DAY
    assert meet(range(19, 31)).granted == set(range(20, 30))


def test_an_import_uses_its_allowance_and_not_the_day(meet: Meeting) -> None:
    assert meet([1, 2], Via.IMPORT).refused == {1, 2}
    service.grant_import(meet.session, caller=meet.account, people=3, today=meet.today)
    met = meet([4, 3, 2, 1], Via.IMPORT)
    assert met == parts(granted={4, 3, 2}, refused={1})
    assert meet.left() == 20
    assert meet([2, 3, 4], Via.IMPORT).known == {2, 3, 4}


def test_an_import_in_the_test_world_needs_nobodys_leave(
    session: Session, today: date, budgets: Budgets
) -> None:
    meet = Meeting(session, Account(7, World.TEST), today, budgets)
    for _ in range(2):
        state = service.read_budgets(session, caller=meet.account, today=today)
        assert state.import_people == meters.FREE_PEOPLE
        assert meet([4, 3], Via.IMPORT).refused == set()


def test_imported_people_cost_a_contact_at_their_first_lookup(meet: Meeting) -> None:
    service.grant_import(meet.session, caller=meet.account, people=30, today=meet.today)
    meet(range(30), Via.IMPORT)
    assert meet([0, 1]).granted == {0, 1}
    assert meet([0, 1]).known == {0, 1}
    assert meet.left() == 18
    assert meet([2], Via.REPORT).known == {2}


def test_imported_people_give_own_history_when_the_day_is_used_up(meet: Meeting) -> None:
    service.grant_import(meet.session, caller=meet.account, people=30, today=meet.today)
    meet(range(30), Via.IMPORT)
    meet(range(100, 119))
    met = meet([29, 28, 200, 100])
    assert met == parts(granted={29}, own_only={28}, refused={200}, known={100})
    meet.today += DAY
    assert meet([28, 29]).granted == {28}


def test_an_import_made_in_two_steps_takes_from_the_allowance_that_ends_first(
    meet: Meeting,
) -> None:
    service.grant_import(meet.session, caller=meet.account, people=2, today=meet.today, days=1)
    meet.today += DAY
    service.grant_import(meet.session, caller=meet.account, people=5, today=meet.today)
    assert len(meet(range(3), Via.IMPORT).granted) == 3
    meet.today += DAY
    left = service.read_budgets(meet.session, caller=meet.account, today=meet.today)
    assert left.import_people == 4


def test_two_shops_meet_the_same_person_each_for_itself(meet: Meeting) -> None:
    assert meet([1]).granted == {1}
    meet.account = Account(8, World.LIVE)
    assert meet([1]).granted == {1}


def meet_from_threads(
    app: Flask, lists: Sequence[Sequence[int]], account: Account, today: date, budgets: Budgets
) -> int:
    """Every list by a thread of its own, all at once; rows written in the end."""
    start = threading.Barrier(len(lists))

    def one(ids: Sequence[int]) -> None:
        start.wait()
        with app.app_context(), transaction() as session:
            service.contact(
                session,
                caller=account,
                identifier_ids=ids,
                via=Via.LOOKUP,
                today=today,
                budgets=budgets,
            )

    workers = [threading.Thread(target=one, args=(ids,)) for ids in lists]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with app.app_context(), transaction() as session:
        return session.scalars(select(func.count()).select_from(FirstContact)).one()


def test_sixteen_threads_with_different_strangers_never_exceed_the_budget(
    app: Flask, account: Account, today: date, budgets: Budgets
) -> None:
    lists = [range(first * 100, first * 100 + 3) for first in range(16)]
    assert meet_from_threads(app, lists, account, today, budgets) == 20


def test_sixteen_threads_with_the_same_strangers_pay_for_them_once(
    app: Flask, account: Account, today: date, budgets: Budgets
) -> None:
    assert meet_from_threads(app, [range(15)] * 16, account, today, budgets) == 15
    with app.app_context(), transaction() as session:
        state = service.read_budgets(session, caller=account, today=today, budgets=budgets)
    assert state.readings[Counted.CONTACTS].used == 15


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_meter_that_is_only_read_would_be_overdrawn(
    app: Flask,
    account: Account,
    today: date,
    budgets: Budgets,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    all_have_read = threading.Barrier(8)

    def read_and_wait(
        session: Session, caller: meters.Asker, name: Counted, *, budgets: Budgets, today: date
    ) -> meters.Reading:
        found = meters.read_meter(session, caller, name, budgets=budgets, today=today)
        all_have_read.wait(10)
        return found

    monkeypatch.setattr(meters, "lock_meter", read_and_wait)
    lists = [range(first * 100, first * 100 + 15) for first in range(8)]
    assert meet_from_threads(app, lists, account, today, budgets) > 20
