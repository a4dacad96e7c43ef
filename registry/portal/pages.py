"""All pages of the portal, for the application to register."""

from registry.portal import asked, entering, front, home, orders, white

BLUEPRINTS = (front.blp, entering.blp, home.blp, orders.blp, asked.blp, white.blp)
