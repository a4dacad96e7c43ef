"""The pages of shops and admins: what each may read and do, and who is kept out."""

import re
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse

from bonafide.protocol.words import ReportState
from registry.disputes import contesting
from registry.disputes.papers import NewFile
from registry.disputes.words import Phase, Reason, Verdict
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.web import context
from registry.kernel.web.pages.sessions import cookie_name
from registry.staff import service
from registry.staff.roles import Role
from registry.whitelist import erasing, tickets
from registry.whitelist.errors import TicketInvalidError
from registry.whitelist.rules import Washing
from tests.rooms.disputes import shopkeeper
from tests.rooms.disputes.conftest import Court
from tests.rooms.disputes.papers_of import jpeg, png
from tests.rooms.keeper import ANNA, Keeper

PASSWORD = "a long enough sentence"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
XSS = "<script>alert(1)</script>"


@dataclass
class Sitter:
    """Somebody at a browser, signed in."""

    client: FlaskClient

    def open(self, path: str, **options: Any) -> TestResponse:
        """One request."""
        return Context().run(self.client.open, path, **options)

    def read(self, path: str) -> str:
        """A page that opens."""
        answer = self.open(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.get_data(as_text=True)

    def send(self, to: str, **fields: Any) -> TestResponse:
        """A form, filled in, with the token that any page of this browser has."""
        found = TOKEN.search(self.open("/staff/account").get_data(as_text=True))
        data = {"csrf_token": found[1] if found else "", **fields}
        built = EnvironBuilder(
            method="POST", data=data, content_type="multipart/form-data"
        ).get_environ()
        with built["wsgi.input"] as body:
            sent = body.read()
        return self.open(to, method="POST", data=sent, content_type=built["CONTENT_TYPE"])


Seat = Callable[..., Sitter]


@pytest.fixture
def seat(app: Flask, clock: FixedClock) -> Seat:
    """Hire somebody and let him sit down."""

    def sit(login: str, role: Role, shop_id: int | None = None) -> Sitter:
        now = clock.now()
        with app.app_context(), transaction() as session:
            ring = context.keyring()
            invited = service.invite(session, ring, role=role, shop_id=shop_id, by=None, now=now)
            account = service.accept(
                session, ring, invited, login=login, password=PASSWORD, now=now
            )
            setup = service.totp_setup(session, ring, account.account_id)
            code = pyotp.TOTP(setup.secret).at(now)
            service.confirm_totp(
                session, ring, account.account_id, code, sealed=setup.sealed, now=now
            )
            token = service.begin(
                session, ring, account_id=account.account_id, browser="Firefox", now=now
            )
        client = app.test_client()
        secure = app.config["SESSION_COOKIE_SECURE"]
        client.set_cookie(cookie_name("bonafide-staff", secure=secure), token)
        return Sitter(client)

    return sit


def file(content: bytes, name: str = "photo.jpg") -> tuple[BytesIO, str]:
    return BytesIO(content), name


def test_a_shop_answers_at_its_desk_with_files(
    court: Court, shop: Keeper, reported: str, seat: Seat
) -> None:
    dispute = court.contest(reported, reason=Reason.NOT_MY_ORDER, text=XSS).public_id
    owner, page = seat("owner", Role.OWNER, shop.shop_id), f"/desk/disputes/{dispute}"
    assert dispute in owner.read("/desk/disputes")
    assert XSS not in owner.read(page)
    assert "&lt;script&gt;" in owner.read(page)
    refused = owner.send(f"{page}/answer", evidence="photo", files=file(jpeg()))
    assert refused.status_code == 422
    assert court.seen(dispute).case.phase is Phase.OPEN
    done = owner.send(
        f"{page}/answer",
        evidence="photo",
        files=[file(jpeg()), file(png(), "../../etc/passwd")],
        contact=file(b"a call of two minutes"),
        comment="Говорили.",
    )
    assert done.status_code == 303
    assert [each.media for each in court.seen(dispute).papers if each.side == "shop"] == [
        "text/plain",
        "image/jpeg",
        "image/png",
        "text/plain",
    ]
    assert dispute not in owner.read("/desk/disputes")
    assert dispute in owner.read("/desk/disputes?which=all")


def test_a_shop_gives_up_at_its_desk(court: Court, shop: Keeper, reported: str, seat: Seat) -> None:
    dispute = court.contest(reported).public_id
    page = f"/desk/disputes/{dispute}"
    clerk = seat("clerk", Role.STAFF, shop.shop_id)
    first, _, behind = clerk.read(page).partition("<summary>Remove the report</summary>")
    assert "/concede" not in first, "one press says what will happen"
    assert behind.index("deleted now, for every shop") < behind.index("/concede")
    assert clerk.send(f"{page}/concede").status_code == 303
    assert court.state(reported) is ReportState.REMOVED
    assert f"{page}/concede" not in clerk.read(page)


def test_a_shop_appeals_at_its_desk_and_asks_for_a_ruling_later(
    court: Court, shop: Keeper, reported: str, seat: Seat
) -> None:
    dispute = court.contest(reported).public_id
    shopkeeper.answer(shop, dispute)
    admins = [seat(name, Role.ADMIN) for name in ("olga", "ivan")]
    there, page = f"/admin/disputes/{dispute}", f"/desk/disputes/{dispute}"
    ruled = admins[0].send(there, ground="evidence_too_weak", note="Мало.")
    assert ruled.status_code == 303
    owner = seat("owner", Role.OWNER, shop.shop_id)
    assert "Мало." in owner.read(page)
    assert owner.send(f"{page}/appeal", comment="Смотрите трек.").status_code == 303
    assert 'name="ground"' not in admins[0].read(there)
    assert "another admin has ruled the report stays away" in owner.read(page)
    assert "Disputes to be ruled on" not in admins[0].read("/admin"), "not his to rule on"
    assert "Disputes to be ruled on: <strong>1</strong>" in admins[1].read("/admin")
    for admin, empty in zip(
        admins, ("Nothing is to be ruled on", "Nothing is waited for"), strict=True
    ):
        assert empty in admin.read("/admin/disputes")
        assert dispute in admin.read("/admin/disputes")
    assert admins[0].send(there, ground="evidence_holds").status_code == 409
    assert admins[1].send(there, ground="evidence_too_weak").status_code == 303
    assert court.state(reported) is ReportState.REMOVED
    ask = "/desk/disputes/request"
    refused = owner.send(ask, report=reported, evidence="photo", files=file(png()))
    assert refused.status_code == 422
    missed = owner.send(ask, report="A-111", evidence="photo", files=file(jpeg()))
    assert "reported no order under this number" in missed.get_data(as_text=True)
    asked = owner.send(ask, report=" A-1 ", evidence="photo", files=file(jpeg()))
    assert asked.status_code == 303
    court.pass_days(8)


def test_an_admin_sees_both_sides_and_rules(
    court: Court, shop: Keeper, reported: str, seat: Seat
) -> None:
    mine = (NewFile(png()),)
    dispute = court.contest(reported, text="Я заплатила.", new_files=mine).public_id
    olga, page = seat("olga", Role.ADMIN), f"/admin/disputes/{dispute}"
    assert dispute in olga.read("/admin/disputes")
    assert 'name="ground"' not in olga.read(page)
    shopkeeper.answer(shop, dispute, comment="Нет, не заплатила.")
    seen = olga.read(page)
    assert "Я заплатила." in seen
    assert "Нет, не заплатила." in seen
    [customers, _] = re.findall(rf'href="({page}/files/[^"]+)"', seen)
    got = olga.open(customers)
    assert got.get_data() == png()
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert olga.send(page).status_code == 422
    assert olga.send(page, ground="no_such_ground").status_code == 422
    assert olga.send(page, ground="evidence_holds", note="Трек верен.").status_code == 303
    assert court.state(reported) is ReportState.UPHELD
    assert olga.send(page, ground="evidence_holds").status_code == 409
    journal = olga.read("/admin/journal")
    assert journal.count("<div>ruled on a dispute</div>") == 1
    assert dispute in journal
    assert "upheld: evidence_holds" in journal
    assert "Трек верен." not in journal, "what is said inside a case stays there"


def test_an_auditor_reads_and_rules_on_nothing(
    court: Court, shop: Keeper, reported: str, seat: Seat
) -> None:
    dispute = court.contest(reported).public_id
    shopkeeper.answer(shop, dispute)
    auditor, page = seat("auditor", Role.AUDITOR), f"/admin/disputes/{dispute}"
    assert 'name="ground"' not in auditor.read(page)
    assert auditor.send(page, ground="evidence_holds").status_code == 403
    assert court.seen(dispute).case.phase is Phase.ANSWERED


def test_another_shops_case_looks_like_a_missing_one(
    court: Court, shop: Keeper, rival: Keeper, reported: str, seat: Seat
) -> None:
    dispute = court.contest(reported, new_files=(NewFile(png()),)).public_id
    owner = seat("owner", Role.OWNER, shop.shop_id)
    [there] = re.findall(r'href="([^"]+/files/[^"]+)"', owner.read(f"/desk/disputes/{dispute}"))
    stranger, missing = seat("stranger", Role.OWNER, rival.shop_id), "dsp_" + "a" * 26
    assert dispute not in stranger.read("/desk/disputes?which=all")
    for path in ("/desk/disputes/{}", there.replace(dispute, "{}")):
        answers = [stranger.open(path.format(each)) for each in (dispute, missing)]
        assert [each.status_code for each in answers] == [404, 404]
    for act in ("answer", "concede", "appeal"):
        for each in (dispute, missing):
            path = f"/desk/disputes/{each}/{act}"
            said = {"evidence": "photo", "files": file(png())}
            assert stranger.send(path, **said).status_code == 404
    assert court.seen(dispute).case.phase is Phase.OPEN


def test_whoever_has_no_session_is_led_to_the_sign_in(app: Flask, seat: Seat, shop: Keeper) -> None:
    nobody = Sitter(app.test_client())
    for path in ("/desk/disputes", "/admin/disputes"):
        answer = nobody.open(path)
        assert (answer.status_code, "/staff/sign-in" in answer.headers["Location"]) == (303, True)
    owner = seat("owner", Role.OWNER, shop.shop_id)
    assert owner.open("/admin/disputes").status_code == 403
    assert seat("olga", Role.ADMIN).open("/desk/disputes").status_code == 403


def test_an_answer_without_this_browsers_token_is_not_taken(
    court: Court, shop: Keeper, reported: str, seat: Seat
) -> None:
    dispute = court.contest(reported).public_id
    owner = seat("owner", Role.OWNER, shop.shop_id)
    path = f"/desk/disputes/{dispute}/concede"
    assert owner.open(path, method="POST", data={}).status_code == 400
    assert court.state(reported) is ReportState.DISPUTED


def test_a_form_with_files_takes_more_than_others_and_not_everything(
    court: Court, shop: Keeper, reported: str, seat: Seat
) -> None:
    dispute = court.contest(reported).public_id
    owner, page = seat("owner", Role.OWNER, shop.shop_id), f"/desk/disputes/{dispute}"
    large = b"x" * (3 * 1024 * 1024)
    heavy = owner.send(f"{page}/answer", evidence="photo", files=[file(large) for _ in range(5)])
    assert heavy.status_code == 413
    assert owner.send(f"{page}/answer", evidence="photo", files=file(large)).status_code == 303


def test_a_desk_gives_a_link_to_a_customer_without_the_phone(
    app: Flask, shop: Keeper, reported: str, seat: Seat
) -> None:
    clerk = seat("clerk", Role.STAFF, shop.shop_id)
    assert 'href="/desk/ticket"' in clerk.read("/desk/disputes")
    assert "cannot sign in" in clerk.read("/desk/ticket")
    missed = clerk.send("/desk/ticket", report="A-111")
    assert "reported no order under this number" in missed.get_data(as_text=True)
    shop.put("P-1", ANNA)
    paid = clerk.send("/desk/ticket", report="P-1")
    assert paid.status_code == 422
    made = [clerk.send("/desk/ticket", report=each) for each in ("A-1", reported)]
    assert [each.status_code for each in made] == [201, 201]
    assert made[0].headers["Cache-Control"] == "no-store"
    codes = [re.findall(r"/me/ticket#(\w+)</code>", each.get_data(as_text=True)) for each in made]
    with app.app_context(), transaction() as session:
        ring, now = context.keyring(), context.now()
        with pytest.raises(TicketInvalidError):
            tickets.find_ticket(session, ring, codes[0][0], now=now)
        assert tickets.find_ticket(session, ring, codes[1][0], now=now).shop_id == shop.shop_id


def test_the_desk_says_how_long_is_left(
    court: Court, shop: Keeper, reported: str, seat: Seat
) -> None:
    court.contest(reported)
    court.clock.advance(timedelta(days=8))
    owner = seat("owner", Role.OWNER, shop.shop_id)
    assert "<strong>2 days left</strong>" in owner.read("/desk/disputes")
    first = owner.read("/desk")
    assert "1 dispute waits for your answer" in first
    assert "2 days left for the nearest." in first
    assert ">Disputes (1)</a>" in owner.read("/desk/terms"), "in the menu of every page"
    court.clock.advance(timedelta(days=3))
    late = seat("clerk", Role.STAFF, shop.shop_id).read("/desk")
    assert ">Disputes</a>" in late
    assert "for your answer" not in late


def test_a_shop_finds_the_order_of_a_case_and_reads_what_an_erasure_did_to_it(
    court: Court, shop: Keeper, reported: str, seat: Seat
) -> None:
    brought = (NewFile(b"I was in hospital"), NewFile(png()))
    dispute = court.contest(reported, new_files=brought).public_id
    owner, page = seat("owner", Role.OWNER, shop.shop_id), f"/desk/disputes/{dispute}"
    assert reported in owner.read(page), "as the receipt named it"
    assert "Download: text, TXT, 1 KB" in owner.read(page)
    shopkeeper.answer(shop, dispute)
    court.rule(dispute, Verdict.UPHELD)
    anna = court.anna(reported)
    with court.act() as session:
        contesting.appeal(
            session, context.keyring(), contestant=anna, public_id=dispute, now=court.clock.now()
        )
    assert "until another admin has ruled the report counts for nobody" in owner.read(page)
    with court.act() as session:
        for each in anna.identifier_ids:
            erasing.carry_out(session, each, Washing.ERASURE, now=court.clock.now())
    seen = owner.read(page)
    assert "then the customer erased their data, and the report is about nobody any more" in seen
    assert "upheld: the report counts" not in seen
