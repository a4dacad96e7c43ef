"""A shop at its till, as in the rooms."""

from tests.rooms import conftest as rooms
from tests.rooms.whitelist import conftest as whitelist

call = rooms.call
north = rooms.north
shop = rooms.shop
anna = whitelist.anna
third = whitelist.third
paid = whitelist.paid
