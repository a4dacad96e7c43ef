"""What HTTP itself can refuse, and our own failures."""

from typing import Final

from registry.kernel.web.texts.problem import Problem

HTTP: Final[dict[str, Problem]] = {
    "bad_request": Problem(
        400,
        "The request cannot be understood",
        "Запрос не удалось понять",
        "Compare it with the description at /docs.",
        "Сравните его с описанием на /docs.",
    ),
    "bad_cursor": Problem(
        400,
        "The cursor is not one of this list",
        "Курсор не от этого списка",
        "Use `next` of the page before as it stands, or begin again without a cursor.",
        "Передавайте `next` предыдущей страницы без изменений или начните заново без курсора.",
    ),
    "form_expired": Problem(
        400,
        "The form came without the token of its session",
        "Форма пришла без ключа своего сеанса",
        "Open the page again and send the form from there.",
        "Откройте страницу снова и отправьте форму с неё.",
    ),
    "not_found": Problem(
        404,
        "There is nothing here that you can see",
        "Здесь нет ничего, что вам доступно",
        "Check the address and the id: what belongs to another shop is answered like this too.",
        "Проверьте адрес и id: на чужое отвечаем так же.",
    ),
    "method_not_allowed": Problem(
        405,
        "This address does not take this method",
        "Этот адрес не принимает такой метод",
        "The header `Allow` lists the methods that it takes.",
        "Допустимые методы перечислены в заголовке `Allow`.",
    ),
    "not_acceptable": Problem(
        406,
        "None of the formats you accept can be answered",
        "Ни один из запрошенных форматов недоступен",
        "Answers are JSON: send `Accept: application/json`.",
        "Ответы — JSON: отправляйте `Accept: application/json`.",
    ),
    "request_timeout": Problem(
        408,
        "The request took too long to arrive",
        "Запрос поступал слишком долго",
        "Send it again over a better connection.",
        "Отправьте его ещё раз при лучшем соединении.",
    ),
    "length_required": Problem(
        411,
        "The length of the body is missing",
        "Не указана длина тела запроса",
        "Send the header Content-Length.",
        "Добавьте заголовок Content-Length.",
    ),
    "uri_too_long": Problem(
        414,
        "The address is too long",
        "Адрес слишком длинный",
        "Put the content into the body.",
        "Передавайте содержимое в теле запроса.",
    ),
    "headers_too_large": Problem(
        431,
        "The headers are too large",
        "Слишком большие заголовки",
        "Send fewer or shorter headers.",
        "Отправляйте меньше заголовков или короче.",
    ),
    "internal": Problem(
        500,
        "Something broke on our side",
        "Что-то сломалось на нашей стороне",
        "Try again in a minute; if it stays, tell us the `request_id`.",
        "Повторите через минуту; если не пройдёт, сообщите нам `request_id`.",
    ),
    "unavailable": Problem(
        503,
        "The registry cannot answer right now",
        "Реестр сейчас не может ответить",
        "Nothing was changed. Try again after the time in `Retry-After`.",
        "Ничего не изменилось. Повторите после времени из `Retry-After`.",
        retry_after=2,
    ),
    "simulated_outage": Problem(
        503,
        "This test customer plays an outage",
        "Этот тестовый клиент изображает сбой",
        "Your program should go on without an answer and try again later.",
        "Ваша программа должна обойтись без ответа и повторить позже.",
        retry_after=2,
    ),
}
