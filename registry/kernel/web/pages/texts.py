"""The sentences of the frame itself, in both languages."""

from typing import Final

from registry.kernel.web.language import Language

FRAME: Final = {
    Language.EN: {
        "skip": "Skip to the content",
        "menu": "Menu",
        "language": "Language",
        "rules": "How it is counted",
        "customers": "For customers",
        "api": "API for shops",
        "home": "Bonafide, first page",
        "error": "Error",
        "mend": "Please check this:",
        "nothing": "There is nothing here yet.",
        "nothing_found": "Nothing fits. Change or clear the filter.",
        "any": "all",
        "filter": "Show",
        "clear": "Clear the filter",
        "more": "Further",
        "back_to_start": "To the beginning",
        "pages": "Pages of the list",
        "table": "The same as a table",
        "nothing_to_draw": "Nothing to draw yet.",
        "optional": "(may stay empty)",
        "back": "Back",
        "sending": "Sending…",
        "offline": "You are offline. Nothing you enter now can be sent; the page will still be "
        "here when the connection comes back.",
        "request": "If you write to us about this, name this number:",
        "first_page": "To the first page",
        "again": "Open the page again",
    },
    Language.RU: {
        "skip": "Перейти к содержанию",
        "menu": "Меню",
        "language": "Язык",
        "rules": "Как мы считаем",
        "customers": "Покупателям",
        "api": "API для магазинов",
        "home": "Bonafide, на первую страницу",
        "error": "Ошибка",
        "mend": "Проверьте, пожалуйста:",
        "nothing": "Здесь пока ничего нет.",
        "nothing_found": "Ничего не подошло. Измените или сбросьте отбор.",
        "any": "все",
        "filter": "Показать",
        "clear": "Сбросить отбор",
        "more": "Дальше",
        "back_to_start": "К началу",
        "pages": "Страницы списка",
        "table": "То же таблицей",
        "nothing_to_draw": "Рисовать пока нечего.",
        "optional": "(можно не заполнять)",
        "back": "Назад",
        "sending": "Отправляем…",
        "offline": "Нет связи. Сейчас ничего не отправится; страница останется на месте, пока "
        "связь не вернётся.",
        "request": "Если будете нам об этом писать, назовите этот номер:",
        "first_page": "На первую страницу",
        "again": "Открыть страницу снова",
    },
}

REFUSALS: Final[dict[str, dict[Language, tuple[str, str]]]] = {
    "400": {
        Language.EN: ("We could not read that", "Go back, check what you entered, and try again."),
        Language.RU: (
            "Не удалось разобрать запрос",
            "Вернитесь назад, проверьте, что введено, и попробуйте ещё раз.",
        ),
    },
    "form_expired": {
        Language.EN: (
            "This form is no longer valid",
            "It was open for too long, or the browser did not send its cookie. Nothing was "
            "changed. Open the page again and repeat. If it comes back, allow cookies for this "
            "site.",
        ),
        Language.RU: (
            "Эта форма уже не действует",
            "Она была открыта слишком долго или браузер не прислал cookie. Ничего не изменилось. "
            "Откройте страницу снова и повторите. Если не поможет, разрешите cookie для этого "
            "сайта.",
        ),
    },
    "403": {
        Language.EN: (
            "You may not do this here",
            "Sign in as somebody who may, or ask the person who invited you.",
        ),
        Language.RU: (
            "Здесь это вам недоступно",
            "Войдите под другим именем или спросите того, кто вас пригласил.",
        ),
    },
    "404": {
        Language.EN: (
            "There is no such page",
            "Check the address for a slip, or begin at the first page.",
        ),
        Language.RU: (
            "Такой страницы нет",
            "Проверьте, нет ли опечатки в адресе, или начните с первой страницы.",
        ),
    },
    "405": {
        Language.EN: (
            "This page cannot be opened like that",
            "Open it by its link and send the form that stands on it.",
        ),
        Language.RU: (
            "Так эту страницу открыть нельзя",
            "Откройте её по ссылке и отправьте форму, которая на ней.",
        ),
    },
    "413": {
        Language.EN: ("That is too large", "Send a smaller file or a shorter text."),
        Language.RU: ("Это слишком много", "Отправьте файл поменьше или текст покороче."),
    },
    "429": {
        Language.EN: (
            "Too many attempts",
            "Wait a little and try again. Nothing was changed.",
        ),
        Language.RU: (
            "Слишком много попыток",
            "Подождите немного и попробуйте снова. Ничего не изменилось.",
        ),
    },
    "500": {
        Language.EN: (
            "Something broke on our side",
            "Try again in a minute. If it stays broken, write to us.",
        ),
        Language.RU: (
            "У нас что-то сломалось",
            "Попробуйте через минуту. Если не пройдёт, напишите нам.",
        ),
    },
    "503": {
        Language.EN: (
            "We cannot answer just now",
            "Nothing was changed. Try again in a minute.",
        ),
        Language.RU: (
            "Сейчас мы не можем ответить",
            "Ничего не изменилось. Попробуйте через минуту.",
        ),
    },
}

WAIT: Final = {
    Language.EN: {"one": "You can try again in {n} minute.", "other": "Try again in {n} minutes."},
    Language.RU: {
        "one": "Снова можно через {n} минуту.",
        "few": "Снова можно через {n} минуты.",
        "many": "Снова можно через {n} минут.",
        "other": "Снова можно через {n} минуты.",
    },
}
