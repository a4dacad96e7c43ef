"""A shop at its till, as in the rooms."""

from tests.rooms import conftest as rooms

call = rooms.call
north = rooms.north
shop = rooms.shop
