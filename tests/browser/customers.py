"""What a customer does at ``/me``, by the words on the buttons, in either language."""

from dataclasses import dataclass
from datetime import timedelta

from registry.kernel.web.language import Language
from registry.portal.texts.front import DOOR
from registry.portal.texts.white import WHITE
from tests.browser.guests import Guest
from tests.rooms.keeper import ANNA, BORIS

ADDRESS = "anna@example.org"
WRONG = "000000"

__all__ = ["ADDRESS", "ANNA", "BORIS", "WRONG", "Customer"]


@dataclass
class Customer:
    """A guest who knows what they want."""

    guest: Guest
    language: Language = Language.EN

    def asks_for_code(self, address: str = ANNA) -> None:
        """Enter a phone or e-mail."""
        self.guest.open("/me/in")
        self.guest.page.get_by_label(DOOR[self.language]["contact"]).fill(address)
        self.guest.press(DOOR[self.language]["send"])

    def types(self, code: str) -> None:
        """Enter a code."""
        self.guest.page.locator("#code").fill(code)
        self.guest.press(DOOR[self.language]["enter"])

    def signs_in(self, address: str = ANNA) -> None:
        """Ask for a code, read it, type it."""
        self.asks_for_code(address)
        self.types(self.guest.house.code_for(address))

    def joins(self) -> None:
        """Agree, and join the white list."""
        self.guest.open("/me/white")
        self.guest.page.locator("#agreed").check()
        self.guest.press(WHITE[self.language]["join"])


def pays_three(guest: Guest, who: str = ANNA) -> None:
    """Three paid orders at two shops, which count from the next day."""
    north, south = guest.house.shop(), guest.house.shop("Южный двор")
    for keeper, order in ((north, "P-1"), (north, "P-2"), (south, "P-3")):
        assert keeper.put(order, who).status_code == 201
    guest.house.clock.advance(timedelta(days=1))


def fails_once(guest: Guest, who: str = ANNA, order: str = "F-1") -> None:
    """One parcel that was not collected, of which the customer was told."""
    answer = guest.house.shop().failed(order, who, outcome="not_collected")
    assert answer.status_code == 201, answer.get_data(as_text=True)
