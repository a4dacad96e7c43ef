"""The white list: joining, what is missing, leaving; the pass."""

from typing import Final

from registry.kernel.web.language import Language
from registry.whitelist.rules import Missing

EN, RU = Language.EN, Language.RU

WHITE: Final = {
    EN: {
        "title": "The white list",
        "joined": "You have taken part since {day}.",
        "held": "You have been on the white list since {since}, for now until {until}. It is "
        "renewed by itself while you keep paying for your orders.",
        "missing": "What is missing",
        "kept": "Your record is kept meanwhile. Paid orders that count for the white list: {paid}; "
        "shops where you paid: {shops}.",
        "there": "Your record is enough for the white list.",
        "there_not_joined": "Your record is enough. Join, and shops see it.",
        "on": "What is on file already would be enough on {day}.",
        "from": "This changes by itself on {day}.",
        "join": "Join",
        "join_words": "Taking part is free and of your own will. Nothing is worse for you without "
        "it.",
        "text_version": "Version of the text: {version}",
        "agree": "I agree to this text",
        "agree_needed": "To join, tick that you agree. Without it nothing is changed.",
        "outdated": "The text has changed since you opened this page. Please read it again.",
        "joined_now": "You have joined. You can leave at any time.",
        "leave": "Leave the white list",
        "consent": "What you agreed to on {moment}",
        "pass": "Show a white pass",
        "address": "Be told of news",
    },
    RU: {
        "title": "Белый список",
        "joined": "Вы участвуете с {day}.",
        "held": "Вы в белом списке с {since}, сейчас — до {until}. Пока вы оплачиваете заказы, "
        "срок продлевается сам.",
        "missing": "Чего не хватает",
        "kept": "История тем временем хранится. Оплаченных заказов, которые считаются для белого "
        "списка: {paid}, магазинов, где вы платили: {shops}.",
        "there": "Вашей истории хватает для белого списка.",
        "there_not_joined": "Вашей истории хватает. Войдите в список, и магазины это увидят.",
        "on": "Уже внесённого хватит {day}.",
        "from": "Это само изменится {day}.",
        "join": "Войти в список",
        "join_words": "Участие бесплатное и добровольное. Без него вам не станет хуже.",
        "text_version": "Редакция текста: {version}",
        "agree": "Я согласен с этим текстом",
        "agree_needed": "Чтобы войти, отметьте, что согласны. Без этого ничего не изменится.",
        "outdated": "Текст изменился с тех пор, как вы открыли страницу. Прочитайте его ещё раз.",
        "joined_now": "Вы вошли в белый список. Выйти можно в любой момент.",
        "leave": "Выйти из белого списка",
        "consent": "На что вы согласились {moment}",
        "pass": "Показать белый пропуск",
        "address": "Получать новости",
    },
}

GAPS: Final = {
    EN: {
        Missing.PHONE: "No phone is proven. The white list needs one: add it under “Overview”.",
        Missing.SHARED: "Your phone is marked as shared with others, so it cannot speak for one "
        "person alone. Prove a phone of your own.",
        Missing.PAUSED: "Your phone is frozen or opted out. Lift that under “My data”.",
        Missing.WAIT: "After an erasure or a new number it takes 60 days; orders before it do not "
        "count for white.",
        Missing.PAID: "Paid orders: {have} of {need}.",
        Missing.SHOPS: "Different shops where you paid: {have} of {need}.",
        Missing.SECOND: "Your paid orders are long ago, and numbers are given to other people. "
        "Prove a second contact, for example your e-mail, to show that you are still you.",
        Missing.DOUBT: "Failed orders of the last twelve months that stand against it: {have}. You "
        "can contest them under “Orders”.",
    },
    RU: {
        Missing.PHONE: "Телефон не подтверждён, а белому списку он нужен: добавьте его в разделе "
        "«Обзор».",
        Missing.SHARED: "Ваш телефон отмечен как общий с другими и не может говорить за одного "
        "человека. Подтвердите свой собственный.",
        Missing.PAUSED: "Ваш телефон заморожен или не участвует. Это снимается в разделе «Мои "
        "данные».",
        Missing.WAIT: "После стирания или нового номера нужно 60 дней; прежние заказы для белого "
        "списка не считаются.",
        Missing.PAID: "Оплаченных заказов: {have} из {need}.",
        Missing.SHOPS: "Разных магазинов, где вы платили: {have} из {need}.",
        Missing.SECOND: "Ваши оплаченные заказы были давно, а номера переходят к другим людям. "
        "Подтвердите второй контакт, например почту: это покажет, что вы — это вы.",
        Missing.DOUBT: "Сорванных заказов за последние двенадцать месяцев, которые мешают: {have}. "
        "Их можно оспорить в разделе «Заказы».",
    },
}
