"""The desk as an owner and a member of staff see it, without JavaScript."""

import io
import re
from dataclasses import dataclass

import pytest
from flask import Flask

from bonafide.protocol.words import World
from registry.inquiries import service as inquiries
from registry.inquiries.service import Account
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.web import context
from registry.shops import service as shops
from registry.shops.rules import Standing
from registry.staff import service as staff
from registry.staff.roles import Role
from tests.rooms.conftest import Actor, Call
from tests.rooms.keeper import ANNA, Keeper
from tests.rooms.visitor import Visitor

PASSWORD = "a long enough sentence"
NAMES = ("checks", "figures", "import", "terms", "keys", "staff", "webhooks")
PAGES = ("/desk", *(f"/desk/{name}" for name in NAMES))
ORDERS = (
    "order;phone;status;date;amount\n"
    "O-1;+79160000001;paid;2026-11-05;100\n"
    "O-2;+79160000002;refused;2026-11-06;100\n"
    "O-3;12;paid;2026-11-05;100\n"
)
TERMS = {
    "failure_cost_percent": "25",
    "failure_cost_fixed": "400",
    "failure_cost_no_amount": "1 000",
    "currency": "RUB",
    "confirm_call_times": "1,5",
    "part_prepay_times": "3",
    "prepay_times": "6",
    "part_prepay_percent": "30",
    "call_attempts": "2",
    "prepay_above": "5000",
    "cod_fee": "none",
    "cod_fee_percent": "",
    "compensate_up_to": "",
}


def hire(app: Flask, clock: FixedClock, login: str, role: Role, shop_id: int | None) -> Visitor:
    """Somebody who is signed in."""
    with transaction() as session:
        ring, now = context.keyring(), clock.now()
        token = staff.invite(session, ring, role=role, shop_id=shop_id, by=None, now=now)
    visitor = Visitor(app)
    made = visitor.send(f"/staff/invitation/{token}", login=login, password=PASSWORD)
    assert made.status_code == 303
    return visitor


def weighed(page: str) -> int:
    """How many acts of a page say what will happen before there is a button that does it."""
    return len(re.findall(r'<details class="weighed">(?:(?!</details>).)*<p>.+?<form', page, re.S))


def plain(page: str) -> str:
    """What stands on a page, with a bar for all that stands between two texts."""
    return re.sub(r"(\s*<[^>]+>\s*)+", "|", page)


@pytest.fixture
def owner(app: Flask, clock: FixedClock, north: Actor) -> Visitor:
    return hire(app, clock, "olga", Role.OWNER, north.shop_id)


@pytest.fixture
def helper(app: Flask, clock: FixedClock, north: Actor) -> Visitor:
    return hire(app, clock, "stas", Role.STAFF, north.shop_id)


@dataclass(frozen=True)
class Upload:
    """A file in a form."""

    name: str
    contents: str

    @property
    def field(self) -> tuple[io.BytesIO, str]:
        return io.BytesIO(self.contents.encode()), self.name


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_a_shop_that_has_nothing_yet(owner: Visitor, page: str) -> None:
    assert "<h1>" in owner.read(page)


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_the_desk_without_signing_in(app: Flask, page: str) -> None:
    answer = Visitor(app).open(page)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/staff/sign-in?next=")


def test_a_new_shop_is_shown_its_first_hour_and_a_busy_one_is_not(
    owner: Visitor, shop: Keeper
) -> None:
    assert "Your first hour" in owner.read("/desk")
    shop.put("A-1", ANNA)
    assert "Your first hour" not in owner.read("/desk")


def test_a_check_of_today_is_listed_and_explained(owner: Visitor, shop: Keeper) -> None:
    [answer] = shop.ask(ANNA)
    listed = owner.read("/desk/checks")
    assert f"<code>{answer['id']}</code>" in listed, "whole: all ids of a day begin alike"
    explained = owner.read(f"/desk/checks/{answer['id']}")
    assert "How this answer came about" in explained
    assert "shown as the nearest of the published steps, which are " in explained
    assert "unknown" in explained


def test_another_shops_check_looks_like_one_that_does_not_exist(
    owner: Visitor, rival: Keeper, app: Flask, clock: FixedClock, south: Actor
) -> None:
    [answer] = rival.ask(ANNA)
    theirs = owner.open(f"/desk/checks/{answer['id']}")
    none = owner.open("/desk/checks/lkp_aaaaaaaaaaaaaaaaaaaaaaaaaa")
    assert (theirs.status_code, none.status_code) == (404, 404)
    strip = re.compile(r"req_\w+|lkp_\w+")
    assert strip.sub("", theirs.get_data(as_text=True)) == strip.sub(
        "", none.get_data(as_text=True)
    )


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "'; --"])
def test_a_day_that_is_none_says_so(owner: Visitor, day: str) -> None:
    answer = owner.open(f"/desk/checks?day={day}")
    assert answer.status_code == 422
    assert "Enter a day such as" in answer.get_data(as_text=True)


def test_losses_stand_beside_each_other_once_orders_have_ended(
    owner: Visitor, shop: Keeper
) -> None:
    assert "No order has ended" in owner.read("/desk/figures")
    shop.put("A-1", ANNA)
    shop.failed("A-2", ANNA)
    text = owner.read("/desk/figures")
    assert "<strong>50%</strong>" in text
    assert "fewer than five shops" in text
    assert "changes fewer than 5 of your orders" in text
    assert "<div>—</div>" in text


def test_terms_are_previewed_without_being_saved(owner: Visitor, north: Actor) -> None:
    seen = owner.send("/desk/terms", "/desk/terms/preview", **TERMS)
    assert seen.status_code == 200
    text = seen.get_data(as_text=True)
    assert "prepayment" in text
    assert "terms of its own" in text
    fee = TERMS | {"cod_fee": "fixed", "cod_fee_percent": "3"}
    text = owner.send("/desk/terms", "/desk/terms/preview", **fee).get_data(as_text=True)
    assert "|call first|fee 3%|" in plain(text)
    assert "|prepayment|" in plain(text)
    assert "|prepayment|fee" not in plain(text), "who pays in advance pays no fee for cash"
    with transaction() as session:
        assert shops.get_terms(session, north.shop_id, world=World.LIVE).prepay_above is None


def test_terms_are_saved_as_russians_write_numbers(owner: Visitor, north: Actor) -> None:
    assert owner.send("/desk/terms", **TERMS).status_code == 303
    with transaction() as session:
        kept = shops.get_terms(session, north.shop_id, world=World.LIVE)
    assert (str(kept.confirm_call_times), str(kept.failure_cost_no_amount)) == ("1.5", "1000")
    assert "5000" in owner.read("/desk/terms")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("failure_cost_percent", "much"),
        ("failure_cost_percent", "1e999999"),
        ("failure_cost_percent", "101"),
        ("call_attempts", "2.5"),
        ("prepay_times", "2"),
        ("cod_fee_percent", "6"),
        ("currency", "DOGE"),
        ("failure_cost_fixed", ""),
        ("failure_cost_fixed", "<script>alert(1)</script>"),
    ],
)
def test_terms_that_make_no_sense_change_nothing_and_keep_what_was_typed(
    owner: Visitor, north: Actor, field: str, typed: str
) -> None:
    refused = owner.send("/desk/terms", **(TERMS | {field: typed}))
    text = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Please check this" in text
    assert "<script>alert" not in text
    assert 'value="5000"' in text
    with transaction() as session:
        assert shops.get_terms(session, north.shop_id, world=World.LIVE).prepay_above is None


def test_a_test_key_is_shown_once_with_lines_that_work(owner: Visitor, call: Call) -> None:
    made = owner.send("/desk/keys", world="test")
    text = made.get_data(as_text=True)
    key = re.search(r"bf_test_\w+", text)
    assert made.status_code == 201
    assert made.headers["Cache-Control"] == "no-store"
    assert key
    assert "bonafide lookup" in text
    assert "pip install ./client\n" in text, "the name on the public index is somebody else's"
    assert call("GET", "/v1/shop", key[0]).status_code == 200
    assert key[0] not in owner.read("/desk/keys")


def test_a_third_key_is_refused_and_an_ended_one_makes_room(
    owner: Visitor, call: Call, clock: FixedClock
) -> None:
    keys = [owner.send("/desk/keys", world="test").get_data(as_text=True) for _ in range(2)]
    assert owner.send("/desk/keys", world="test").status_code == 409
    listed = owner.read("/desk/keys")
    end = re.findall(r'action="(/desk/keys/\w+/end)"', listed)
    assert weighed(listed) == len(end)
    assert "an ended key never comes back" in listed
    for path in end:
        assert owner.send("/desk/keys", path).status_code == 303
    assert owner.send("/desk/keys", world="test").status_code == 201
    old = re.search(r"bf_test_\w+", keys[0])
    assert old
    assert call("GET", "/v1/shop", old[0]).status_code == 401


def test_a_member_of_staff_reads_everything_and_changes_neither_terms_nor_keys_nor_staff(
    helper: Visitor,
) -> None:
    for page in PAGES:
        helper.read(page)
    for page, fields in (("/desk/terms", TERMS), ("/desk/keys", {}), ("/desk/staff", {})):
        assert helper.send("/staff/account", page, **fields).status_code == 403


def test_an_owner_invites_and_closes_and_cannot_close_himself(owner: Visitor, app: Flask) -> None:
    made = owner.send("/desk/staff", role="staff").get_data(as_text=True)
    link = re.search(r"/staff/invitation/[\w-]+", made)
    assert link
    newcomer = Visitor(app, "198.51.100.7")
    assert newcomer.send(link[0], login="stas", password=PASSWORD).status_code == 303
    assert newcomer.open("/desk").status_code == 200
    listed = owner.read("/desk/staff")
    assert weighed(listed) == 1
    assert "stas is signed out everywhere" in listed
    assert owner.send("/desk/staff", "/desk/staff/stas/close").status_code == 303
    assert newcomer.open("/desk").status_code == 303
    assert owner.send("/desk/staff", "/desk/staff/olga/close").status_code == 403


def test_an_owner_sees_open_invitations_and_takes_them_back(owner: Visitor, app: Flask) -> None:
    assert "Links that nobody has used yet" not in owner.read("/desk/staff")
    made = owner.send("/desk/staff", role="staff").get_data(as_text=True)
    link = re.search(r"/staff/invitation/[\w-]+", made)
    assert link
    assert "staff, good until 24 Nov 2026" in owner.read("/desk/staff")
    assert owner.send("/desk/staff", "/desk/staff/withdraw").status_code == 303
    assert "Links that nobody has used yet" not in owner.read("/desk/staff")
    assert Visitor(app, "198.51.100.7").open(link[0]).status_code == 410


def test_another_shops_account_is_not_there(
    owner: Visitor, app: Flask, clock: FixedClock, south: Actor
) -> None:
    stranger = hire(app, clock, "vlad", Role.OWNER, south.shop_id)
    for name in ("vlad", "nobody"):
        refused = owner.send("/desk/staff", f"/desk/staff/{name}/close")
        assert refused.status_code == 404
    assert stranger.open("/desk").status_code == 200


def test_a_suspended_shop_reads_and_changes_nothing(
    owner: Visitor, north: Actor, clock: FixedClock
) -> None:
    with transaction() as session:
        shops.set_standing(session, north.shop_id, Standing.SUSPENDED, now=clock.now())
    assert "suspended" in owner.read("/desk")
    assert owner.send("/desk/terms", **TERMS).status_code == 403
    assert owner.send("/desk/keys", world="test").status_code == 403


def allow(north: Actor, clock: FixedClock) -> None:
    """The direct tier, and a hundred people."""
    with transaction() as session:
        shops.set_direct_tier(session, north.shop_id, allowed=True)
        account = Account(north.shop_id, World.LIVE)
        today = clock.now().date()
        inquiries.grant_import(session, caller=account, people=100, today=today)


def test_uploading_needs_the_direct_tier_and_the_page_offers_the_better_way(
    owner: Visitor, north: Actor
) -> None:
    text = owner.read("/desk/import")
    assert "pip install './client[spreadsheets]'" in text
    assert "bonafide import orders.csv" in text
    assert 'type="file"' not in text
    refused = owner.send("/desk/terms", "/desk/import", file=Upload("o.csv", ORDERS).field)
    assert refused.status_code == 403


def test_a_missing_allowance_is_named_before_the_import_and_a_stopped_one_is_found_again(
    owner: Visitor, north: Actor, clock: FixedClock
) -> None:
    with transaction() as session:
        shops.set_direct_tier(session, north.shop_id, allowed=True)
    owner.send("/desk/import", file=Upload("o.csv", ORDERS).field)
    assert "You have no leave to bring people in" in owner.read("/desk/import/dry-run")
    stopped = owner.send("/desk/import/dry-run", "/desk/import/step").get_data(as_text=True)
    assert "used up for now" in stopped
    first = owner.read("/desk/import")
    assert "An import is under way here: 0 of 3 rows." in first
    assert 'href="/desk/import/dry-run"' in first
    with transaction() as session:
        account = Account(north.shop_id, World.LIVE)
        inquiries.grant_import(session, caller=account, people=1, today=clock.now().date())
    assert "the table has 2 orders" in owner.read("/desk/import/dry-run")
    owner.send("/desk/import/dry-run", "/desk/import/step")
    assert 'href="/desk/import/progress"' in owner.read("/desk/import")


def test_what_may_still_be_used_is_what_was_really_asked(owner: Visitor, shop: Keeper) -> None:
    shop.ask(ANNA)
    first = owner.read("/desk")
    said = "|People asked about in all|1|at least 39,900|"
    assert said in plain(first), "a worker leases a block of a hundred, the shop asked about one"
    assert "blinded" not in first


def test_past_orders_are_looked_at_then_brought_in_then_seen(
    owner: Visitor, north: Actor, clock: FixedClock
) -> None:
    allow(north, clock)
    sent = owner.send("/desk/import", file=Upload("o.csv", ORDERS).field)
    assert sent.headers["Location"] == "/desk/import/dry-run"
    looked = owner.read("/desk/import/dry-run")
    assert "3 rows. 2 can be taken, 1 cannot." in looked
    assert "no whole phone number" in looked
    assert "79160000001" not in looked
    for row in ("|paid|1|paid (1)|", "|refused at the door|1|refused (1)|"):
        assert row in plain(looked), "each outcome with its orders and the table's own word"
    assert "возврат отправителю" in looked, "the words that would be understood"
    done = owner.send("/desk/import/dry-run", "/desk/import/step").get_data(as_text=True)
    assert "Finished" in done
    assert "2 taken, 1 not" in done
    listed = owner.open("/desk/import/complaints.csv").get_data(as_text=True)
    assert '"4";"Phone";"no whole phone number or address"' in listed
    assert "Your first hour" not in owner.read("/desk")


@pytest.mark.parametrize(
    ("name", "contents", "says"),
    [
        ("orders.pdf", "x", "no CSV, XLSX, XLS or ODS"),
        ("orders.csv", "", "nothing below the header"),
        ("orders.xlsx", "x", "cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_named_with_a_remedy(
    owner: Visitor, north: Actor, clock: FixedClock, name: str, contents: str, says: str
) -> None:
    allow(north, clock)
    refused = owner.send("/desk/import", file=Upload(name, contents).field)
    assert refused.status_code == 422
    assert says in refused.get_data(as_text=True)


def test_columns_with_other_names_are_chosen_by_hand(
    owner: Visitor, north: Actor, clock: FixedClock
) -> None:
    allow(north, clock)
    table = Upload("o.csv", "a;b;c;d;e\nO-1;+79160000001;paid;2026-11-05;100\n")
    owner.send("/desk/import", file=table.field)
    assert "Still missing: Order number" in owner.read("/desk/import/dry-run")
    owner.send(
        "/desk/import/dry-run",
        "/desk/import/columns",
        order_ref="0",
        phone="1",
        outcome="2",
        occurred_on="3",
        amount="4",
    )
    assert "1 can be taken, 0 cannot" in owner.read("/desk/import/dry-run")


def test_a_lost_cookie_or_a_late_return_says_that_the_upload_is_gone(
    owner: Visitor, north: Actor, clock: FixedClock
) -> None:
    assert owner.open("/desk/import/dry-run").status_code == 410
    assert owner.open("/desk/import/progress").status_code == 410
    assert owner.open("/desk/import/complaints.csv").status_code == 410


def test_the_template_is_a_table_that_the_import_understands(
    owner: Visitor, north: Actor, clock: FixedClock
) -> None:
    allow(north, clock)
    for language in ("ru", "en"):
        table = owner.open("/desk/import/template.csv", headers={"Accept-Language": language})
        contents = table.get_data().decode("utf-8-sig")
        sent = owner.send("/desk/import", file=Upload("orders.csv", contents).field)
        assert sent.status_code == 303
        assert "1 can be taken, 0 cannot" in owner.read("/desk/import/dry-run")


def test_an_address_is_added_with_a_secret_shown_once_and_removed(owner: Visitor) -> None:
    made = owner.send("/desk/webhooks", url="https://shop.example/hook")
    secret = re.search(r"whsec_[\w+/=]+", made.get_data(as_text=True))
    assert made.status_code == 201
    assert secret
    listed = owner.read("/desk/webhooks")
    assert "https://shop.example/hook" in listed
    assert secret[0] not in listed
    assert weighed(listed) == 1
    assert "its secret is forgotten" in listed
    remove = re.search(r'action="(/desk/webhooks/whk_\w+/remove)"', listed)
    assert remove
    assert owner.send("/desk/webhooks", remove[1]).status_code == 303
    assert "https://shop.example/hook" not in owner.read("/desk/webhooks")


@pytest.mark.parametrize(
    "url", ["", "http://shop.example", "https://a:b@shop.example", "javascript:alert(1)"]
)
def test_an_address_that_cannot_be_used_is_refused_and_kept_in_the_form(
    owner: Visitor, url: str
) -> None:
    refused = owner.send("/desk/webhooks", url=url)
    text = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "cannot be used" in text
    assert f'value="{url}"' in text


def test_everything_speaks_russian(owner: Visitor) -> None:
    owner.open("/desk?lang=ru")
    for page in PAGES:
        text = owner.read(page)
        assert 'lang="ru"' in text
        assert "Обзор" in text
