"""The JSON gate and the schemas behind it."""

from typing import Final

from registry.kernel.web.texts.problem import Problem

BODY: Final[dict[str, Problem]] = {
    "invalid_json": Problem(
        400,
        "The body is not valid JSON",
        "Тело запроса — не правильный JSON",
        "Send one JSON object; `errors` tells the line and column where reading stopped.",
        "Пришлите один объект JSON; в `errors` указаны строка и позиция, где чтение остановилось.",
    ),
    "too_large": Problem(
        413,
        "The body is too large",
        "Тело запроса слишком велико",
        "Batches may be 1 MB, everything else 64 KB: split the request into smaller ones.",
        "Пакеты — до 1 МБ, остальное — до 64 КБ: разбейте запрос на части.",
    ),
    "too_deep": Problem(
        400,
        "The JSON is nested too deeply",
        "Слишком глубокая вложенность JSON",
        "No request needs more than 16 levels; check how the body is put together.",
        "Ни одному запросу не нужно больше 16 уровней; проверьте, как собирается тело.",
    ),
    "duplicate_key": Problem(
        400,
        "One name stands twice in the same object",
        "Одно имя дважды встречается в одном объекте",
        "Send each name once; `errors` tells which one is repeated.",
        "Передавайте каждое имя один раз; в `errors` указано, какое повторяется.",
    ),
    "not_utf8": Problem(
        400,
        "The body is not UTF-8",
        "Тело запроса не в кодировке UTF-8",
        "Encode the body as UTF-8 without a byte order mark.",
        "Кодируйте тело в UTF-8 без метки порядка байтов (BOM).",
    ),
    "bad_number": Problem(
        400,
        "A number cannot be represented exactly",
        "Число нельзя представить точно",
        "Whole numbers go up to 2^53; NaN and Infinity are not JSON. Send amounts as strings.",
        "Целые числа — до 2^53; NaN и Infinity — не JSON. Суммы передавайте строками.",
    ),
    "nul_character": Problem(
        400,
        "A text contains the NUL character",
        "В тексте есть символ NUL",
        "Remove the character U+0000; no field takes it.",
        "Удалите символ U+0000: ни одно поле его не принимает.",
    ),
    "lone_surrogate": Problem(
        400,
        "A text contains half of a surrogate pair",
        "В тексте есть половина суррогатной пары",
        "Send whole characters: a text was probably cut in the middle of one.",
        "Передавайте целые символы: вероятно, текст обрезан посередине символа.",
    ),
    "not_an_object": Problem(
        400,
        "The body is not a JSON object",
        "Тело запроса — не объект JSON",
        "Wrap the content in an object as the description of this request shows.",
        "Оберните содержимое в объект, как показано в описании запроса.",
    ),
    "body_incomplete": Problem(
        400,
        "The body ended too early",
        "Тело запроса оборвалось",
        "The connection broke while sending; send the whole request again.",
        "Соединение прервалось при отправке; отправьте запрос целиком ещё раз.",
    ),
    "content_encoding": Problem(
        415,
        "Compressed bodies are not taken",
        "Сжатые тела запросов не принимаются",
        "Send the body as it is, without Content-Encoding.",
        "Отправляйте тело как есть, без Content-Encoding.",
    ),
    "unsupported_media_type": Problem(
        415,
        "This content type is not taken here",
        "Такой тип содержимого здесь не принимается",
        "Send JSON with the header `Content-Type: application/json`.",
        "Отправляйте JSON с заголовком `Content-Type: application/json`.",
    ),
    "invalid_request": Problem(
        422,
        "The request has fields that cannot be taken",
        "В запросе есть поля, которые нельзя принять",
        "`errors` lists every place and what is wrong with it; mend them and send again.",
        "В `errors` перечислены все места и что с ними не так; исправьте и отправьте снова.",
    ),
}
