"""Disputes at the desks of shops and admins, in every state that is worth looking at."""

from datetime import timedelta

from registry.desk.texts.disputes import DISPUTES as TEXTS
from registry.disputes import contesting
from registry.disputes.contestants import Contestant
from registry.disputes.papers import NewFile
from registry.disputes.words import Reason
from registry.kernel.db import transaction
from registry.kernel.ids import read_public_id
from registry.kernel.web import context
from registry.kernel.web.language import Language
from registry.reports import contests
from registry.staff.roles import Role
from tests.browser.guests import Guest
from tests.browser.visits import Visit
from tests.browser.workers import hire, let_sit_down
from tests.rooms.disputes import shopkeeper
from tests.rooms.disputes.papers_of import png
from tests.rooms.keeper import ANNA

WORDS = "Меня не было в городе, курьер звонил не на тот номер."


def contested(guest: Guest, reason: Reason = Reason.NOT_MY_ORDER, order: str = "D-1") -> str:
    """A report of the shop that its customer contests; the dispute's id."""
    house = guest.house
    named = house.shop().failed(order, ANNA).get_json()["id"]
    key = read_public_id("rep_", named)
    assert key is not None
    with house.app.app_context(), transaction() as session:
        report = contests.get(session, *key)
        return contesting.open_contest(
            session,
            context.keyring(),
            contestant=Contestant(report.identifier_ids, knows=True),
            report=key,
            reason=reason,
            text=WORDS,
            new_files=[NewFile(png())],
            now=house.clock.now(),
        ).public_id


def answered(guest: Guest) -> str:
    """The same with the shop's answer."""
    dispute = contested(guest)
    proofs = [shopkeeper.file(png()), shopkeeper.file(b"a call of two minutes", "contact")]
    said = shopkeeper.answer(
        guest.house.shop(), dispute, files=proofs, comment="Говорили с покупателем 12 ноября."
    )
    assert said.status_code == 200
    return dispute


def at_desk(guest: Guest) -> Guest:
    """The shop's owner sits down."""
    house = guest.house
    return let_sit_down(guest, hire(house, "owner", Role.OWNER, house.shop().shop_id))


def at_admins(guest: Guest) -> Guest:
    """An admin sits down."""
    return let_sit_down(guest, hire(guest.house, "olga", Role.ADMIN))


def desk_empty(guest: Guest) -> None:
    at_desk(guest).open("/desk/disputes")


def desk_list(guest: Guest) -> None:
    contested(guest)
    guest.house.clock.advance(timedelta(days=9))
    at_desk(guest).open("/desk/disputes")


def desk_case(guest: Guest) -> None:
    at_desk(guest).open(f"/desk/disputes/{contested(guest)}")


def desk_refused(guest: Guest) -> None:
    desk_case(guest)
    guest.click(guest.page.locator("form[action$='/answer'] button"))


def desk_request(guest: Guest) -> None:
    at_desk(guest).open("/desk/disputes/request")


def desk_conceded(guest: Guest) -> None:
    desk_case(guest)
    guest.page.locator(
        "summary", has_text=TEXTS[Language(guest.language)]["concede_button"]
    ).click()
    guest.click(guest.page.locator("form[action$='/concede'] button"))


def desk_ticket(guest: Guest) -> None:
    shop = guest.house.shop()
    assert shop.failed("D-1", ANNA).status_code == 201
    let_sit_down(guest, hire(guest.house, "olga", Role.OWNER, shop.shop_id)).open("/desk/ticket")


def desk_ticket_made(guest: Guest) -> None:
    desk_ticket(guest)
    guest.page.locator("#report").fill("D-1")
    guest.click(guest.page.locator("form[action='/desk/ticket'] button"))


def admin_empty(guest: Guest) -> None:
    at_admins(guest).open("/admin/disputes")


def admin_queue(guest: Guest) -> None:
    answered(guest)
    contested(guest, Reason.PAID, "D-2")
    at_admins(guest).open("/admin/disputes")


def admin_case(guest: Guest) -> None:
    at_admins(guest).open(f"/admin/disputes/{answered(guest)}")


def admin_no_ground(guest: Guest) -> None:
    admin_case(guest)
    guest.click(guest.page.locator("main form button"))


def admin_missing(guest: Guest) -> None:
    at_admins(guest).open("/admin/disputes/dsp_" + "a" * 26)


DISPUTES: dict[str, Visit] = {
    "desk-disputes-empty": desk_empty,
    "desk-disputes": desk_list,
    "desk-dispute": desk_case,
    "desk-dispute-refused": desk_refused,
    "desk-dispute-conceded": desk_conceded,
    "desk-dispute-request": desk_request,
    "desk-ticket": desk_ticket,
    "desk-ticket-made": desk_ticket_made,
    "admin-disputes-empty": admin_empty,
    "admin-disputes": admin_queue,
    "admin-dispute": admin_case,
    "admin-dispute-no-ground": admin_no_ground,
    "admin-dispute-missing": admin_missing,
}
