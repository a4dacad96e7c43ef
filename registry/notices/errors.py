"""What the room refuses."""

from registry.kernel.errors import DomainError


class BadWebhookUrlError(DomainError):
    """The address is not one on the public internet by https."""

    code = "bad_webhook_url"


class WebhookLimitError(DomainError):
    """The shop has as many webhooks as it may."""

    code = "webhook_limit"


class NoticeNotFoundError(DomainError):
    """No such webhook or delivery of this shop."""

    code = "not_found"


class MailLimitError(DomainError):
    """So many codes, or guesses of one, are enough for a day."""

    code = "mail_limit"
