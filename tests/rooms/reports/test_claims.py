"""What the database adds up for the night is what the rules would say row by row."""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import groupby, product
from typing import Any

from flask import Flask

from bonafide.protocol.words import Evidence, Fault, Outcome, Payment, ReportState, World
from registry.identifiers.models import Identifier
from registry.kernel.db import insert_all, transaction
from registry.reports import claims, counts
from registry.reports.models import History, Report
from registry.trust.facts import counts_for
from registry.trust.reporters import claims_of
from tests.rooms.saying import history_row

TODAY = date(2026, 11, 21)
SILENCED = {3}


def made_up() -> list[dict[str, Any]]:
    """Four reports of every outcome, fault and state, of six shops about forty people."""
    chance = random.Random(5)
    kinds = [*product(Outcome, Fault, ReportState)] * 4
    chance.shuffle(kinds)
    rows = []
    for number, (outcome, fault, state) in enumerate(kinds, 1):
        occurred_on = TODAY - timedelta(days=chance.randrange(5, 90))
        filed_on = occurred_on + timedelta(days=chance.randrange(4))
        identifier = 10**6 + chance.randrange(40)
        rows.append(
            {
                "id": number,
                "shop_id": chance.randrange(1, 7),
                "world": World.LIVE if identifier % 10 else World.TEST,
                "outcome": outcome.value,
                "fault": fault.value,
                "state": state.value,
                "occurred_on": occurred_on,
                "filed_on": filed_on,
                "counts_on": chance.choice([None, TODAY, filed_on, TODAY + timedelta(days=1)]),
                "elsewhere": chance.random() < 0.9,
                "imported": chance.random() < 0.2,
                "identifier": identifier,
            }
        )
    return rows


def written(rows: list[dict[str, Any]]) -> None:
    """The same as reports and as history."""
    said = {"evidence": Evidence.STATEMENT.value, "payment": Payment.COD.value}
    with transaction() as session:
        for number, world in sorted({(row["identifier"], row["world"]) for row in rows}):
            person = {"id": number, "world": world, "kind": "phone", "created_on": TODAY}
            person |= dict.fromkeys(("frozen", "opted_out", "shared"), False) | {"sign_outs": 0}
            insert_all(session, Identifier, [person])
        for row in rows:
            report = {key: value for key, value in row.items() if key != "identifier"} | said
            more = {"revision": 1, "amount_band": "500-1499", "revised_on": row["filed_on"]}
            insert_all(session, Report, [report | more | {"identifier_ids": [row["identifier"]]}])
            bears = {k: v for k, v in report.items() if k not in {"id", "world"}}
            ids = {"identifier_id": row["identifier"], "report_id": row["id"]}
            insert_all(session, History, [history_row(bears | ids)])


def test_claims_are_what_the_rules_make_of_every_row(app: Flask) -> None:
    rows = made_up()
    written(rows)
    who = {row["id"]: row["identifier"] for row in rows}
    for world in World:
        with transaction() as session:
            expected = {}
            for person in counts.everybodys_history(session, world=world):
                facts = [row for row in person if row.shop_id not in SILENCED]
                said = claims_of(fact for fact in facts if counts_for(fact, None, TODAY))
                if len(said) > 1 or any(each.bad for each in said):
                    expected[who[person[0].report_id]] = {
                        (each.shop_id, each.good, each.bad, each.last_on) for each in said
                    }
            found = {
                person[0].identifier_id: {tuple(each)[1:] for each in person}
                for person in claims.claims(session, world=world, today=TODAY, silenced=SILENCED)
            }
        assert len(expected) > (20 if world is World.LIVE else 1)
        assert found == expected
        assert list(found) == sorted(found)


def test_everybodys_history_is_that_of_one_world_in_the_order_of_ids(app: Flask) -> None:
    rows = made_up()
    written(rows)
    for world, every in product(World, (1, 3)):
        with transaction() as session:
            found = list(counts.everybodys_history(session, world=world, every=every))
        mine = [r for r in rows if r["world"] is world and r["identifier"] % every == 0]
        expected = sorted((row["identifier"], row["id"]) for row in mine)
        who = {row["id"]: row["identifier"] for row in rows}
        assert [(who[each], each) for some in found for each in sorted(some.report_ids)] == expected
        assert len(found) == len({identifier for identifier, _ in expected})


def test_how_long_failures_took_to_be_filed_is_counted(app: Flask) -> None:
    rows = made_up()
    written(rows)
    living = {ReportState.PENDING, ReportState.COUNTING, ReportState.UPHELD}
    blamed = [
        (row["filed_on"] - row["occurred_on"]).days
        for row in rows
        if row["world"] is World.LIVE
        and not row["imported"]
        and row["state"] in living
        and row["fault"] in {Fault.CUSTOMER, Fault.UNKNOWN}
        and row["outcome"]
        in {Outcome.REFUSED, Outcome.NO_SHOW, Outcome.NOT_COLLECTED, Outcome.CHARGED_BACK}
        | ({Outcome.ABUSIVE_CLAIM} if row["state"] == ReportState.UPHELD else set())
    ]
    with transaction() as session:
        days = claims.days_to_file(session, world=World.LIVE)
    assert days == {day: len(list(same)) for day, same in groupby(sorted(blamed))}


def test_what_disputes_took_away_is_counted_by_shop_and_day(app: Flask) -> None:
    rows = made_up()
    written(rows)
    bad = {Outcome.REFUSED, Outcome.NO_SHOW, Outcome.NOT_COLLECTED, Outcome.CHARGED_BACK}
    lost = Counter(
        (row["shop_id"], row["occurred_on"])
        for row in rows
        if row["world"] is World.LIVE
        and row["state"] == ReportState.REMOVED
        and row["fault"] in {Fault.CUSTOMER, Fault.UNKNOWN}
        and row["outcome"] in bad | {Outcome.ABUSIVE_CLAIM}
    )
    with transaction() as session:
        found = claims.overturned(session, world=World.LIVE)
    assert found == [(*key, number) for key, number in sorted(lost.items())]
