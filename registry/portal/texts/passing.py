"""The white pass on the phone."""

from typing import Final

from registry.kernel.web.language import Language

EN, RU = Language.EN, Language.RU

PASS: Final = {
    EN: {
        "title": "White pass",
        "words": "Show this at a checkout, or type the characters there. It is good once, for one "
        "order, and says nothing about who you are.",
        "make": "Make a pass",
        "another": "Make another one",
        "code": "Characters",
        "picture": "The pass as a QR code for the shop's scanner",
        "ended": "That pass has ended. Make a new one when you are at the checkout.",
        "none": "A pass is good for 15 minutes, so make it when you are at the checkout.",
        "spent": "Used so far",
        "spent_at": "{day}: {shop}",
        "not_enrolled": "A pass is for those who take part in the white list. Join first.",
        "not_white": "You take part, but your record is not enough just now. This page says what "
        "is missing.",
        "too_many": "You have made all passes of today. Tomorrow there are new ones.",
        "reload": "Look again",
    },
    RU: {
        "title": "Белый пропуск",
        "words": "Покажите его на кассе или продиктуйте символы. Он действует один раз, на один "
        "заказ, и не говорит, кто вы.",
        "make": "Сделать пропуск",
        "another": "Сделать другой",
        "code": "Символы",
        "picture": "Пропуск как QR-код для сканера магазина",
        "ended": "Этот пропуск закончился. Сделайте новый, когда будете на кассе.",
        "none": "Пропуск действует 15 минут, поэтому делайте его на кассе.",
        "spent": "Уже использованы",
        "spent_at": "{day}: {shop}",
        "not_enrolled": "Пропуск — для участников белого списка. Сначала войдите в него.",
        "not_white": "Вы участвуете, но сейчас вашей истории не хватает. Чего не хватает, сказано "
        "на этой странице.",
        "too_many": "Сегодня вы сделали все пропуска. Завтра будут новые.",
        "reload": "Обновить",
    },
}

LEFT: Final = {
    EN: {"one": "Good for {n} more minute.", "other": "Good for {n} more minutes."},
    RU: {
        "one": "Действует ещё {n} минуту.",
        "few": "Действует ещё {n} минуты.",
        "many": "Действует ещё {n} минут.",
        "other": "Действует ещё {n} минуты.",
    },
}
