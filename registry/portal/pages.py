"""All pages of the portal, for the application to register."""

from registry.portal import (
    asked,
    cases,
    contesting,
    data,
    entering,
    export,
    front,
    home,
    links,
    news,
    notice,
    orders,
    passing,
    rights,
    ticketing,
    white,
)

BLUEPRINTS = (
    front.blp,
    notice.blp,
    rights.blp,
    entering.blp,
    ticketing.blp,
    home.blp,
    orders.blp,
    contesting.blp,
    cases.blp,
    asked.blp,
    white.blp,
    passing.blp,
    data.blp,
    links.blp,
    news.blp,
    export.blp,
)
