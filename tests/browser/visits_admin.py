"""The admins' desk and the public pages about shops, in every state that is worth looking at."""

from registry.admin import acts, deeds
from registry.admin.acts import Edit
from registry.identifiers.vault import current_vault
from registry.kernel.db import transaction
from registry.shops import service as shops
from registry.shops.rules import Standing, public_shop_id
from registry.staff.roles import Role
from registry.staff.service import ActKind
from tests.browser.guests import Guest
from tests.browser.visits import Visit, to
from tests.browser.workers import hire, let_sit_down
from tests.rooms.keeper import ANNA, BORIS

WHY = "Сообщает только о срывах"


def sits(guest: Guest, role: Role = Role.ADMIN) -> Guest:
    """The guest at the desk, signed in."""
    return let_sit_down(guest, hire(guest.house, "ada" if role is Role.ADMIN else "audrey", role))


def quiet(path: str, role: Role = Role.ADMIN) -> Visit:
    """A page of a registry in which nothing has happened."""

    def visit(guest: Guest) -> None:
        sits(guest, role).open(path)

    return visit


def busy(guest: Guest) -> str:
    """Two shops of which one is odd, a journal, acts that wait; the odd one's id."""
    house = guest.house
    north, south = house.shop(), house.shop("Южный двор")
    for number in range(12):
        assert south.failed(f"B-{number}", ANNA if number % 2 else BORIS).status_code == 201
    report = north.put("A-1", ANNA).get_json()["id"]
    boris = hire(house, "boris", Role.ADMIN)
    with house.app.app_context(), transaction() as session:
        now = house.clock.now()
        odd = shops.get_shop(session, south.shop_id)
        for phone in (ANNA, "+79035550000"):
            deeds.plant(session, current_vault(), phone, region="RU", by=boris, now=now)
        deeds.move(session, odd, Standing.SUSPENDED, by=boris, note=WHY, now=now)
        deeds.mute(session, odd, muted=True, by=boris, note=WHY, now=now)
        acts.propose(session, ActKind.UNSUSPEND, odd, by=boris, note=WHY, now=now)
        acts.propose_edit(session, Edit.ERASE, report, by=boris, note=WHY, now=now)
        acts.propose_key(session, "announce-live-oprf", by=boris, note=WHY, now=now)
    return public_shop_id(south.shop_id)


def full(path: str, role: Role = Role.ADMIN) -> Visit:
    """A page of a registry in which much has; ``{shop}`` is the odd one."""

    def visit(guest: Guest) -> None:
        there = path.format(shop=busy(guest))
        if role is Role.STAFF:
            guest.open(there)
        else:
            sits(guest, role).open(there)

    return visit


def admitted(guest: Guest) -> None:
    sits(guest).open("/admin/shops/new")
    guest.page.locator("#name").fill("Чайная лавка")
    guest.click(guest.page.locator("main form button"))


def nameless(guest: Guest) -> None:
    sits(guest).open("/admin/shops/new")
    guest.click(guest.page.locator("main form button"))


def without_reason(guest: Guest) -> None:
    there = f"/admin/shops/{busy(guest)}"
    sits(guest).open(there)
    guest.click(guest.page.locator("button[formaction$='/propose/unsuspend']"))


ADMIN: dict[str, Visit] = {
    "figures-none": to("/figures"),
    "figures": full("/figures", Role.STAFF),
    "shop-card": full("/shops/{shop}", Role.STAFF),
    "admin-quiet": quiet("/admin"),
    "admin-auditor": quiet("/admin", Role.AUDITOR),
    "admin-home": full("/admin"),
    "admin-shops-none": quiet("/admin/shops"),
    "admin-shops": full("/admin/shops"),
    "admin-shop": full("/admin/shops/{shop}"),
    "admin-shop-auditor": full("/admin/shops/{shop}", Role.AUDITOR),
    "admin-shop-without-reason": without_reason,
    "admin-shop-new": nameless,
    "admin-link": admitted,
    "admin-flags-none": quiet("/admin/flags"),
    "admin-flags": full("/admin/flags"),
    "admin-reviews-none": quiet("/admin/reviews"),
    "admin-acts-none": quiet("/admin/acts"),
    "admin-acts": full("/admin/acts"),
    "admin-journal-none": quiet("/admin/journal"),
    "admin-journal": full("/admin/journal"),
    "admin-people": full("/admin/people"),
    "admin-log": quiet("/admin/log"),
}
