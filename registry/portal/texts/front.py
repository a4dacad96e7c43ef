"""The first page, the door of the cabinet, and the code."""

from typing import Final

from registry.kernel.web.language import Language

FIRST: Final = {
    Language.EN: {
        "title": "A good name that travels with you",
        "words": [
            "Small shops send parcels that nobody collects, and everybody pays for it. In this "
            "registry shops tell each other how single orders ended, without names, numbers or "
            "addresses. Who pays for what they order is no stranger in the next shop.",
        ],
        "customer": "I buy",
        "customer_words": "See what shops said about your orders and who asked, contest what is "
        "wrong, join the white list, or have everything erased.",
        "customer_button": "To my page",
        "shop": "I have a shop",
        "shop_words": "Ask before you dispatch, report how orders ended, and see what failed "
        "orders cost you.",
        "shop_button": "To the shop desk",
        "shop_links": [
            ("/docs", "The API"),
            ("/tell-your-customers", "What to tell your customers"),
            ("/figures", "Figures of the network"),
        ],
    },
    Language.RU: {
        "title": "Доброе имя, которое с вами",
        "words": [
            "Небольшие магазины отправляют посылки, которые никто не забирает, и платят за это "
            "все. В этом реестре магазины сообщают друг другу, чем закончились отдельные заказы, — "
            "без имён, телефонов и адресов. Кто оплачивает свои заказы, тот и в новом магазине не "
            "чужой.",
        ],
        "customer": "Я покупаю",
        "customer_words": "Посмотреть, что магазины сообщили о ваших заказах и кто о вас "
        "спрашивал, оспорить неверное, войти в белый список или всё стереть.",
        "customer_button": "На мою страницу",
        "shop": "У меня магазин",
        "shop_words": "Спросить перед отправкой, сообщить, чем закончился заказ, и узнать, во что "
        "обходятся срывы.",
        "shop_button": "В кабинет магазина",
        "shop_links": [
            ("/docs", "API"),
            ("/tell-your-customers", "Что сказать покупателям"),
            ("/figures", "Цифры сети"),
        ],
    },
}

ME: Final = {
    Language.EN: {
        "title": "What shops know about you",
        "words": [
            "Member shops of this registry report how single orders ended: paid, refused at the "
            "door, not collected. Your phone number and e-mail address are not kept. In most shops "
            "they become a code that tells nobody who you are before they leave the shop; a shop "
            "that cannot do that has to tell you so.",
            "A report against you does not count for other shops before a week has passed. It "
            "counts nothing when the courier or the shop was at fault.",
        ],
        "sign_in": "See what is kept about me",
        "sign_in_words": "Enter the phone or e-mail that you give to shops. We send you a code; "
        "it shows that the number is yours.",
        "signed_in": "You are signed in.",
        "go_in": "To my page",
        "ticket": "I no longer have that phone or address, but a shop gave me a code for an order",
        "rights": "What is kept, where it comes from, how long, and your rights",
        "contact": "Operator",
    },
    Language.RU: {
        "title": "Что магазины знают о вас",
        "words": [
            "Магазины — участники реестра сообщают, чем закончились отдельные заказы: оплачен, "
            "отказ при вручении, не выкуплен. Ваш телефон и адрес почты не хранятся. Обычно ещё "
            "в магазине они превращаются в код, по которому вас не узнать; магазин, который так не "
            "умеет, обязан вам об этом сказать.",
            "Запись против вас не учитывается в других магазинах раньше чем через неделю. Если "
            "виноват курьер или магазин, она не учитывается вовсе.",
        ],
        "sign_in": "Посмотреть, что обо мне хранится",
        "sign_in_words": "Введите телефон или почту, которые вы даёте магазинам. Мы пришлём код: "
        "он покажет, что номер ваш.",
        "signed_in": "Вы вошли.",
        "go_in": "На мою страницу",
        "ticket": "Этого телефона или адреса у меня больше нет, но магазин дал код по заказу",
        "rights": "Что хранится, откуда, как долго, и ваши права",
        "contact": "Оператор",
    },
}

DOOR: Final = {
    Language.EN: {
        "title": "Sign in with a code",
        "add_title": "Add a phone or e-mail",
        "add_words": "Prove that it is yours with a code. What is known about it then stands "
        "together with the rest.",
        "not_you": "Somebody is signed in at this browser. If that is not you, sign out first.",
        "leave": "Sign out",
        "contact": "Phone or e-mail",
        "contact_hint": "For example +7 916 123-45-67 or anna@example.com. We keep it for ten "
        "minutes, in your own browser only.",
        "send": "Send me a code",
        "needed": "Enter the phone or e-mail that you give to shops.",
        "malformed": "This is neither a whole phone number nor an e-mail address. Write the phone "
        "with its country code, for example +7 916 123-45-67.",
        "code_title": "Enter the code",
        "sent": "We have sent a code of six digits to {shown}. It is valid for ten minutes.",
        "sent_hint": "It may take a minute to arrive.",
        "sent_hint_email": "It may take a minute to arrive. Look among unwanted mail, too.",
        "code": "Code from the message",
        "code_hint": "Six digits. Nobody of ours will ever ask you for it.",
        "enter": "Enter",
        "again": "Send another code",
        "other": "Use another phone or e-mail",
        "code_malformed": "The code has six digits. Nothing was counted; please type it again.",
        "over": "That code is no longer valid: it was used, or ten minutes have passed. Ask for a "
        "new one.",
        "tries_gone": "All five tries are used, so this code is closed. Wait until its ten minutes "
        "are over, then ask for a new one.",
        "resent": "Another code is on its way. The one before is no longer valid.",
        "welcome": "You are in.",
        "added": "Added. It was proven with a code just now.",
        "left": "You are signed out. To come back, ask for a new code.",
        "ended": "To go on, sign in again: the last visit has ended.",
        "first": "This page is your own: sign in with a code to see it.",
        "work_title": "One moment",
        "work": "Many codes were asked for today. To keep robots out, your browser now works on a "
        "sum for some seconds; then the code is sent by itself.",
        "work_no_script": "Your browser cannot do this without JavaScript. Turn it on, or try "
        "again tomorrow.",
        "work_button": "Go on",
        "until": "You can ask again from {moment}.",
    },
    Language.RU: {
        "title": "Вход по коду",
        "add_title": "Добавить телефон или почту",
        "add_words": "Подтвердите кодом, что это ваше. Всё известное станет видно вместе.",
        "not_you": "В этом браузере уже вошли. Если это не вы, сначала выйдите.",
        "leave": "Выйти",
        "contact": "Телефон или почта",
        "contact_hint": "Например, +7 916 123-45-67 или anna@example.com. Храним десять минут и "
        "только в вашем браузере.",
        "send": "Прислать код",
        "needed": "Введите телефон или почту, которые вы даёте магазинам.",
        "malformed": "Это не полный номер телефона и не адрес почты. Напишите телефон с кодом "
        "страны, например +7 916 123-45-67.",
        "code_title": "Введите код",
        "sent": "Мы отправили код из шести цифр на {shown}. Он действует десять минут.",
        "sent_hint": "Сообщение может идти минуту.",
        "sent_hint_email": "Письмо может идти минуту. Загляните и в нежелательную почту.",
        "code": "Код из сообщения",
        "code_hint": "Шесть цифр. Наши сотрудники никогда его не спросят.",
        "enter": "Войти",
        "again": "Прислать другой код",
        "other": "Другой телефон или почта",
        "code_malformed": "В коде шесть цифр. Попытка не засчитана, наберите ещё раз.",
        "over": "Этот код уже не действует: он использован или прошло десять минут. Запросите "
        "новый.",
        "tries_gone": "Все пять попыток использованы, код закрыт. Подождите, пока пройдут его "
        "десять минут, и запросите новый.",
        "resent": "Новый код отправлен. Прежний больше не действует.",
        "welcome": "Вы вошли.",
        "added": "Добавлено: только что подтверждено кодом.",
        "left": "Вы вышли. Чтобы вернуться, запросите новый код.",
        "ended": "Чтобы продолжить, войдите снова: прошлый сеанс закончился.",
        "first": "Это ваша личная страница: чтобы её увидеть, войдите по коду.",
        "work_title": "Одну минуту",
        "work": "Сегодня запрошено много кодов. Чтобы коды не запрашивали роботы, ваш браузер "
        "несколько секунд решает задачу, а потом код отправится сам.",
        "work_no_script": "Без JavaScript браузер этого не сделает. Включите его или попробуйте "
        "завтра.",
        "work_button": "Продолжить",
        "until": "Снова запросить можно с {moment}.",
    },
}

LEFT: Final = {
    Language.EN: {
        "one": "That is not the code. {n} try is left.",
        "other": "That is not the code. {n} tries are left.",
    },
    Language.RU: {
        "one": "Код не подошёл. Осталась {n} попытка.",
        "few": "Код не подошёл. Осталось {n} попытки.",
        "many": "Код не подошёл. Осталось {n} попыток.",
        "other": "Код не подошёл. Осталось {n} попытки.",
    },
}

REFUSED: Final = {
    Language.EN: {
        "closed": "We cannot send a code to such an address just now. Try the other way: e-mail "
        "instead of phone, or phone instead of e-mail.",
        "number": "Too many codes went to this phone or e-mail today.",
        "network": "Too many codes were asked for from your network today.",
        "prefix": "Too many codes went to numbers or addresses of this kind today.",
        "day": "So many codes were asked for today that we cannot send more.",
        "tries": "All five tries of the last code are used.",
    },
    Language.RU: {
        "closed": "Сейчас мы не можем отправить код на такой адрес. Попробуйте иначе: почту вместо "
        "телефона или телефон вместо почты.",
        "number": "На этот телефон или почту сегодня отправлено слишком много кодов.",
        "network": "Из вашей сети сегодня запрошено слишком много кодов.",
        "prefix": "На похожие номера или адреса сегодня отправлено слишком много кодов.",
        "day": "Сегодня запрошено столько кодов, что больше отправить нельзя.",
        "tries": "Все пять попыток последнего кода использованы.",
    },
}
