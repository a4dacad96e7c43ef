"""The sentences of the customer's pages, in both languages."""

from typing import Final

from registry.kernel.web.language import Language

ME: Final = {
    Language.EN: {
        "title": "What shops can know about you",
        "words": [
            "Member shops of this registry report how single orders ended: paid, refused at the "
            "door, not collected. Your phone number and e-mail address are not kept; they are "
            "blinded before they leave the shop.",
            "A report against you does not count for other shops before a week has passed. It "
            "counts nothing when the courier or the shop was at fault.",
            "You have the right to see what is kept about you, to contest it and to have it "
            "erased. Write to the operator, name the shop and the number of the order, and you "
            "will be answered within a month at the latest.",
        ],
        "contact": "Operator",
        "policy": "The published rules",
    },
    Language.RU: {
        "title": "Что магазины могут знать о вас",
        "words": [
            "Магазины — участники реестра сообщают, чем закончились отдельные заказы: оплачен, "
            "отказ при вручении, не выкуплен. Ваш телефон и адрес почты не хранятся: они "
            "превращаются в слепой код ещё в магазине.",
            "Запись против вас не учитывается в других магазинах раньше чем через неделю. Если "
            "виноват курьер или магазин, она не учитывается вовсе.",
            "Вы вправе узнать, что о вас хранится, оспорить это и стереть. Напишите оператору, "
            "назовите магазин и номер заказа; ответ придёт не позже чем через месяц.",
        ],
        "contact": "Оператор",
        "policy": "Опубликованные правила",
    },
}
