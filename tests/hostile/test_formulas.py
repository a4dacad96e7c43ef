"""No table that the service hands out holds a cell that a spreadsheet would reckon."""

import ast
import csv
import io
import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

import registry
from bonafide.protocol.words import World
from registry.admin import acts
from registry.inquiries import service as inquiries
from registry.inquiries.service import Account
from registry.kernel.clock import FixedClock
from registry.kernel.db import db, transaction
from registry.kernel.web.pages import sheets
from registry.shops import service as shops
from registry.staff.service import ActKind
from tests.matrix.cast import Cast, gather
from tests.matrix.table import Actor
from tests.rooms.keeper import ANNA

SIGNS = ("=", "+", "-", "@", "\t", "\r")
FORMULAS = tuple(f"{sign}1+cmd|' /C calc'!A0" for sign in (*SIGNS, " =", "\n", "\uff1d", "+7x"))
PHONE = re.compile(r"\+[0-9 ]+")
HOUSE = Path(registry.__file__).parent
WRITERS = {"kernel/web/pages/sheets.py", "trust/measurement/evaluate.py"}
"""For people, and an operator's own table for his programs, which are no spreadsheets."""
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def reckoned(answer: TestResponse) -> list[str]:
    """Cells that a spreadsheet would take for a formula, as it splits them in either country."""
    assert answer.mimetype == "text/csv"
    text = answer.get_data().decode("utf-8-sig")
    cells = [
        cell
        for mark in ",;"
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        for cell in row
    ]
    assert len(cells) > 3
    return [each for each in cells if each.lstrip(" ")[:1] in SIGNS and each]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_that_begins_like_a_formula_is_only_shown(cell: str, app: Flask) -> None:
    with app.test_request_context():
        answer = sheets.table("x.csv", [["a", "b", "c", cell], ["a", "b", "c", f"x;{cell}"]])
        text = answer.get_data().decode("utf-8-sig")
    [first, second] = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert (first[3], second[3]) == (f"'{cell}", f"x;{cell}")


def test_a_phone_stays_a_phone() -> None:
    assert sheets.harmless("+7 916 000 00 00") == "+7 916 000 00 00"
    assert sheets.harmless("") == ""


def test_tables_are_written_in_one_place_and_workbooks_nowhere() -> None:
    """So every export there is, and every one to come, goes through it."""
    writers, workbooks = set(), set()
    for path in HOUSE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in ("writer", "DictWriter"):
                writers.add(str(path.relative_to(HOUSE)))
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {each.name for each in node.names} | {getattr(node, "module", "")}
                if names & {"openpyxl", "xlsxwriter", "xlwt", "odf"}:
                    workbooks.add(path)
    assert writers == WRITERS
    assert workbooks == set()


@on_sqlite
def test_every_table_that_can_be_fetched(app: Flask, clock: FixedClock) -> None:
    cast = gather(app, clock)
    for language in ("en", "ru"):
        spoken = {"Accept-Language": language}
        answer = cast.seat(Actor.OWNER).open("/desk/import/template.csv", headers=spoken)
        assert [each for each in reckoned(answer) if not PHONE.fullmatch(each)] == []
    assert reckoned(complaints(cast)) == []
    assert reckoned(export(cast)) == []


def complaints(cast: Cast) -> TestResponse:
    """What could not be taken of a table that is full of formulas."""
    owner = cast.seat(Actor.OWNER)
    with cast.app.app_context(), transaction() as session:
        account = Account(cast.keepers[Actor.KEY].shop_id, World.LIVE)
        today = cast.clock.now().date()
        inquiries.grant_import(session, caller=account, people=100, today=today)
    db.session.remove()
    rows = [f'"{each}";"{each}";paid;2026-11-05;"{each}"' for each in FORMULAS]
    rows.append("O-1;+79160000001;paid;2026-11-05;100")
    table = "\n".join(["order;phone;status;date;amount", *rows])
    sent = owner.send("/desk/import", file=(io.BytesIO(table.encode()), "=1+1.csv"))
    assert sent.status_code == 303
    owner.send("/desk/import/dry-run", "/desk/import/step")
    answer = owner.open("/desk/import/complaints.csv")
    assert answer.status_code == 200
    return answer


def export(cast: Cast) -> TestResponse:
    """A shop's reports, with labels of its own that begin with a sign."""
    shop = cast.keepers[Actor.KEY]
    for number, label in enumerate(("-1", "-1-1", "--", "-A1")):
        assert shop.put(f"S-{number}", ANNA, segment=label).status_code == 201
    now = cast.clock.now()
    ada, boris = (cast.accounts[each] for each in (Actor.ADMIN, Actor.SECOND_ADMIN))
    with cast.app.app_context(), transaction() as session:
        member = shops.get_shop(session, shop.shop_id)
        act = acts.propose(session, ActKind.EXPORT, member, by=ada, note="x", now=now)
        acts.confirm(session, act.act_id, by=boris, now=now)
    db.session.remove()
    answer = cast.knock(Actor.ADMIN, "POST", f"/admin/acts/{act.act_id}/export")
    assert "'-A1" in answer.get_data(as_text=True)
    return answer
