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
}
