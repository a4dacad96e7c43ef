"""What was said about a customer's orders, and what each weighs."""

from typing import Final

from registry.kernel.web.language import Language

EN, RU = Language.EN, Language.RU

ORDERS: Final = {
    EN: {
        "title": "What was said about your orders",
        "words": "A code shows that a number is yours today, not that it was yours then. So a "
        "shop's name and the day of an order appear once you name the order, have proven a second "
        "contact that stands on it, or held this one before it.",
        "all": "All",
        "against": "Against you",
        "filter": "Which orders",
        "empty": "No shop has reported an order of yours.",
        "none_against": "Nothing stands against you.",
        "shop_closed": "Shop and day are hidden until you name the order, and so is the exact "
        "weight.",
        "order_of": "{shop}, order of {day}",
        "state": "State",
        "weight": "Weight",
        "weight_good": "{weight} for you",
        "weight_bad": "{weight} against you",
        "weight_none": "none",
        "neutral": "neither for you nor against you",
        "paused": "{state}; paused, since you froze it or take no part: shops hear nothing of it",
        "parts": "of this: kind of proof × {attest}, age × {decay}, reporting shop × {reporter}, "
        "cap of one shop × {cap}",
        "counts_on": "Counts from",
        "expires": "Counts until",
        "own": "only this shop's own history; it does not count in others",
        "not_told": "does not count: the shop has not said that it told you of it",
        "claim": "does not count unless an admin confirms it",
        "evidence": "Evidence",
        "payment": "Payment",
        "redeemed": "Later paid orders have made good for it.",
        "redeemed_on": "Orders already filed make good for it on {day}.",
        "contest": "Contest this",
        "contest_of": "Contest: {what}",
        "open_title": "Name an order",
        "open_words": "Enter the number that a shop gave your order: then its name and day are "
        "shown here.",
        "reference": "Number of the order",
        "reference_needed": "Enter the number from the shop's message or receipt.",
        "open": "Show",
        "opened": "Found: shop and day are now shown.",
        "too_many": "Too many numbers were tried today that fit nothing. Try again tomorrow.",
        "not_found": "No report on your contacts carries this number. Check it against the shop's "
        "message.",
    },
    RU: {
        "title": "Что сообщили о ваших заказах",
        "words": "Код показывает, что номер ваш сегодня, но не что он был вашим тогда. Поэтому имя "
        "магазина и день заказа видны после того, как вы назовёте заказ, подтвердите второй "
        "контакт из него или владели этим ещё до заказа.",
        "all": "Все",
        "against": "Против вас",
        "filter": "Какие заказы",
        "empty": "Ни один магазин не сообщал о ваших заказах.",
        "none_against": "Против вас ничего нет.",
        "shop_closed": "Магазин и день скрыты, пока вы не назовёте заказ, и точный вес тоже.",
        "order_of": "{shop}, заказ от {day}",
        "state": "Состояние",
        "weight": "Вес",
        "weight_good": "{weight} за вас",
        "weight_bad": "{weight} против вас",
        "weight_none": "нет",
        "neutral": "ни за вас, ни против вас",
        "paused": "{state}; на паузе, пока вы заморозили историю или не участвуете: магазины об "
        "этом не слышат",
        "parts": "из них: вид доказательства × {attest}, возраст × {decay}, магазин × {reporter}, "
        "предел для одного магазина × {cap}",
        "counts_on": "Учитывается с",
        "expires": "Учитывается до",
        "own": "история только этого магазина, в других она не учитывается",
        "not_told": "не учитывается: магазин не указал, что сообщил вам об этом",
        "claim": "не учитывается, пока её не подтвердит администратор",
        "evidence": "Подтверждение",
        "payment": "Оплата",
        "redeemed": "Более поздние оплаченные заказы это загладили.",
        "redeemed_on": "Уже внесённые заказы загладят это {day}.",
        "contest": "Оспорить",
        "contest_of": "Оспорить: {what}",
        "open_title": "Назвать заказ",
        "open_words": "Введите номер, который магазин дал заказу: тогда здесь появятся его имя и "
        "день.",
        "reference": "Номер заказа",
        "reference_needed": "Введите номер из сообщения магазина или чека.",
        "open": "Показать",
        "opened": "Нашлось: магазин и день теперь видны.",
        "too_many": "Сегодня слишком много номеров не подошло. Попробуйте завтра.",
        "not_found": "Ни одной записи с таким номером у ваших контактов нет. Сверьте номер с "
        "сообщением магазина.",
    },
}

TO_REDEEM: Final = {
    EN: {
        "one": "{n} more paid order makes good for it.",
        "other": "{n} more paid orders make good for it.",
    },
    RU: {
        "one": "Ещё {n} оплаченный заказ это загладит.",
        "few": "Ещё {n} оплаченных заказа это загладят.",
        "many": "Ещё {n} оплаченных заказов это загладят.",
        "other": "Ещё {n} оплаченных заказа это загладят.",
    },
}
