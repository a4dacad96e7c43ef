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
    "under_review": Problem(
        409,
        "An admin looks at your earlier request",
        "Администратор рассматривает ваше прежнее обращение",
        "A second erasure within a year is decided by an admin, within 30 days. Until then "
        "nothing is answered about you.",
        "Второе стирание за год решает администратор, не позже чем через 30 дней. До этого о вас "
        "ничего не сообщается.",
    ),
    "shared_by_others": Problem(
        409,
        "Others use this contact, too",
        "Этим контактом пользуются и другие",
        "An admin or the orders themselves say so; write to the registry if it is yours alone.",
        "Так решил администратор или видно из заказов; напишите в реестр, если он только ваш.",
    ),
    "not_white": Problem(
        409,
        "You are not on the white list now",
        "Сейчас вас нет в белом списке",
        "The page shows what is missing and when it can be there.",
        "На странице показано, чего не хватает и когда это может появиться.",
    ),
    "too_many_passes": Problem(
        429,
        "That many passes were made today already",
        "Сегодня выпущено уже слишком много пропусков",
        "Use one that you have, or make a new one tomorrow.",
        "Используйте уже выпущенный или сделайте новый завтра.",
        retry_after=3600,
    ),
    "too_many_guesses": Problem(
        429,
        "Too many wrong numbers were tried today",
        "Сегодня было слишком много неверных попыток",
        "Go on tomorrow. A code is shown on the customer's phone, an order's number stands in the "
        "shop's message.",
        "Продолжите завтра. Код показывает телефон покупателя, номер заказа есть в сообщении "
        "магазина.",
        retry_after=3600,
    ),
    "ticket_invalid": Problem(
        410,
        "This link was used or is too old",
        "Эта ссылка уже использована или устарела",
        "Ask the shop for a new one.",
        "Попросите магазин выдать новую.",
    ),
    "customer_not_told": Problem(
        409,
        "The customer was not told of this report",
        "Покупателю не сообщили об этом отчёте",
        "It counts nowhere else until then. Tell the customer, send the next revision with "
        "customer_told_on, and ask for the link again.",
        "До этого он нигде больше не учитывается. Сообщите покупателю, отправьте следующую "
        "ревизию с customer_told_on и запросите ссылку снова.",
    ),
    "nothing_to_contest": Problem(
        409,
        "This report counts against nobody",
        "Этот отчёт ни против кого не учитывается",
        "There is nothing to contest; no link is needed.",
        "Оспаривать нечего; ссылка не нужна.",
    ),
    "code_over": Problem(
        410,
        "The code is too old or was wrong too often",
        "Код устарел или был введён неверно слишком много раз",
        "Ask for a new one.",
        "Запросите новый.",
    ),
}
