"""Budgets that a shop uses up, exactly."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.inquiries import service
from registry.inquiries.budgets import POINTS_PER_PERSON, Budgets, Counted
from registry.inquiries.errors import BudgetExhaustedError
from registry.inquiries.service import Account

DAY = timedelta(days=1)


def use(
    session: Session, account: Account, units: int, today: date, budgets: Budgets
) -> dict[str, object]:
    """Spend contacts; the facts of the refusal, empty when there was none."""
    try:
        service.spend(
            session,
            caller=account,
            name=Counted.CONTACTS,
            units=units,
            today=today,
            budgets=budgets,
        )
    except BudgetExhaustedError as error:
        return error.facts
    return {}


def test_a_refusal_says_what_is_left_and_uses_nothing(
    session: Session, account: Account, today: date, budgets: Budgets
) -> None:
    assert use(session, account, 18, today, budgets) == {}
    refused = use(session, account, 3, today, budgets)
    assert refused == {"budget": "contacts", "left": 2, "limit": 20}
    assert use(session, account, 2, today, budgets) == {}
    assert use(session, account, 1, today, budgets)["left"] == 0


def test_a_quiet_day_makes_room_for_a_busy_one_and_the_other_way_round(
    session: Session, account: Account, today: date, budgets: Budgets
) -> None:
    assert use(session, account, 20, today, budgets) == {}
    assert use(session, account, 11, today + DAY, budgets)["limit"] == 10
    assert use(session, account, 10, today + DAY, budgets) == {}
    assert use(session, account, 4, today + 2 * DAY, budgets) == {}
    assert use(session, account, 17, today + 3 * DAY, budgets)["limit"] == 16


def test_shops_and_worlds_do_not_use_up_each_others_budgets(
    session: Session, account: Account, today: date, budgets: Budgets
) -> None:
    for other in (account, Account(8, World.LIVE), Account(7, World.TEST)):
        assert use(session, other, 20, today, budgets) == {}


def test_reported_orders_make_the_budget_grow(
    session: Session, account: Account, today: date, budgets: Budgets
) -> None:
    service.set_pace(session, caller=account, orders_a_day=1, today=today)
    assert use(session, account, 21, today, budgets)["limit"] == 20
    service.set_pace(session, caller=account, orders_a_day=30, today=today)
    assert use(session, account, 181, today, budgets)["limit"] == 180
    assert use(session, account, 180, today, budgets) == {}


def test_points_go_on_into_the_import_allowance(
    session: Session, account: Account, today: date, budgets: Budgets
) -> None:
    for people in (10, 40):
        service.grant_import(session, caller=account, people=people, today=today)
    extra = 50 * POINTS_PER_PERSON
    service.spend(
        session, caller=account, name=Counted.POINTS, units=250, today=today, budgets=budgets
    )
    with pytest.raises(BudgetExhaustedError) as caught:
        service.spend(
            session,
            name=Counted.POINTS,
            caller=account,
            units=extra - 49,
            today=today,
            budgets=budgets,
        )
    assert caught.value.facts["left"] == extra - 50
    service.spend(
        session, caller=account, name=Counted.POINTS, units=extra - 50, today=today, budgets=budgets
    )
    state = service.read_budgets(session, caller=account, today=today, budgets=budgets)
    assert (state.readings[Counted.POINTS].left, state.import_points) == (0, 0)
    assert state.import_people == 50


def test_an_allowance_ends_with_its_last_day(
    session: Session, account: Account, today: date, budgets: Budgets
) -> None:
    service.grant_import(session, caller=account, people=5, today=today, days=30)
    for days, people in ((30, 5), (31, 0)):
        on = today + timedelta(days=days)
        state = service.read_budgets(session, caller=account, today=on, budgets=budgets)
        assert state.import_people == people


def test_rows_made_never_exceed_points_evaluated(
    session: Session, account: Account, today: date, budgets: Budgets
) -> None:
    assert service.lock_new_rows(session, caller=account, today=today) == 0
    service.spend(
        session, caller=account, name=Counted.POINTS, units=8, today=today, budgets=budgets
    )
    assert service.lock_new_rows(session, caller=account, today=today) == 8
    service.count_new_rows(session, caller=account, units=5, today=today)
    for days, left in ((0, 3), (1, 3), (2, 0)):
        on = today + days * DAY
        assert service.lock_new_rows(session, caller=account, today=on) == left


def test_points_of_an_import_allowance_let_rows_be_made(
    session: Session, account: Account, today: date, budgets: Budgets
) -> None:
    service.grant_import(session, caller=account, people=50, today=today)
    service.spend(
        session, caller=account, name=Counted.POINTS, units=300, today=today, budgets=budgets
    )
    assert service.lock_new_rows(session, caller=account, today=today) == 300
