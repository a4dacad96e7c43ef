"""Fifty strings through every field of a page: they come back as text, or not at all."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import update

from registry.disputes.papers import NewFile
from registry.disputes.words import Verdict
from registry.kernel.clock import FixedClock
from registry.kernel.db import db, transaction
from registry.shops import service as shops
from registry.shops.models import Shop
from tests.hostile.pages_apart import MARK, STRINGS, take_apart
from tests.matrix.cast import Cast, gather
from tests.matrix.table import Actor
from tests.rooms.disputes.conftest import Court
from tests.rooms.disputes.papers_of import png
from tests.rooms.disputes.shopkeeper import answer
from tests.rooms.keeper import ANNA, BORIS

ALL = "\n".join(STRINGS).replace("\x0c", "").replace("\t", "")
"""All of them in one text: nothing in it may be more than text either."""
LATIN = [each for each in STRINGS if each.isascii() and each.isprintable() and " " not in each]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def cast(app: Flask, clock: FixedClock) -> Cast:
    return gather(app, clock)


class Looker:
    """Opens pages as somebody, and keeps what was wrong on any of them."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.wrong: list[tuple[str, str]] = []
        self.shown: set[str] = set()

    def look(self, actor: Actor, path: str, *, shows: Sequence[str] = ()) -> None:
        """A page that opens, on which some strings stand as they are."""
        answer = self.cast.knock(actor, "GET", path)
        assert answer.status_code == 200, (path, answer.status_code)
        self.judge(path, answer, shows)

    def send(self, actor: Actor, path: str, **said: Any) -> int:
        """A form; its answer is judged too. Returns the status."""
        answer = self.cast.knock(actor, "POST", path, said)
        self.judge(path, answer)
        return answer.status_code

    def judge(self, path: str, answer: Any, shows: Sequence[str] = ()) -> None:
        """Take an answer apart."""
        if answer.mimetype != "text/html":
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            return
        read = take_apart(answer.get_data(as_text=True))
        self.wrong += [(path, each) for each in read.dangers]
        said = "\n".join(read.said)
        for each in shows:
            assert each in said, f"{path} does not show {each}"
            self.shown.add(each)


@pytest.fixture
def looker(cast: Cast) -> Iterator[Looker]:
    made = Looker(cast)
    yield made
    assert made.wrong == []


@pytest.mark.parametrize("string", STRINGS)
def test_the_reader_sees_each_of_them_where_nothing_is_escaped(string: str) -> None:
    """The broken variant: in a text, in a value, or in an address each one is a danger."""
    pages = (f"<p>{string}</p>", f'<input value="{string}">', f"<input value='{string}'>")
    links = (f'<a href="{string}">x</a>',)
    assert MARK in string
    assert any(take_apart(each).dangers for each in (*pages, *links))
    assert len(set(STRINGS)) == 50


@on_sqlite
def test_the_name_of_a_shop(cast: Cast, looker: Looker) -> None:
    """On every page that names a shop to anybody."""
    shop = cast.keepers[Actor.KEY]
    shop.ask(ANNA)
    report = shop.failed("A-1", ANNA).get_json()["id"]
    dispute = Court(cast.app, cast.clock).contest(report).public_id
    answer(shop, dispute)
    with cast.app.app_context(), transaction() as session:
        public_id = shops.get_shop(session, shop.shop_id).public_id
    db.session.remove()
    for name in (" ".join(each.split()) for each in STRINGS):
        with cast.app.app_context(), transaction() as session:
            session.execute(update(Shop).where(Shop.id == shop.shop_id).values(name=name))
        db.session.remove()
        for actor, path in (
            (Actor.ANYBODY, f"/shops/{public_id}"),
            (Actor.ADMIN, f"/admin/shops/{public_id}"),
            (Actor.ADMIN, "/admin/disputes"),
            (Actor.ADMIN, f"/admin/disputes/{dispute}"),
            (Actor.OWNER, "/desk"),
            (Actor.CUSTOMER, "/me/asked"),
            (Actor.CUSTOMER, "/me/export"),
        ):
            looker.look(actor, path, shows=[name])


@on_sqlite
def test_the_name_of_a_new_shop_and_fifty_in_a_list(cast: Cast, looker: Looker) -> None:
    names = [" ".join(each.split()) for each in STRINGS]
    for name in names:
        looker.send(Actor.ADMIN, "/admin/shops/new", name=name)
    looker.look(Actor.ADMIN, "/admin/shops?q=bfx", shows=names)


@on_sqlite
def test_what_is_written_into_a_case_by_all_three(cast: Cast, looker: Looker) -> None:
    """Texts, a comment and a note, and the names that files come under."""
    shop, court = cast.keepers[Actor.KEY], Court(cast.app, cast.clock)
    report = shop.failed("A-1", ANNA).get_json()["id"]
    dispute = court.contest(report, text=ALL, new_files=(NewFile(png()),)).public_id
    named = (io.BytesIO(png()), "<img src=x onerror=bfx()>.png")
    case, desk = f"/me/cases/{dispute}", f"/desk/disputes/{dispute}"
    looker.send(Actor.CUSTOMER, case, text=ALL, files=named)
    named = (io.BytesIO(png()), "'><script>bfx()</script>.png")
    sent = looker.send(Actor.OWNER, f"{desk}/answer", evidence="photo", files=named, comment=ALL)
    assert sent == 303
    places = ((Actor.CUSTOMER, case), (Actor.OWNER, desk), (Actor.ADMIN, f"/admin{desk[5:]}"))
    for actor, path in places:
        looker.look(actor, path)
    ruled = court.rule(dispute, Verdict.UPHELD, note=ALL)
    assert ruled.case.verdict is Verdict.UPHELD
    for actor, path in places:
        looker.look(actor, path, shows=STRINGS[:7])
    assert court.seen(dispute).papers
    for actor, path in places:
        text = cast.knock(actor, "GET", path).get_data(as_text=True)
        assert "x.png" not in text
        assert ".png" not in text


@on_sqlite
def test_reasons_and_whatever_else_admins_type(cast: Cast, looker: Looker) -> None:
    with cast.app.app_context(), transaction() as session:
        member = shops.get_shop(session, cast.keepers[Actor.KEY].shop_id)
    db.session.remove()
    there = f"/admin/shops/{member.public_id}"
    shown = [" ".join(each.split()) for each in STRINGS[:40]]
    for number, reason in enumerate(shown):
        word = "off" if number % 2 else "on"
        assert looker.send(Actor.ADMIN, f"{there}/muted/{word}", reason=reason) == 303
    looker.look(Actor.ADMIN, "/admin/journal", shows=shown)
    for string in STRINGS:
        looker.send(Actor.ADMIN, "/admin/flags/plant", phone=string)
        looker.send(Actor.ADMIN, "/admin/acts/report", what="erase", report=string, reason=string)
        looker.send(Actor.ADMIN, "/admin/acts/key", key=string, why=string)
        asked = quote(string)
        looker.look(Actor.ADMIN, f"/admin/shops?q={asked}&standing={asked}")
        looker.look(Actor.ADMIN, f"/admin/disputes?q={asked}&reason={asked}")
        looker.look(Actor.ADMIN, f"/admin/journal?who={asked}&did={asked}")


TERMS: Mapping[str, str] = {"failure_cost_percent": "25", "currency": "RUB"}


@on_sqlite
def test_whatever_a_shops_people_type(cast: Cast, looker: Looker) -> None:
    """Forms give back what was typed; addresses of webhooks stand in a list."""
    for string in STRINGS:
        for name in ("failure_cost_fixed", "currency", "prepay_above"):
            looker.send(Actor.OWNER, "/desk/terms", **(dict(TERMS) | {name: string}))
            looker.send(Actor.OWNER, "/desk/terms/preview", **(dict(TERMS) | {name: string}))
        looker.send(Actor.OWNER, "/desk/webhooks", url=string)
        looker.send(Actor.OWNER, "/desk/keys", world=string)
        looker.send(Actor.OWNER, "/desk/disputes/request", report=string, comment=string)
        looker.send(Actor.ANYBODY, "/staff/sign-in", login=string, password=string, code=string)
        looker.send(Actor.OWNER, "/staff/account/password", old=string, new=string)
        asked = quote(string)
        looker.look(Actor.OWNER, f"/desk/disputes/request?report={asked}", shows=[string.strip()])
        looker.look(Actor.ANYBODY, f"/staff/sign-in?next={asked}")
        looker.judge("day", cast.knock(Actor.OWNER, "GET", f"/desk/checks?day={asked}"))
    for start in range(0, len(LATIN), 5):
        for string in LATIN[start : start + 5]:
            looker.send(Actor.OWNER, "/desk/webhooks", url=f"https://a.example/{string}")
        listed = cast.keepers[Actor.KEY].send("GET", "/v1/webhooks").get_json()["data"]
        looker.look(Actor.OWNER, "/desk/webhooks", shows=[each["url"] for each in listed])
        for each in listed:
            looker.send(Actor.OWNER, f"/desk/webhooks/{each['id']}/remove")
    assert len(looker.shown) > 20


@on_sqlite
def test_the_header_and_the_cells_of_a_table_that_a_shop_uploads(
    cast: Cast, looker: Looker
) -> None:
    shop = cast.keepers[Actor.OTHER_KEY]
    header = ";".join(f'"{each.replace(chr(34), chr(34) * 2)}"' for each in STRINGS)
    table = f"order;phone;status;date;{header}\nA-1;12;paid;2026-11-05;{header}\n"
    owner = cast.seat(Actor.OTHER_OWNER)
    assert shop.shop_id
    sent = owner.send(
        "/desk/import", file=(io.BytesIO(table.encode()), "<script>bfx()</script>.csv")
    )
    looker.judge("upload", sent)
    assert sent.status_code == 303
    looker.judge("dry run", owner.open("/desk/import/dry-run"), [" ".join(STRINGS[0].split())])


@on_sqlite
def test_whatever_a_customer_types_or_is_led_here_with(cast: Cast, looker: Looker) -> None:
    shop = cast.keepers[Actor.KEY]
    shop.put("A-1", BORIS)
    report = shop.failed("A-2", ANNA).get_json()["id"]
    assert report
    for string in STRINGS:
        asked = quote(string)
        for path in (
            f"/me?shop={asked}&back=https://shop.example/{asked}",
            f"/me?shop={asked}&back={asked}",
            f"/tell-your-customers?shop={asked}&back={asked}",
            f"/tell-your-customers?shop={asked}&back=https://shop.example/",
        ):
            looker.look(Actor.ANYBODY, path)
        looker.judge("nowhere", cast.knock(Actor.ANYBODY, "GET", f"/no-such/{asked}"))
        looker.judge("case", cast.knock(Actor.CUSTOMER, "GET", f"/me/cases/{asked}"))
        looker.judge("lang", cast.knock(Actor.ANYBODY, "GET", f"/policy?lang={asked}"))
        looker.send(Actor.ANYBODY, "/me/code", contact=string)
        looker.send(Actor.ANYBODY, "/me/in", code=string)
        looker.send(Actor.ANYBODY, "/me/ticket", ticket=string)
        looker.send(Actor.CUSTOMER, "/me/orders/open", reference=string)
    looker.look(Actor.CUSTOMER, "/me/orders")


@on_sqlite
def test_what_programs_of_shops_send_is_refused_or_never_shown(cast: Cast) -> None:
    """An order's number is kept as a digest; a shop's own labels take no such letters."""
    shop = cast.keepers[Actor.KEY]
    for string in STRINGS:
        shop.put(string, ANNA)
        for field in ("segment", "courier"):
            refused = shop.put("A-9", ANNA, **{field: string})
            assert refused.status_code == 422
            assert MARK not in refused.get_data(as_text=True).replace("bfx.example", MARK)
    for path in ("/desk", "/desk/checks", "/desk/figures"):
        assert MARK not in cast.knock(Actor.OWNER, "GET", path).get_data(as_text=True)
    assert MARK not in cast.knock(Actor.CUSTOMER, "GET", "/me/orders").get_data(as_text=True)
