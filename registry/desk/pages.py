"""Every page of the desk, for the application to register."""

from registry.desk import (
    disputes_pages,
    figures_pages,
    import_pages,
    mail_pages,
    members_pages,
    overview_pages,
    terms_pages,
    ticket_pages,
    webhook_pages,
)

BLUEPRINTS = (
    overview_pages.blp,
    figures_pages.blp,
    disputes_pages.blp,
    import_pages.blp,
    terms_pages.blp,
    members_pages.blp,
    webhook_pages.blp,
    mail_pages.blp,
    ticket_pages.blp,
)
