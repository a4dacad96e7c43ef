"""Customers: the white list, passes, their own records."""

from typing import Final

from registry.kernel.web.texts.problem import Problem

CUSTOMERS: Final[dict[str, Problem]] = {
    "consent_outdated": Problem(
        409,
        "The text of the consent has changed",
        "Текст согласия изменился",
        "Read the new text and agree to it once more.",
        "Прочитайте новый текст и подтвердите согласие ещё раз.",
    ),
    "nothing_proven": Problem(
        403,
        "Nobody is signed in",
        "Вход не выполнен",
        "Enter your phone or e-mail again and confirm it with the code.",
        "Введите телефон или адрес почты ещё раз и подтвердите кодом.",
    ),
    "not_enrolled": Problem(
        409,
        "You do not take part in the white list",
        "Вы не участвуете в белом списке",
        "Join the white list first; everything else works without it.",
        "Сначала вступите в белый список; всё остальное доступно и без этого.",
    ),
}
