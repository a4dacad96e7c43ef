"""The sentences of the pages for people who work here, in both languages."""

from typing import Final

from registry.kernel.web.language import Language, requested_language

TEXTS: Final[dict[Language, dict[str, str]]] = {
    Language.EN: {
        "sign_in": "Sign in",
        "sign_in_lead": "For shops and for the registry's own people. Customers need no account: "
        "they see what is kept about them with a code sent to their phone or mail.",
        "to_customers": "The page for customers",
        "login": "Name for signing in",
        "password": "Password",
        "code": "Code from the app",
        "code_hint": "Six digits, or one of your recovery codes. Leave it empty if you have not "
        "set up an app yet.",
        "refused": "Name, password or code is wrong. Check all three; the code changes every half "
        "minute and works once.",
        "wait": "Too many attempts from this connection. Wait {seconds} s and try again.",
        "sign_out": "Sign out",
        "signed_out": "You are signed out.",
        "accept": "Your account",
        "accept_lead": "You were invited as {role}{shop}. Choose a name for signing in and a "
        "password.",
        "at_shop": " of the shop “{shop}”",
        "login_hint": "3 to 40 of a–z, 0–9, dot, dash and underscore. No phone and no mail "
        "address: a name is enough.",
        "password_hint": "At least 12 characters. A sentence that only you know is easy to keep.",
        "word": "The word that goes with the link",
        "word_hint": "Ten letters and digits. Not from whoever sent the link: the admin who "
        "proposed you has it.",
        "wrong_word": "This is not the word of this link. Ask the admin who proposed you.",
        "make_account": "Make the account",
        "bad_login": "Use 3 to 40 of a–z, 0–9, dot, dash and underscore, a letter or digit first.",
        "login_taken": "Somebody has this name. Choose another one.",
        "weak_password": "At least 12 characters, not all alike, and not your name.",
        "fill": "Please fill this in.",
        "gone": "This link is no longer good",
        "gone_lead": "It was used already, three days have passed, whoever made it no longer works "
        "here, or the shop is suspended or has left. Ask whoever sent it for a new one. "
        "If you have made your account with it, sign in.",
        "totp": "Second factor",
        "totp_why": "With it, signing in asks for six digits from an app on your phone besides the "
        "password: then a stolen password alone opens nothing.",
        "totp_later": "You may do without, or set it up later under “My account”.",
        "totp_skip": "Skip it for now",
        "totp_lead": "Scan this with an authenticator app (any that knows TOTP), or type the key "
        "in. Then enter the six digits that it shows.",
        "totp_key": "Key to type in",
        "totp_needed": "For your role it is required before anything else opens.",
        "totp_code": "Six digits from the app",
        "totp_confirm": "Switch it on",
        "totp_wrong": "These digits do not fit. Check the clock of your phone and enter the "
        "newest ones.",
        "recovery": "Recovery codes",
        "recovery_lead": "Each stands in for the app once, if you lose your phone. Write them "
        "down now: they are not shown again.",
        "go_on": "I have kept them, go on",
        "account": "Your account",
        "signed_in_as": "Signed in as",
        "role": "Role",
        "role_admin": "admin",
        "role_auditor": "auditor",
        "role_owner": "owner",
        "role_staff": "staff",
        "totp_on": "The second factor is on.",
        "totp_off": "The second factor is off. Whoever learns your password is you.",
        "totp_set": "Set up the second factor",
        "browsers": "Where you are signed in",
        "browser": "Browser",
        "began": "Since",
        "seen": "Last seen",
        "here": "this one",
        "end": "Sign out there",
        "ended": "That browser is signed out.",
        "new_password": "New password",
        "old_password": "Present password",
        "change_password": "Change the password",
        "changed": "The password is changed, and every other browser is signed out.",
        "old_wrong": "That is not your present password.",
        "to_desk": "To the desk",
    },
    Language.RU: {
        "sign_in": "Вход",
        "sign_in_lead": "Для магазинов и сотрудников реестра. Покупателям учётная запись не нужна: "
        "что о них хранится, они видят по коду из сообщения или письма.",
        "to_customers": "Страница для покупателей",
        "login": "Имя для входа, латиницей",
        "password": "Пароль",
        "code": "Код из приложения",
        "code_hint": "Шесть цифр или один из запасных кодов. Если приложение ещё не подключено, "
        "оставьте пустым.",
        "refused": "Неверно имя, пароль или код. Проверьте все три; код меняется каждые полминуты "
        "и действует один раз.",
        "wait": "Слишком много попыток с этого подключения. Подождите {seconds} с и попробуйте "
        "снова.",
        "sign_out": "Выйти",
        "signed_out": "Вы вышли.",
        "accept": "Ваша учётная запись",
        "accept_lead": "Вас пригласили: {role}{shop}. Придумайте имя для входа и пароль.",
        "at_shop": " магазина «{shop}»",
        "login_hint": "От 3 до 40 знаков: a–z, 0–9, точка, дефис, подчёркивание. Телефон и почта "
        "не нужны, имени достаточно.",
        "password_hint": "Не короче 12 знаков. Легче всего запомнить фразу, которую знаете только "
        "вы.",
        "word": "Слово к ссылке",
        "word_hint": "Десять букв и цифр. Его знает не тот, кто прислал ссылку, а администратор, "
        "который вас предложил.",
        "wrong_word": "Это слово не от этой ссылки. Спросите администратора, который вас "
        "предложил.",
        "make_account": "Создать учётную запись",
        "bad_login": "От 3 до 40 знаков: a–z, 0–9, точка, дефис, подчёркивание; первым — буква "
        "или цифра.",
        "login_taken": "Такое имя уже есть. Выберите другое.",
        "weak_password": "Не короче 12 знаков, не из одинаковых знаков и не ваше имя.",
        "fill": "Заполните это поле.",
        "gone": "Ссылка больше не действует",
        "gone_lead": "Ею уже воспользовались, прошло три дня, её автор здесь больше не работает "
        "либо магазин приостановлен или ушёл. Попросите новую у того, кто её прислал. "
        "Если учётная запись уже создана, просто войдите.",
        "totp": "Второй фактор",
        "totp_why": "С ним вход, кроме пароля, спросит шесть цифр из приложения в вашем телефоне: "
        "одного украденного пароля тогда мало.",
        "totp_later": "Можно обойтись без него или включить позже, на странице «Моя запись».",
        "totp_skip": "Пока пропустить",
        "totp_lead": "Отсканируйте код приложением-аутентификатором (любым, которое умеет TOTP) "
        "или введите ключ вручную. Затем введите шесть цифр, которые оно покажет.",
        "totp_key": "Ключ для ввода вручную",
        "totp_needed": "Для вашей роли это обязательно: до этого ничего не откроется.",
        "totp_code": "Шесть цифр из приложения",
        "totp_confirm": "Включить",
        "totp_wrong": "Цифры не подошли. Проверьте часы телефона и введите самые новые.",
        "recovery": "Запасные коды",
        "recovery_lead": "Каждый один раз заменяет приложение, если телефон потерян. Запишите их "
        "сейчас: больше они не покажутся.",
        "go_on": "Сохранены, продолжить",
        "account": "Ваша учётная запись",
        "signed_in_as": "Вы вошли как",
        "role": "Роль",
        "role_admin": "администратор",
        "role_auditor": "аудитор",
        "role_owner": "владелец",
        "role_staff": "сотрудник",
        "totp_on": "Второй фактор включён.",
        "totp_off": "Второй фактор выключен. Кто узнает ваш пароль, тот и вы.",
        "totp_set": "Включить второй фактор",
        "browsers": "Где вы вошли",
        "browser": "Браузер",
        "began": "С какого времени",
        "seen": "Последний раз",
        "here": "этот",
        "end": "Выйти там",
        "ended": "Тот браузер отключён.",
        "new_password": "Новый пароль",
        "old_password": "Нынешний пароль",
        "change_password": "Сменить пароль",
        "changed": "Пароль изменён, все остальные браузеры отключены.",
        "old_wrong": "Это не нынешний пароль.",
        "to_desk": "К рабочему столу",
    },
}


def texts() -> dict[str, str]:
    """The sentences in the language of this request."""
    return TEXTS[requested_language()]
