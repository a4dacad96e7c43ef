"""Who may do what, and how often."""

from typing import Final

from registry.kernel.web.texts.problem import Problem

ACCESS: Final[dict[str, Problem]] = {
    "unauthenticated": Problem(
        401,
        "The key is missing or not valid",
        "Ключа нет или он недействителен",
        "Send `Authorization: Bearer bf_live_…` (or `bf_test_…`) with a key that is not revoked.",
        "Отправляйте `Authorization: Bearer bf_live_…` (или `bf_test_…`) с действующим ключом.",
    ),
    "forbidden": Problem(
        403,
        "You may not do this",
        "Это действие вам не разрешено",
        "Ask the owner of the shop account or the registry's admins.",
        "Обратитесь к владельцу аккаунта магазина или к администраторам реестра.",
    ),
    "forbidden_scope": Problem(
        403,
        "The key lacks the scope for this",
        "У ключа нет нужного права",
        "Use a key with the scope that `scope` names, or issue a new one.",
        "Используйте ключ с правом, указанным в `scope`, или выпустите новый.",
        facts=("scope",),
    ),
    "shop_suspended": Problem(
        403,
        "The shop is suspended",
        "Магазин приостановлен",
        "The registry's admins have written to you why; answer them to be admitted again.",
        "Администраторы написали вам причину; ответьте им, чтобы возобновить доступ.",
    ),
    "digest_not_allowed": Problem(
        403,
        "This shop may not send digests",
        "Этому магазину нельзя присылать дайджесты",
        "Send blinded elements instead, or ask an admin for the direct tier.",
        "Присылайте ослеплённые элементы или попросите администратора о прямом режиме.",
    ),
    "key_limit": Problem(
        409,
        "Two keys are live already",
        "Уже действуют два ключа",
        "Revoke one of them first.",
        "Сначала отзовите один из них.",
    ),
    "budget_exhausted": Problem(
        429,
        "The shop's budget for new people is used up",
        "Лимит магазина на новых людей исчерпан",
        "Go on after `Retry-After`; people you have asked about before are not affected. "
        "For an import ask an admin for an allowance.",
        "Продолжите после `Retry-After`; на уже известных вам людей это не влияет. "
        "Для импорта попросите администратора о разрешении.",
        facts=("budget", "left"),
        retry_after=3600,
    ),
    "rate_limited": Problem(
        429,
        "Too many requests",
        "Слишком много запросов",
        "Slow down and try again after `Retry-After`; batches take up to 1,000 items.",
        "Снизьте темп и повторите после `Retry-After`; в пакете может быть до 1000 записей.",
        retry_after=10,
    ),
    "simulated_rate_limit": Problem(
        429,
        "This test customer plays a rate limit",
        "Этот тестовый клиент изображает превышение лимита",
        "Your program should wait for `Retry-After` and try again.",
        "Ваша программа должна подождать `Retry-After` и повторить.",
        retry_after=1,
    ),
    "idempotency_key_missing": Problem(
        400,
        "The header Idempotency-Key is missing",
        "Нет заголовка Idempotency-Key",
        "Send a fresh random key with each new request, and the same one when you repeat it.",
        "Отправляйте новый случайный ключ с каждым новым запросом и тот же — при повторе.",
    ),
    "idempotency_key_invalid": Problem(
        400,
        "The Idempotency-Key cannot be taken",
        "Такой Idempotency-Key не подходит",
        "Use 1 to 255 visible ASCII characters, for example a UUID.",
        "Используйте от 1 до 255 видимых символов ASCII, например UUID.",
    ),
    "idempotency_key_reused": Problem(
        422,
        "This Idempotency-Key belongs to another request",
        "Этот Idempotency-Key принадлежит другому запросу",
        "Use a fresh key: the same key may only repeat the very same body.",
        "Возьмите новый ключ: с прежним можно повторить только то же самое тело.",
    ),
    "idempotency_in_flight": Problem(
        409,
        "The first request with this key is still at work",
        "Первый запрос с этим ключом ещё выполняется",
        "Repeat it in a moment to get its answer.",
        "Повторите чуть позже, чтобы получить его ответ.",
        retry_after=1,
    ),
}
