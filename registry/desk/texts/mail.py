"""Letters about disputes."""

from typing import Final

from registry.kernel.web.language import Language

MAIL: Final = {
    Language.EN: {
        "title": "Letters about disputes",
        "lead": "When a customer contests one of your reports, when a ruling is appealed against "
        "and when a case is over, we write to one address, within the hour. A letter says what "
        "happened and leads here; it names no customer and no order. At most 20 a day.",
        "now": "Letters go to {address}.",
        "none": "No address yet: enter one below, and letters begin.",
        "address": "E-mail address",
        "address_hint": "We send a code there first.",
        "send": "Send the code",
        "drop": "Send no more letters",
        "dropped": "No letters are sent any more.",
        "code_title": "The code from the letter",
        "code_lead": "We sent six digits to {address}. They are good for ten minutes.",
        "code": "Code",
        "confirm": "Confirm",
        "taken": "Confirmed. Letters about disputes go there from now on.",
        "bad": "That is no e-mail address.",
        "wrong": "That is not the code, or its ten minutes are over.",
        "limit": "Enough codes for today. Look for the newest letter, or come back tomorrow.",
        "no_mail": "This registry cannot send mail yet. Use a webhook.",
        "back": "To the address",
    },
    Language.RU: {
        "title": "Письма о спорах",
        "lead": "Когда покупатель оспорит ваш отчёт, когда на решение подадут жалобу и когда дело "
        "закончится, мы в течение часа напишем на один адрес. В письме — что случилось и ссылка "
        "сюда, без покупателя и номера заказа. Не больше 20 писем в день.",
        "now": "Письма идут на {address}.",
        "none": "Адреса пока нет: укажите его ниже, и письма начнут приходить.",
        "address": "Адрес почты",
        "address_hint": "Сначала пришлём туда код.",
        "send": "Прислать код",
        "drop": "Больше не писать",
        "dropped": "Писем больше не будет.",
        "code_title": "Код из письма",
        "code_lead": "На {address} отправлены шесть цифр. Они действуют десять минут.",
        "code": "Код",
        "confirm": "Подтвердить",
        "taken": "Подтверждено. Письма о спорах теперь идут туда.",
        "bad": "Это не адрес почты.",
        "wrong": "Код не тот, или десять минут прошли.",
        "limit": "На сегодня кодов достаточно. Поищите последнее письмо или вернитесь завтра.",
        "no_mail": "Этот реестр пока не умеет слать почту. Есть вебхуки.",
        "back": "К адресу",
    },
}
