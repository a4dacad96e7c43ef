"""What can be refused to people who work here, and why."""

from typing import Final

from registry.kernel.web.texts.problem import Problem

STAFF: Final[dict[str, Problem]] = {
    "not_signed_in": Problem(
        401,
        "Nobody is signed in",
        "Вход не выполнен",
        "Sign in at /staff/sign-in.",
        "Войдите на странице /staff/sign-in.",
    ),
    "forbidden_role": Problem(
        403,
        "Your role does not allow this",
        "Ваша роль этого не позволяет",
        "Ask the owner of the shop's account, or an admin.",
        "Обратитесь к владельцу магазина или к администратору.",
    ),
    "second_person_needed": Problem(
        403,
        "A second admin has to confirm this",
        "Это должен подтвердить второй администратор",
        "Whoever proposed it cannot confirm it: ask another admin.",
        "Кто предложил, тот не подтверждает: попросите другого администратора.",
    ),
    "sign_in_refused": Problem(
        422,
        "Name, password or code is wrong",
        "Неверно имя, пароль или код",
        "Check all three; a code works once.",
        "Проверьте все три; код действует один раз.",
    ),
    "too_many_attempts": Problem(
        429,
        "Too many attempts from this address",
        "Слишком много попыток с этого адреса",
        "Wait for the seconds in `Retry-After` and try again.",
        "Подождите столько секунд, сколько указано в `Retry-After`, и попробуйте снова.",
        facts=("retry_after",),
        retry_after=60,
    ),
    "invitation_gone": Problem(
        410,
        "The invitation is no longer good",
        "Приглашение больше не действует",
        "Ask for a new one.",
        "Попросите новое.",
    ),
    "login_taken": Problem(
        422,
        "The name is taken",
        "Имя занято",
        "Choose another one.",
        "Выберите другое.",
    ),
    "bad_login": Problem(
        422,
        "The name cannot be used",
        "Такое имя не подходит",
        "Use 3 to 40 of a–z, 0–9, dot, dash and underscore.",
        "От 3 до 40 знаков: a–z, 0–9, точка, дефис, подчёркивание.",
    ),
    "weak_password": Problem(
        422,
        "The password is too weak",
        "Пароль слишком слабый",
        "At least 12 characters, not all alike, and not the name.",
        "Не короче 12 знаков, не из одинаковых знаков и не само имя.",
    ),
    "wrong_word": Problem(
        422,
        "The word does not fit the link",
        "Слово не подходит к ссылке",
        "Ask the admin who proposed you for it.",
        "Спросите его у администратора, который вас предложил.",
    ),
    "wrong_totp": Problem(
        422,
        "The digits do not fit",
        "Цифры не подошли",
        "Check the clock of the phone and enter the newest ones.",
        "Проверьте часы телефона и введите самые новые.",
    ),
}
