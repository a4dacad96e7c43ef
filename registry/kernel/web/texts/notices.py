"""Webhooks."""

from typing import Final

from registry.kernel.web.texts.problem import Problem

NOTICES: Final[dict[str, Problem]] = {
    "bad_webhook_url": Problem(
        400,
        "This address cannot be a webhook",
        "Такой адрес не подходит для вебхука",
        "Name an https address on the public internet, without user name, password or fragment.",
        "Укажите адрес https в открытом интернете, без имени, пароля и якоря.",
    ),
    "webhook_limit": Problem(
        409,
        "The shop has as many webhooks as it may",
        "У магазина уже столько вебхуков, сколько можно",
        "Take one of them away first.",
        "Сначала удалите один из них.",
        facts=("limit",),
    ),
    "mail_limit": Problem(
        429,
        "Enough codes for today",
        "На сегодня кодов достаточно",
        "Look for the newest message, also among the unwanted ones, or come back tomorrow.",
        "Поищите последнее письмо, в том числе в спаме, или вернитесь завтра.",
        facts=("limit",),
        retry_after=3600,
    ),
}
